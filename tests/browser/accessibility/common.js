// What the inspections of a page share. Each file adds its own to window.inspection.

window.inspection = {
  // An element as a person would look for it: tag, classes, first words.
  describe(element) {
    const classes = [...element.classList].map((name) => `.${name}`).join("");
    const words = (element.innerText ?? element.textContent ?? "").trim().replace(/\s+/g, " ");
    const name = `${element.localName}${element.id ? `#${element.id}` : ""}${classes}`;
    const around = element.parentElement;
    const parent = classes || element.id ? "" : `${[around?.localName, ...(around?.classList ?? [])].join(".")} > `;
    return `${parent}${name} “${words.slice(0, 40)}”`;
  },

  // Whether a person who looks at the page sees the element.
  isShown(element) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && !this.isOnlyHeard(element);
  },

  // Whether the element is there for screen readers alone, or until it has the focus.
  isOnlyHeard(element) {
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.position !== "absolute" && style.position !== "fixed") continue;
      const box = one.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || /inset\((50|100)%/.test(style.clipPath)) return true;
      if (box.bottom + scrollY <= 0 || box.right <= 0 || box.left >= innerWidth) return true;
    }
    return false;
  },
};
