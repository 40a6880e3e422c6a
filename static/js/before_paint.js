// Runs before the first paint, so that nothing appears and then jumps away: marks that scripts
// run and what the device can do, how the reader wants to read, when she was here last, and that
// she has hidden the invitation.
(() => {
  const SETTINGS = { "reading-scheme": "scheme", "reading-text-size": "textSize" };
  const SITTING = 30 * 60_000;
  const root = document.documentElement;

  // The colours around the page, and behind it until its style sheets are there.
  function paint(scheme) {
    document.querySelector("meta[name=color-scheme]").content = scheme || "light dark";
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
      const automatic = meta.dataset.automatic ?? meta.media;
      meta.dataset.automatic = automatic;
      const chosen = automatic.includes(scheme) ? "all" : "not all";
      meta.media = scheme ? chosen : automatic;
    }
  }

  function set(key, value) {
    const name = SETTINGS[key];
    if (value) {
      root.dataset[name] = value;
    } else {
      delete root.dataset[name];
    }
    if (name === "scheme") {
      paint(value);
    }
  }

  // Chosen on this page (static/js/reading_settings.js) or, with the browser's event of the same
  // shape, on another one.
  for (const event of ["reading-setting", "storage"]) {
    addEventListener(event, ({ key, newValue, detail }) => {
      const changed = detail ?? { key, newValue };
      if (changed.key in SETTINGS) {
        set(changed.key, changed.newValue);
      }
    });
  }

  root.classList.add("js");
  root.classList.toggle("can-share", Boolean(navigator.share));
  root.classList.toggle("can-speak", "speechSynthesis" in window);
  try {
    for (const key of Object.keys(SETTINGS)) {
      set(key, localStorage.getItem(key));
    }
    if (localStorage.getItem("invitation-dismissed")) {
      root.dataset.invitationDismissed = "";
    }
    // A visit ends when nothing was opened for half an hour.
    const [before, latest] = JSON.parse(localStorage.getItem("visits")) ?? [];
    const last = Date.now() - latest > SITTING ? latest : before;
    localStorage.setItem("visits", JSON.stringify([last, Date.now()]));
    if (last) {
      root.dataset.lastVisit = last;
    }
  } catch {
    // Storage may be switched off: every visit is then the first.
  }
})();
