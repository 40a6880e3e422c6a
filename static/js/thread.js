// An address may name a comment that this page of the thread does not show (#comment-123): its own
// address leads to where it is. Tried once only, since it may not be shown anywhere.
const SOUGHT = "comment-sought";
const section = document.getElementById("comments");

function seek() {
  const [, pk] = /^#comment-(\d+)$/.exec(location.hash) ?? [];
  try {
    if (!pk || document.getElementById(`comment-${pk}`)) {
      sessionStorage.removeItem(SOUGHT);
    } else if (sessionStorage.getItem(SOUGHT) === pk) {
      sessionStorage.removeItem(SOUGHT);
      location.replace("#comments");
    } else {
      sessionStorage.setItem(SOUGHT, pk);
      location.replace(section.dataset.commentPlace.replace("0", pk));
    }
  } catch {
    // Storage may be switched off; without a memory this could go round in a circle.
    location.replace("#comments");
  }
}

addEventListener("hashchange", seek);
seek();
