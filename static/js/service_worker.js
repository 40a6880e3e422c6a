// Keeps the last stories seen, with what they are made of, so that they can be read without a
// connection. It is started by articles/installable.py, which sets `offline`:
//
//   version   changes with the pages and files below; a new one installs itself anew
//   cache     the name of the cache of pages, which static/js/kept.js reads as well
//   shell     addresses of the pages that are always kept; the first tells that there is no network
//   stories, static, media   how the addresses of stories, static files and pictures begin
//   apart     beginnings of addresses that are none of its business
//
// A kept page bears the headers Kept-At (when) and Kept-Files (the addresses of its files).
const { cache: PAGES, shell, stories, static: statics, media, apart } = self.offline;
const FILES = "files-1";
const MOST = 20;
const PATIENCE = 4_000;

const isStory = (url) => url.pathname.startsWith(stories);
const isPicture = (url) => url.pathname.startsWith(media);
const isStatic = (url) => url.pathname.startsWith(statics);
// Pictures and files with a digest in their name never change.
const isForEver = (url) => isPicture(url) || /\.[0-9a-f]{12}\.\w+$/.test(url.pathname);

// One after the other: two stories kept at once would count each other's places.
let work = Promise.resolve();

function inTurn(task) {
  const done = work.then(task);
  work = done.catch(() => {});
  return done;
}

function inBackground(event, task) {
  // A full disk or a lost connection: the story is not kept.
  event.waitUntil(inTurn(task).catch(() => {}));
}

// --- Keeping -------------------------------------------------------------------------------------

function isForEverybody(response) {
  return (
    response.ok &&
    !response.redirected &&
    !/private|no-store/.test(response.headers.get("Cache-Control") ?? "private")
  );
}

function filesOfPage(text) {
  const named = text.match(new RegExp(`${statics}[^"'\\s<>#?]+\\.(?:css|js|svg|woff2)`, "g")) ?? [];
  const sheets = (text.match(/<link\b[^>]*>/g) ?? [])
    .filter((link) => /\brel="?stylesheet/.test(link))
    .map((link) => /\bhref="([^"]+)"/.exec(link)?.[1].replaceAll("&amp;", "&"));
  return [...named, ...sheets.filter(Boolean)];
}

