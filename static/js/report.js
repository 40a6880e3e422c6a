// Opens the form that reports a comment above the page it stands on. Without this script the link
// leads to the form's own page, which the server answers both with.
const section = document.getElementById("comments");

function part(text) {
  return new DOMParser().parseFromString(text, "text/html").querySelector("[data-report]");
}

function closing(dialog) {
  const button = document.createElement("button");
  button.className = "dialog__close";
  button.type = "button";
  button.textContent = section.dataset.close;
  button.addEventListener("click", () => dialog.close());
  return button;
}

function show(dialog, content) {
  dialog.replaceChildren(closing(dialog), content);
  const places = ["[autofocus]", "[data-report-done]", "input[type=radio]"];
  places.map((place) => content.querySelector(place)).find(Boolean)?.focus();
}

function tell(dialog, text) {
  dialog.querySelector("[data-report-failure]").textContent = text;
}

async function send(dialog, form) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { "X-Requested-With": "fetch" },
  });
  const text = await response.text();
  const content = part(text);
  if (content) {
    show(dialog, content);
  } else {
    const page = new DOMParser().parseFromString(text, "text/html");
    tell(dialog, page.querySelector("main h1")?.textContent.trim() || section.dataset.failed);
  }
}

function open(content) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "report-title");
  let sending = false;
  dialog.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) {
      return;
    }
    sending = true;
    try {
      await send(dialog, event.target);
    } catch {
      tell(dialog, section.dataset.failed);
    } finally {
      sending = false;
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  section.append(dialog);
  dialog.showModal();
  show(dialog, content);
}

section.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-comment-report]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || !window.HTMLDialogElement) {
    return;
  }
  event.preventDefault();
  try {
    const content = part(await (await fetch(link.href)).text());
    if (content) {
      open(content);
      return;
    }
  } catch {
    // The page itself will say what is wrong.
  }
  location.href = link.href;
});
