// Keeps what is typed: the comment until it is sent, or the tab is closed; name and e-mail address
// on this device for as long as she likes, and only if she ticks the box.
const COMMENTER = "commenter";
const draftOf = (form) => `comment-draft-${form.dataset.commentForm}`;

// Storage may be switched off, or full: then nothing is kept.
function kept(storage, key) {
  try {
    return globalThis[storage].getItem(key) ?? "";
  } catch {
    return "";
  }
}

function keep(storage, key, value) {
  try {
    if (value) {
      globalThis[storage].setItem(key, value);
    } else {
      globalThis[storage].removeItem(key);
    }
  } catch {
    // As above.
  }
}

function commenter() {
  try {
    return JSON.parse(kept("localStorage", COMMENTER)) ?? {};
  } catch {
    return {};
  }
}

function fill(form) {
  const { name, email, body, remember } = form.elements;
  const known = commenter();
  if (!name.value && !email.value && known.name) {
    name.value = known.name;
    email.value = known.email ?? "";
    remember.checked = true;
  }
  body.value ||= kept("sessionStorage", draftOf(form));
}

for (const form of document.querySelectorAll("[data-comment-form]")) {
  fill(form);
}

document.addEventListener("comment-desk", (event) => {
  fill(event.target.querySelector("[data-comment-form]"));
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-comment-form]");
  if (form && event.target.name === "body") {
    keep("sessionStorage", draftOf(form), event.target.value);
  }
});

document.addEventListener("comment-kept", (event) => {
  const form = event.target;
  const { name, email, remember } = form.elements;
  keep("sessionStorage", draftOf(form), "");
  const known = { name: name.value, email: email.value };
  keep("localStorage", COMMENTER, remember.checked ? JSON.stringify(known) : "");
});
