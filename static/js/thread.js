// An address may name a comment that this page of the thread does not show (#comment-123): its own
// address leads to where it is. Tried once only, since it may not be shown anywhere.
const SOUGHT = "comment-sought";
const section = document.getElementById("comments");
const lost = section.querySelector("[data-comment-lost]");

// Storage may be switched off; without a memory seeking could go round in a circle.
function isSoughtAlready(pk) {
  try {
    if (sessionStorage.getItem(SOUGHT) === pk) {
      return true;
    }
    sessionStorage.setItem(SOUGHT, pk);
    return false;
  } catch {
    return true;
  }
}

function forget() {
  try {
    sessionStorage.removeItem(SOUGHT);
  } catch {
    // As above: nothing was kept.
  }
}

function seek() {
  const [, pk] = /^#comment-(\d+)$/.exec(location.hash) ?? [];
  if (!pk || document.getElementById(`comment-${pk}`)) {
    forget();
  } else if (isSoughtAlready(pk)) {
    lost.textContent = lost.dataset.commentLost;
    location.replace("#comments");
  } else {
    location.replace(section.dataset.commentPlace.replace("0", pk));
  }
}

addEventListener("hashchange", seek);
seek();
