// Hides the invitation to the WhatsApp channel for good. static/js/before_paint.js reads the mark.
const invitation = document.querySelector("[data-invitation]");

invitation?.querySelector("[data-invitation-close]").addEventListener("click", () => {
  document.documentElement.dataset.invitationDismissed = "";
  // The button that had the focus is gone; without this the next Tab starts at the top.
  document.getElementById("main").focus({ preventScroll: true });
  try {
    localStorage.setItem("invitation-dismissed", "1");
  } catch {
    // Storage may be switched off; it stays hidden on this page.
  }
});
