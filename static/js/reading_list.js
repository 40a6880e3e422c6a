// Saves a story for later, on this device only. static/js/saved.js shows what was saved and reads
// the list by itself: a module for both would be one more request for every story.
const LIST = "reading-list";
const MOST = 200;
const button = document.querySelector("[data-save]");
const { save: story, headline, section, day } = button.dataset;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(LIST)) ?? [];
  } catch {
    return [];
  }
}

function show() {
  // The label says what a press does; a pressed state beside it would say the opposite.
  const isSaved = kept().some((other) => other.story === story);
  button.toggleAttribute("data-is-saved", isSaved);
}

button.addEventListener("click", () => {
  const list = kept();
  const others = list.filter((other) => other.story !== story);
  if (others.length === list.length) {
    others.unshift({ story, address: location.pathname, headline, section, day });
  }
  try {
    localStorage.setItem(LIST, JSON.stringify(others.slice(0, MOST)));
  } catch {
    // Storage may be switched off, or full: the button stays as it is.
  }
  show();
});

show();
addEventListener("storage", show);
// A page that comes back from the back-forward cache missed what was changed meanwhile.
addEventListener("pageshow", show);
