// Counts a view once a reader really sees the story: not while the browser renders it ahead, nor
// in a tab that was opened in the background and never looked at.
const { countView } = document.querySelector("[data-count-view]").dataset;

function count() {
  navigator.sendBeacon(countView);
}

function whenVisible() {
  if (document.visibilityState === "visible") {
    count();
  } else {
    document.addEventListener("visibilitychange", whenVisible, { once: true });
  }
}

if (document.prerendering) {
  document.addEventListener("prerenderingchange", whenVisible, { once: true });
} else {
  whenVisible();
}
