// Sends a comment without leaving the page. Without this script the form works by itself; the
// server answers both alike, here with only the part of the page that changes. Other scripts hear
// of a comment that was stored ("comment-kept") and of a form that took the place of another
// ("comment-desk").
const STAMP_LASTS = 12 * 3600 * 1000;
const LONGEST_WAIT = 20 * 1000;

let sending = false;
let begun = null;

// Where a browser cannot be told (2022 and older), it has a limit of its own, of minutes.
function patience() {
  return AbortSignal.timeout?.(LONGEST_WAIT);
}

// When the form was begun, stamped by the server, with the proof of work where one is asked for.
// Without it the comment waits for a moderator, so nothing that fails here stops her.
async function stampOf(form) {
  try {
    const response = await fetch(form.dataset.stamp, { signal: patience() });
    const { stamp, bits } = await response.json();
    const proof = bits > 0 ? await (await import(form.dataset.proof)).solve(stamp, bits) : "";
    return { stamp, proof };
  } catch {
    begun = null;
    return null;
  }
}

function begin(form) {
  if (!begun || Date.now() - begun.at > STAMP_LASTS) {
    begun = { at: Date.now() };
    begun.stamp = stampOf(form);
  }
  return begun.stamp;
}

function tell(element, name) {
  element.dispatchEvent(new CustomEvent(name, { bubbles: true }));
}

function place(comment, below) {
  const shown = document.getElementById(comment.id);
  if (shown) {
    shown.replaceWith(comment);
    return;
  }
  const above = below && document.getElementById(`comment-${below}`);
  if (!above) {
    document.querySelector("[data-comment-list]").prepend(comment);
    document.querySelector("[data-comment-none]")?.remove();
    return;
  }
  let answers = above.querySelector(":scope > .comment__answers");
  if (!answers) {
    answers = document.createElement("ol");
    answers.className = "comment__answers";
    above.append(answers);
  }
  answers.append(comment);
}

function show(form, answer, desk) {
  const comment = answer.querySelector("li.comment");
  const below = answer.querySelector("[data-comment-below]")?.dataset.commentBelow;
  const count = answer.querySelector("[data-comment-count]")?.dataset.commentCount;
  const old = form.closest("[data-comment-desk]");
  if (comment) {
    tell(form, "comment-kept");
    begun = null;
    place(comment, below);
    document.getElementById("comments-title").textContent = count;
  }
  old.replaceWith(desk);
  tell(desk, "comment-desk");
  if (comment && below) {
    // What became of it stands in the comment; the form has gone back to its place.
    comment.tabIndex = -1;
    comment.focus();
    return;
  }
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
    const waited = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT, null));
    const stamped = await Promise.race([begin(form), waited]);
    if (stamped) {
      form.elements.stamp.value = stamped.stamp;
      form.elements.proof.value = stamped.proof;
    }
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Requested-With": "fetch" },
      // What arrived all the same is known again when it is sent once more.
      signal: patience(),
    });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const desk = answer.querySelector("[data-comment-desk]");
    if (desk && response.ok && !document.querySelector("[data-comment-list]")) {
      // A page of the form alone: the comment is shown under its story.
      if (response.headers.has("Location")) {
        tell(form, "comment-kept");
        location.assign(response.headers.get("Location"));
        return;
      }
    }
    if (desk) {
      show(form, answer, desk);
    } else {
      // A page that says what is wrong, of a story taken off the site for example; what stands in
      // front of the site answers without one.
      fail(form, answer.querySelector("main h1")?.textContent.trim() || form.dataset.refused);
    }
  } catch {
    fail(form, form.dataset.failed);
  } finally {
    sending = false;
    button.removeAttribute("aria-disabled");
    button.textContent = label;
  }
}

document.addEventListener("focusin", (event) => {
  const form = event.target.closest("[data-comment-form]");
  if (form) {
    begin(form);
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-comment-form]");
  if (form) {
    event.preventDefault();
    if (!sending) {
      send(form);
    }
  }
});
