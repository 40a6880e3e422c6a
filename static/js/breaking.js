// The breaking-news bar shows one item after the other. It moves only while nobody is using it,
// can be stopped (WCAG 2.2, 2.2.2) and stands still for readers who asked for less motion.
const EVERY = 6_000;
const STOPPED = "breaking-stopped";

function remembered() {
  try {
    return sessionStorage.getItem(STOPPED) !== null;
  } catch {
    return false;
  }
}

function remember(stopped) {
  try {
    if (stopped) {
      sessionStorage.setItem(STOPPED, "1");
    } else {
      sessionStorage.removeItem(STOPPED);
    }
  } catch {
    // Storage may be switched off; the choice then holds for this page.
  }
}

function run(bar, toggle) {
  const list = bar.querySelector("[data-breaking-items]");
  const items = [...list.children];
  const lessMotion = matchMedia("(prefers-reduced-motion: reduce)");
  const canHover = matchMedia("(hover: hover)");
  let stopped = remembered();

  // The edge of an item against the edge of the list says how far to scroll, in both directions
  // of writing, without moving the page as scrollIntoView would.
  function distance(item) {
    return item.getBoundingClientRect().left - list.getBoundingClientRect().left;
  }

  function current() {
    const distances = items.map((item) => Math.abs(distance(item)));
    return distances.indexOf(Math.min(...distances));
  }

  function show(index) {
    const item = items[(index + items.length) % items.length];
    list.scrollBy({ left: distance(item), behavior: lessMotion.matches ? "auto" : "smooth" });
  }

  function render() {
    toggle.toggleAttribute("data-paused", stopped);
    toggle.setAttribute("aria-label", stopped ? toggle.dataset.labelPlay : toggle.dataset.labelPause);
  }

  toggle.addEventListener("click", () => {
    stopped = !stopped;
    remember(stopped);
    render();
  });
  bar.querySelector("[data-breaking-previous]").addEventListener("click", () => show(current() - 1));
  bar.querySelector("[data-breaking-next]").addEventListener("click", () => show(current() + 1));

  function inUse() {
    // On a touch screen :hover stays where the last touch was.
    return (canHover.matches && bar.matches(":hover")) || bar.querySelector(":focus-visible");
  }

  setInterval(() => {
    if (!stopped && !inUse() && !lessMotion.matches && !document.hidden) {
      show(current() + 1);
    }
  }, EVERY);
  render();
}

const bar = document.querySelector("[data-breaking]");
const toggle = bar?.querySelector("[data-breaking-toggle]");
if (toggle) {
  run(bar, toggle);
}
