// Starts the service worker (static/js/service_worker.js) once the page is there, and tells it the
// picture of a story, in the size that was shown.
const { serviceWorker: address } = document.querySelector("[data-service-worker]").dataset;
const { serviceWorker } = navigator;

async function begin() {
  const isNew = !serviceWorker.controller;
  const isStory = document.querySelector("[data-count-view]");
  const lead = document.querySelector("[data-count-view] img[fetchpriority=high]");
  try {
    await serviceWorker.register(address);
    const { active } = await serviceWorker.ready;
    if (isStory) {
      active.postMessage({ isNew, picture: lead?.currentSrc });
    }
  } catch {
    // Not allowed in private windows of some browsers: nothing is kept then.
  }
}

if (serviceWorker) {
  if (document.readyState === "complete") {
    begin();
  } else {
    addEventListener("load", begin);
  }
}