function filesOfSheet(text, address) {
  const named = [...text.matchAll(/url\(\s*["']?([^"')\s]+)/g)].map(([, name]) => name);
  const files = named.filter((name) => !name.startsWith("data:"));
  return files.map((name) => new URL(name, address).href);
}

// Keeps the files at `addresses` and those they ask for in turn; resolves to the addresses of all.
async function keepFiles(addresses, kept = new Set()) {
  const files = await caches.open(FILES);
  for (const address of addresses) {
    const url = new URL(address, location.origin);
    url.hash = "";
    if (url.origin !== location.origin || kept.has(url.href)) {
      continue;
    }
    try {
      let response = isForEver(url) && (await files.match(url.href));
      if (!response) {
        response = await fetch(url.href);
        if (!response.ok) {
          continue;
        }
        await files.put(url.href, response.clone());
      }
      kept.add(url.href);
      if (/css/.test(response.headers.get("Content-Type"))) {
        await keepFiles(filesOfSheet(await response.text(), url.href), kept);
      }
    } catch {
      // The page is worth keeping without this file.
    }
  }
  return kept;
}

// A page is kept under its address without a query.
function keyOf(url) {
  return url.origin + url.pathname;
}

function find(url) {
  return caches.match(keyOf(url), { cacheName: PAGES, ignoreVary: true });
}

async function put(url, response, text, at, files) {
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set("Kept-At", at);
  headers.set("Kept-Files", [...files].join(" "));
  const pages = await caches.open(PAGES);
  await pages.put(keyOf(url), new Response(text, { headers }));
}

function filesOf(kept) {
  return kept?.headers.get("Kept-Files").split(" ").filter(Boolean) ?? [];
}

async function keep(url, response) {
  const text = await response.text();
  const pictures = filesOf(await find(url)).filter((address) => isPicture(new URL(address)));
  const files = await keepFiles([...filesOfPage(text), ...pictures]);
  await put(url, response, text, new Date().toISOString(), files);
}

async function keepPicture(url, address) {
  const kept = await find(url);
  if (kept && address && isPicture(new URL(address))) {
    const files = await keepFiles([address]);
    const others = filesOf(kept).filter((other) => !isPicture(new URL(other)));
    await put(url, kept, await kept.text(), kept.headers.get("Kept-At"), [...others, ...files]);
  }
}

// Forgets the stories seen longest ago beyond MOST, and the files that no kept page names.
async function tidy() {
  const pages = await caches.open(PAGES);
  const requests = await pages.keys();
  const kept = await Promise.all(
    requests.map(async (request) => {
      const { headers } = await pages.match(request, { ignoreVary: true });
      return { request, at: headers.get("Kept-At"), files: headers.get("Kept-Files").split(" ") };
    }),
  );
  const isShell = ({ request }) => shell.includes(new URL(request.url).pathname);
  const old = kept
    .filter((page) => !isShell(page))
    .sort((one, other) => (one.at < other.at ? 1 : -1))
    .slice(MOST);
  await Promise.all(old.map(({ request }) => pages.delete(request, { ignoreVary: true })));
  const needed = new Set(kept.filter((page) => !old.includes(page)).flatMap(({ files }) => files));
  const files = await caches.open(FILES);
  for (const request of await files.keys()) {
    if (!needed.has(request.url)) {
      await files.delete(request, { ignoreVary: true });
    }
  }
}

async function learn(url, response) {
  if (isForEverybody(response)) {
    // Another page of a story's comments does not take the place of the first.
    if (!url.search || !(await find(url))) {
      await keep(url, response);
      await tidy();
    }
  } else if (response.status === 404 || response.status === 410) {
    const pages = await caches.open(PAGES);
    await pages.delete(keyOf(url), { ignoreVary: true });
    await tidy();
  }
}

// --- Answering -----------------------------------------------------------------------------------

async function fromNetwork(event, url) {
  const response = (await event.preloadResponse) ?? (await fetch(event.request));
  if (isStory(url)) {
    const copy = response.clone();
    inBackground(event, () => learn(url, copy));
  }
  return response;
}

// The kept page, which says that it is one (templates/articles/_story_tools.html).
async function asKept(kept) {
  const at = kept.headers.get("Kept-At");
  const text = (await kept.text())
    .replace(/data-kept-copy\s+hidden/, "data-kept-copy")
    .replace(/<span data-kept-at><\/span>/, `<time data-relative datetime="${at}"></time>`);
  return new Response(text, { headers: kept.headers });
}

async function page(event, url) {
  const answer = fromNetwork(event, url);
  // What comes too late to be shown is still learnt from.
  event.waitUntil(answer.catch(() => {}));
  const kept = await find(url);
  if (!kept) {
    return answer.catch(() => find(new URL(shell[0], location.origin)));
  }
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const first = await Promise.race([answer.catch(() => {}), late]);
  return first && first.status < 500 ? first : asKept(kept);
}

// A screen turned round asks for another size of the picture than the one that is kept.
async function sameInAnotherSize(url) {
  const folder = url.href.slice(0, url.href.lastIndexOf("/") + 1);
  const files = await caches.open(FILES);
  const request = (await files.keys()).find((other) => other.url.startsWith(folder));
  return request && files.match(request);
}

async function file(request, url) {
  const kept = await caches.match(url.href, { cacheName: FILES, ignoreVary: true });
  if (kept && isForEver(url)) {
    return kept;
  }
  try {
    return await fetch(request);
  } catch {
    const other = isPicture(url) ? await sameInAnotherSize(url) : null;
    return kept ?? other ?? Response.error();
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOthers = url.origin !== location.origin || request.method !== "GET";
  if (isOthers || apart.some((beginning) => url.pathname.startsWith(beginning))) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(page(event, url));
  } else if (isStatic(url) || isPicture(url) || request.destination === "style") {
    event.respondWith(file(request, url));
  }
});

// --- Coming and going ----------------------------------------------------------------------------

addEventListener("install", (event) => {
  const keepShell = async () => {
    for (const path of shell) {
      const url = new URL(path, location.origin);
      // Fresh: the browser's own cache may still name the files of the version before.
      const response = await fetch(url.href, { cache: "reload" });
      if (!isForEverybody(response)) {
        throw new Error(`${path} cannot be kept`);
      }
      await keep(url, response);
    }
    await skipWaiting();
  };
  event.waitUntil(inTurn(keepShell));
});

addEventListener("activate", (event) => {
  const begin = async () => {
    const names = await caches.keys();
    const others = names.filter((name) => name !== PAGES && name !== FILES);
    await Promise.all(others.map((name) => caches.delete(name)));
    await registration.navigationPreload?.enable();
    await tidy();
    await clients.claim();
  };
  event.waitUntil(inTurn(begin));
});

// A story's page tells which of its pictures it leads with; before there was a service worker to
// see the page arrive (`isNew`), also that it is there.
addEventListener("message", (event) => {
  const url = new URL(event.source.url);
  const { picture, isNew } = event.data;
  if (isStory(url)) {
    inBackground(event, async () => {
      if (isNew) {
        await learn(url, await fetch(url.href));
      }
      await keepPicture(url, picture);
    });
  }
});
