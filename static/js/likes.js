// Likes a comment without leaving the page, takes the like back, and shows on a page that is cached
// for everyone what this reader has liked. Without this script the button is a form of its own.
const LIKED = "liked-comments";
const KEPT = 500;
const LONGEST_WAIT = 20 * 1000;
const section = document.getElementById("comments");
const busy = new Set();

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(LIKED)) ?? [];
  } catch {
    return [];
  }
}

function remember(pk, liked) {
  const others = remembered().filter((other) => other !== pk);
  try {
    localStorage.setItem(LIKED, JSON.stringify((liked ? [...others, pk] : others).slice(-KEPT)));
  } catch {
    // Storage may be switched off; the server still counts a reader once.
  }
}

function show(form, liked) {
  form.querySelector("button").setAttribute("aria-pressed", String(liked));
}

function tell(form, text) {
  let place = form.parentElement.querySelector("[role=alert]");
  if (!place) {
    place = document.createElement("p");
    place.className = "comment__failure";
    place.setAttribute("role", "alert");
    form.parentElement.append(place);
  }
  place.textContent = text;
}

// Leaves for the page that asks to confirm, with what was meant.
function confirm(form, undo) {
  if (undo) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "undo";
    field.value = "1";
    form.append(field);
  }
  form.submit();
}

async function send(form) {
  const pk = form.dataset.commentLike;
  const undo = form.querySelector("button").getAttribute("aria-pressed") === "true";
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(undo ? { undo: "1" } : {}),
    headers: { "X-Requested-With": "fetch" },
    signal: AbortSignal.timeout?.(LONGEST_WAIT),
  });
  if (response.headers.get("Content-Type")?.startsWith("application/json")) {
    const { liked, likes } = await response.json();
    if (typeof liked !== "boolean" || typeof likes !== "string") {
      throw new TypeError("no answer to a like");
    }
    show(form, liked);
    form.parentElement.querySelector("[data-comment-likes]").textContent = likes;
    remember(pk, liked);
    tell(form, "");
  } else if (response.ok) {
    confirm(form, undo);
  } else {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    tell(form, page.querySelector("main h1")?.textContent.trim() || section.dataset.refused);
  }
}

section.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-comment-like]");
  if (!form) {
    return;
  }
  event.preventDefault();
  if (busy.has(form)) {
    return;
  }
  busy.add(form);
  try {
    await send(form);
  } catch {
    tell(form, section.dataset.failed);
  } finally {
    busy.delete(form);
  }
});

const liked = new Set(remembered());
for (const form of section.querySelectorAll("[data-comment-like]")) {
  show(form, liked.has(form.dataset.commentLike));
}
