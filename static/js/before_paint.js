// Runs before the first paint, so that nothing appears and then jumps away: marks that scripts
// run, that the system can share, and that the reader has hidden the invitation.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  if (navigator.share) {
    root.classList.add("can-share");
  }
  try {
    if (localStorage.getItem("invitation-dismissed")) {
      root.dataset.invitationDismissed = "";
    }
  } catch {
    // Storage may be switched off; the invitation is then shown.
  }
})();
