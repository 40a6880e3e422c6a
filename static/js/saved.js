// The list of the stories saved on this device (static/js/reading_list.js).
const LIST = "reading-list";
const list = document.querySelector("[data-saved-list]");
const none = document.querySelector("[data-saved-none]");
const status = document.querySelector("[data-saved-status]");
const pattern = document.querySelector("[data-saved-item]").content.firstElementChild;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(LIST)) ?? [];
  } catch {
    return [];
  }
}

function forget(story) {
  try {
    const others = kept().filter((other) => other.story !== story);
    localStorage.setItem(LIST, JSON.stringify(others));
  } catch {
    // Storage was switched off meanwhile; then nothing is kept either.
  }
}

function item({ story, address, headline, section, day }) {
  const shown = pattern.cloneNode(true);
  const part = (name) => shown.querySelector(`[data-saved-${name}]`);
  const button = part("remove");
  part("headline").href = new URL(address, location.origin).pathname;
  part("headline").textContent = headline;
  part("section").textContent = section;
  part("day").textContent = day;
  button.setAttribute("aria-label", `${button.textContent.trim()}: ${headline}`);
  button.addEventListener("click", () => {
    const neighbour = shown.nextElementSibling ?? shown.previousElementSibling;
    forget(story);
    shown.remove();
    none.hidden = list.childElementCount > 0;
    // A status that stays the same is read out once only.
    status.textContent = `${status.dataset.savedStatus} ${headline}`;
    // The button that had the focus is gone.
    (neighbour?.querySelector("a") ?? document.getElementById("main")).focus();
  });
  return shown;
}

function show() {
  list.replaceChildren(...kept().map(item));
  none.hidden = list.childElementCount > 0;
}

show();
addEventListener("storage", show);
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) {
    show();
  }
});
