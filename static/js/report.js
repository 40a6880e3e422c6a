// Opens the form that reports a comment above the page it stands on. Without this script the link
// leads to the form's own page, which the server answers both with.
const LONGEST_WAIT = 20 * 1000;
const section = document.getElementById("comments");

let opening = false;

function parse(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

function patience() {
  return AbortSignal.timeout?.(LONGEST_WAIT);
}

// The form's own page has style sheets that the story's page goes without until now.
function dress(page) {
  const sheets = [...page.querySelectorAll("link[rel=stylesheet]")];
  const missing = sheets.filter(
    (sheet) => !document.querySelector(`link[href="${sheet.getAttribute("href")}"]`),
  );
  const loaded = missing.map(
    (sheet) =>
      new Promise((resolve) => {
        sheet.addEventListener("load", resolve);
        sheet.addEventListener("error", resolve);
        setTimeout(resolve, LONGEST_WAIT);
        document.head.append(sheet);
      }),
  );
  return Promise.all(loaded);
}

function closing(dialog) {
  const button = document.createElement("button");
  button.className = "dialog__close";
  button.type = "button";
  button.textContent = section.dataset.close;
  button.addEventListener("click", () => dialog.close());
  const bar = document.createElement("div");
  bar.className = "dialog__bar";
  bar.append(button);
  return bar;
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
    signal: patience(),
  });
  const page = parse(await response.text());
  const content = page.querySelector("[data-report]");
  if (content) {
    show(dialog, content);
  } else {
    tell(dialog, page.querySelector("main h1")?.textContent.trim() || section.dataset.refused);
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

async function fetchAndOpen(link) {
  try {
    const response = await fetch(link.href, { signal: patience() });
    const page = parse(await response.text());
    const content = page.querySelector("[data-report]");
    if (content) {
      await dress(page);
      open(content);
      return;
    }
  } catch {
    // The page itself will say what is wrong.
  }
  location.href = link.href;
}

section.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-comment-report]");
  const asksForPage = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || asksForPage || !window.HTMLDialogElement) {
    return;
  }
  event.preventDefault();
  if (opening) {
    return;
  }
  opening = true;
  link.setAttribute("aria-busy", "true");
  await fetchAndOpen(link);
  link.removeAttribute("aria-busy");
  opening = false;
});
