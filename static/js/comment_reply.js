// Moves the form below the comment that is answered, and back. Without this script the link leads
// to a page with the form.
let home = null;
let link = null;

function desk() {
  return document.querySelector("[data-comment-desk]");
}

function formOf(moved) {
  return moved.querySelector("[data-comment-form]");
}

function marked(moved, name) {
  const form = formOf(moved);
  form.elements.parent.value = name === null ? "" : link.dataset.commentReply;
  form.querySelector("[data-comment-answered]").hidden = name === null;
  form.querySelector("[data-comment-answered-name]").textContent = name ?? "";
  form.querySelector("[data-comment-cancel]").hidden = name === null;
  const title = name === null ? "comment-form-title" : "comment-answered";
  form.setAttribute("aria-labelledby", title);
}

function goHome(moved) {
  home.replaceWith(moved);
  home = null;
  link = null;
}

function leaveHome(moved) {
  home = document.createElement("p");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "desk__home";
  button.dataset.commentCancel = "home";
  button.textContent = formOf(moved).dataset.home;
  home.append(button);
  moved.before(home);
}

function answer(to) {
  const moved = desk();
  if (!home) {
    leaveHome(moved);
  }
  link = to;
  moved.querySelector("[data-comment-taken]")?.remove();
  const item = to.closest("li.comment");
  const box = [...item.children].find((child) => child.contains(to));
  box.after(moved);
  marked(moved, item.querySelector(".comment__name").textContent);
  const { name, email, body } = formOf(moved).elements;
  ([name, email].find((field) => !field.value) ?? body).focus();
}

function cancel(staying) {
  const moved = desk();
  const back = link;
  marked(moved, null);
  goHome(moved);
  if (staying) {
    formOf(moved).elements.body.focus();
  } else {
    back.focus();
  }
}

document.addEventListener("click", (event) => {
  const to = event.target.closest("[data-comment-reply]");
  const asksForPage = event.button || event.ctrlKey || event.metaKey || event.shiftKey;
  if (to && !asksForPage && desk()) {
    event.preventDefault();
    answer(to);
    return;
  }
  const button = event.target.closest("[data-comment-cancel]");
  if (button && home) {
    cancel(button.dataset.commentCancel === "home");
  }
});

document.addEventListener("keydown", (event) => {
  const isTyped = event.key === "Escape" && !event.isComposing && !event.defaultPrevented;
  if (isTyped && home && event.target.closest("[data-comment-desk]")) {
    event.preventDefault();
    cancel(false);
  }
});

document.addEventListener("comment-desk", (event) => {
  if (!home) {
    return;
  }
  const moved = event.target;
  if (formOf(moved).elements.parent.value) {
    moved.querySelector("[data-comment-cancel]").hidden = false;
  } else {
    goHome(moved);
  }
});
