// The panel with the size of the letters and the colours. What is chosen is kept on the device and
// applied by static/js/before_paint.js, on this page and on every other that is open.
const panel = document.querySelector("[data-reading-settings]");
const { dataset } = document.documentElement;

// The page may have been open while another one changed what holds.
panel.addEventListener("toggle", () => {
  const chosen = { "reading-scheme": dataset.scheme, "reading-text-size": dataset.textSize };
  for (const input of panel.querySelectorAll("input")) {
    input.checked = input.value === (chosen[input.name] ?? "");
  }
});

panel.addEventListener("change", ({ target: { name, value } }) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Storage may be switched off; the choice then holds for this page.
  }
  dispatchEvent(new CustomEvent("reading-setting", { detail: { key: name, newValue: value } }));
});

function close() {
  const hadFocus = panel.contains(document.activeElement);
  panel.open = false;
  if (hadFocus) {
    panel.querySelector("summary").focus();
  }
}

panel.addEventListener("submit", (event) => {
  event.preventDefault();
  close();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel.open) {
    close();
  }
});

for (const event of ["pointerdown", "focusin"]) {
  document.addEventListener(event, ({ target }) => {
    if (!panel.contains(target)) {
      panel.open = false;
    }
  });
}
