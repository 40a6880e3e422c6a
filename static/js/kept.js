// Lists the stories that the service worker keeps on this device, the one seen last first.
const list = document.querySelector("[data-kept]");
const pattern = document.querySelector("[data-kept-item]").content.firstElementChild;

async function kept() {
  const { kept: name, stories } = list.dataset;
  if (!window.caches || !(await caches.has(name))) {
    return [];
  }
  const cache = await caches.open(name);
  const requests = (await cache.keys()).filter(({ url }) =>
    new URL(url).pathname.startsWith(stories),
  );
  const pages = await Promise.all(
    requests.map(async ({ url }) => {
      const response = await cache.match(url);
      return { url, at: response.headers.get("Kept-At"), text: await response.text() };
    }),
  );
  return pages.sort((one, other) => (one.at < other.at ? 1 : -1));
}

function item({ url, at, text }) {
  const shown = pattern.cloneNode(true);
  const link = shown.querySelector("a");
  const time = document.createElement("time");
  const page = new DOMParser().parseFromString(text, "text/html");
  link.href = url;
  link.textContent = page.querySelector("h1").textContent.trim();
  time.dateTime = at;
  time.dataset.relative = "";
  shown.querySelector("[data-kept-time]").append(time);
  return shown;
}

async function show() {
  const stories = await kept();
  list.append(...stories.map(item));
  document.querySelector(stories.length ? "[data-kept-some]" : "[data-kept-none]").hidden = false;
  // Their times are told by static/js/relative_time.js.
  document.dispatchEvent(new Event("times-added"));
}

document.querySelector("[data-reload]").addEventListener("click", () => location.reload());
show();
