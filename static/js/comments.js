// Sends a comment without leaving the story. Without this script the form works by itself; the
// server answers both alike, here with only the part of the page that changes.
const section = document.getElementById("comments");

let sending = false;

function show(answer, desk) {
  const comment = answer.querySelector("li.comment");
  if (comment) {
    const list = section.querySelector("[data-comment-list]");
    const shown = document.getElementById(comment.id);
    if (shown) {
      shown.replaceWith(comment);
    } else {
      list.append(comment);
    }
    section.querySelector("[data-comment-none]")?.remove();
  }
  section.querySelector("[data-comment-desk]").replaceWith(desk);
  const places = ["[data-comment-taken]", "[aria-invalid]", "[autofocus]"];
  places.map((place) => desk.querySelector(place)).find(Boolean)?.focus();
}

function fail(form, text) {
  form.querySelector("[data-comment-failure]").textContent = text;
}

async function send(form) {
  const button = form.querySelector("[type=submit]");
  const label = button.textContent;
  sending = true;
  // A disabled button would lose the focus to the top of the page.
  button.setAttribute("aria-disabled", "true");
  button.textContent = form.dataset.sending;
  fail(form, "");
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Requested-With": "fetch" },
    });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const desk = answer.querySelector("[data-comment-desk]");
    if (desk) {
      show(answer, desk);
    } else {
      // A page that says what is wrong, of a story taken off the site for example.
      fail(form, answer.querySelector("main h1")?.textContent.trim() || form.dataset.failed);
    }
  } catch {
    fail(form, form.dataset.failed);
  } finally {
    sending = false;
    button.removeAttribute("aria-disabled");
    button.textContent = label;
  }
}

section?.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-comment-form]");
  if (form) {
    event.preventDefault();
    if (!sending) {
      send(form);
    }
  }
});
