// Sizes, order, cut texts and movement of a page. Each function returns lines for a person to read.

{
  const inspection = window.inspection;
  const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const SMALLEST = 24;

  const shown = (selector) =>
    [...document.body.querySelectorAll(selector)].filter((element) => inspection.isShown(element));

  // --- Target size (WCAG 2.2, 2.5.8) ----------------------------------------------------------

  // A link in a line of text is as high as the line (the exception "inline").
  function isInSentence(element) {
    if (getComputedStyle(element).display !== "inline") return false;
    const block = element.parentElement.closest("p, li, dd, td, th, caption, figcaption, label, div");
    const copy = block?.cloneNode(true);
    copy?.querySelectorAll("a, button, .visually-hidden").forEach((link) => link.remove());
    return /[\p{L}\p{N}]{2,}/u.test(copy?.textContent ?? "");
  }

  // A field with its label is one target: both do the same.
  function area(element) {
    const boxes = [element, ...(element.labels ?? [])].map((one) => one.getBoundingClientRect());
    const of = element.matches("[type=checkbox], [type=radio]") ? boxes : boxes.slice(0, 1);
    const left = Math.min(...of.map((box) => box.left));
    const top = Math.min(...of.map((box) => box.top));
    const right = Math.max(...of.map((box) => box.right));
    const bottom = Math.max(...of.map((box) => box.bottom));
    return { left, top, right, bottom, width: right - left, height: bottom - top };
  }

  const isSmall = (box) => box.width < SMALLEST - 0.5 || box.height < SMALLEST - 0.5;

  // Whether a circle of 24 px around the middle of `box` stays clear of `other`, or of its circle
  // where that is small too (the exception "spacing").
  function isClear(box, other) {
    const x = (box.left + box.right) / 2;
    const y = (box.top + box.bottom) / 2;
    if (isSmall(other)) {
      const distance = Math.hypot(x - (other.left + other.right) / 2, y - (other.top + other.bottom) / 2);
      return distance >= SMALLEST;
    }
    const nearest = Math.hypot(
      Math.max(other.left - x, 0, x - other.right),
      Math.max(other.top - y, 0, y - other.bottom),
    );
    return nearest >= SMALLEST / 2;
  }

  inspection.smallTargets = () => {
    const targets = shown(TARGETS)
      .filter((element) => !element.matches("main, [aria-hidden=true], :disabled"))
      .map((element) => ({ element, box: area(element) }));
    return targets
      .filter(({ element, box }) => isSmall(box) && !isInSentence(element))
      .filter(({ element, box }) =>
        targets.some(
          (other) =>
            other.element !== element &&
            !other.element.contains(element) &&
            !element.contains(other.element) &&
            !isClear(box, other.box),
        ),
      )
      .map(({ element, box }) => {
        const size = `${box.width.toFixed(0)}×${box.height.toFixed(0)}`;
        return `${size} px: ${inspection.describe(element)}`;
      });
  };

  // --- Cut texts (WCAG 2.2, 1.4.4, 1.4.10, 1.4.12) --------------------------------------------

  const scrolls = (style) => /auto|scroll/.test(`${style.overflowX} ${style.overflowY}`);

  function* textBoxes() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !inspection.isShown(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      for (const box of range.getClientRects()) {
        if (box.width > 0) yield { element, box };
      }
    }
  }

  // The nearest element around `element` that keeps what is too large for it from being seen, or
  // lets it be scrolled to; null where there is none.
  function keeper(element) {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.display !== "inline" && `${style.overflowX} ${style.overflowY}` !== "visible visible") {
        return one;
      }
    }
    return null;
  }

  // Lines of text that are cut by the element around them, or lie outside the page where nothing
  // scrolls to them. Above and below, letters are lower than the box of their line: a quarter of
  // it may be missing.
  inspection.cutTexts = () => {
    const found = new Set();
    const width = document.documentElement.clientWidth;
    for (const { element, box } of textBoxes()) {
      const around = keeper(element);
      if (around && scrolls(getComputedStyle(around))) continue;
      const frame = around?.getBoundingClientRect();
      const spare = box.height / 4;
      if (around === null) {
        const isInside = box.left >= -1 && box.right <= width + 1;
        if (!isInside) found.add(`outside the page: ${inspection.describe(element)}`);
      } else if (
        box.left < frame.left - 1 ||
        box.right > frame.right + 1 ||
        box.top < frame.top - spare ||
        box.bottom > frame.bottom + spare
      ) {
        found.add(`cut by ${around.localName}.${around.className}: ${inspection.describe(element)}`);
      }
    }
    const wide = document.documentElement.scrollWidth - width;
    if (wide > 0) {
      const guilty = shown("*").find((element) => element.getBoundingClientRect().left < -1);
      found.add(`the page is ${wide} px too wide: ${guilty ? inspection.describe(guilty) : "?"}`);
    }
    return [...found];
  };

  // What a reader sets who needs more space between letters, words and lines (WCAG 2.2, 1.4.12).
  inspection.spaceTexts = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
          word-spacing: 0.16em !important; }
      p { margin-block-end: 2em !important; }
    `);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };

  inspection.unspaceTexts = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1);
  };

  // --- Order (WCAG 2.2, 1.3.2 and 2.4.3) ------------------------------------------------------

  // Where a sequence of places jumps back: to a line above that is not in a later column, or
  // within a line to what was passed already. The page runs from right to left.
  inspection.jumps = (places) => {
    const found = [];
    for (let i = 1; i < places.length; i += 1) {
      const [from, to] = [places[i - 1], places[i]];
      const shared = Math.min(from.bottom, to.bottom) - Math.max(from.top, to.top);
      const sameLine = shared > 0.5 * Math.min(from.bottom - from.top, to.bottom - to.top);
      const back = sameLine
        ? to.left >= from.right - 1 && to.direction === "rtl"
        : to.bottom <= from.top + 1 && to.right > from.left + 1;
      if (back) found.push(`${from.name} → ${to.name}`);
    }
    return found;
  };

  inspection.place = (element) => {
    const box = element.getBoundingClientRect();
    return {
      name: inspection.describe(element),
      left: box.left + scrollX,
      right: box.right + scrollX,
      top: box.top + scrollY,
      bottom: box.bottom + scrollY,
      direction: getComputedStyle(element.parentElement).direction,
    };
  };

  function isPinned(element) {
    for (let one = element; one; one = one.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(one).position)) return true;
    }
    return false;
  }

  // Texts in the order of the source against the order of sight.
  inspection.textJumps = () =>
    inspection.jumps(
      shown("main :is(h1, h2, h3, h4, p, li, td, th, dt, dd, figcaption, summary, label)")
        .filter((element) => [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
        .filter((element) => !isPinned(element))
        .map(inspection.place),
    );

  // --- Focus (WCAG 2.2, 2.4.3, 2.4.7, 2.4.11) -------------------------------------------------

  // Puts the focus before everything, wherever the page itself has put it.
  inspection.startWalk = () => {
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
  };

  // How many elements the Tab key must reach. Of radio buttons with one name it reaches one.
  inspection.countStops = () => {
    const names = new Set();
    return shown(`${TARGETS}, [contenteditable]`).filter((element) => {
      if (element.tabIndex < 0 || element.disabled || element.closest("[inert]")) return false;
      if (element.type !== "radio") return true;
      const isNew = !names.has(element.name);
      names.add(element.name);
      return isNew;
    }).length;
  };

  // Where the focus is, and what is wrong with how it shows; null where it has left the page.
  inspection.focusStop = () => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const problems = [];
    // A card's link draws the ring around the whole card with a pseudo-element.
    const ring = [null, "::after", "::before"]
      .map((part) => getComputedStyle(element, part))
      .find((one) => one.outlineStyle !== "none" && Number.parseFloat(one.outlineWidth) > 0);
    if (!ring) problems.push("no outline");
    else {
      const contrast = inspection.ringContrast(element, ring.outlineColor);
      if (contrast < 2.995) problems.push(`an outline of contrast ${contrast.toFixed(2)}`);
    }
    const points = [...element.getClientRects()].flatMap((line) => [
      [(line.left + line.right) / 2, (line.top + line.bottom) / 2],
      [line.left + 3, line.top + 3],
      [line.right - 3, line.bottom - 3],
    ]);
    const isSeen = points.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (element.contains(hit) || hit.contains(element));
    });
    if (!isSeen) problems.push("hidden by something else, or out of view");
    return {
      ...inspection.place(element),
      inFlow: !isPinned(element) && style.position !== "absolute" && box.width > 0,
      problems,
    };
  };

  // --- Movement and colours forced by the system ----------------------------------------------

  const STILL = /^(none|color|background-color|border-.*color|outline-color|fill|stroke|opacity|text-decoration.*)$/;
  const lasts = (durations) => durations.split(",").some((one) => Number.parseFloat(one) > 0.001);

  // What would still move for readers who asked for less motion (WCAG 2.2, 2.3.3).
  inspection.movingParts = () => {
    const found = new Set();
    for (const element of document.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      if (style.scrollBehavior === "smooth") found.add(`scrolls smoothly: ${element.localName}`);
      if (style.animationName !== "none" && lasts(style.animationDuration)) {
        found.add(`is animated: ${inspection.describe(element)}`);
      }
      const moving = style.transitionProperty.split(", ").some((property) => !STILL.test(property));
      if (moving && lasts(style.transitionDuration)) {
        found.add(`changes with a transition: ${inspection.describe(element)}`);
      }
    }
    return [...found];
  };

  // Controls without an edge where the system sets all colours and drops grounds.
  inspection.edgelessControls = () =>
    shown("button, input:not([type=checkbox], [type=radio]), select, textarea, .button")
      .filter((element) => {
        const style = getComputedStyle(element);
        return !["top", "bottom"].every(
          (side) =>
            style[`border-${side}-style`] !== "none" &&
            Number.parseFloat(style[`border-${side}-width`]) > 0,
        );
      })
      .map((element) => `no edge: ${inspection.describe(element)}`);

  // Rules that show something on hover alone: it would be out of the keyboard's reach (1.4.13).
  inspection.hoverOnly = () => {
    const found = [];
    const visit = (rules) => {
      for (const rule of rules) {
        const selector = rule.selectorText ?? "";
        const shows =
          rule.style?.opacity === "1" ||
          ["display", "visibility", "clip-path", "content"].some((name) =>
            rule.style?.getPropertyValue(name),
          );
        if (selector.includes(":hover") && !selector.includes(":focus") && shows) {
          found.push(`shown on hover only: ${selector}`);
        }
        if (rule.styleSheet) visit(rule.styleSheet.cssRules);
        else if (rule.cssRules) visit(rule.cssRules);
      }
    };
    for (const sheet of document.styleSheets) visit(sheet.cssRules);
    return found;
  };

  // --- Structure ------------------------------------------------------------------------------

  inspection.structure = () => {
    const found = [];
    const root = document.documentElement;
    if (root.lang !== "ar" || root.dir !== "rtl") found.push("the page is not ar and rtl");
    const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
      .filter((heading) => heading.checkVisibility())
      .map((heading) => ({ heading, level: Number(heading.localName[1]) }));
    if (levels.filter(({ level }) => level === 1).length !== 1) found.push("not exactly one h1");
    levels.forEach(({ heading, level }, i) => {
      if (i > 0 && level > levels[i - 1].level + 1) {
        found.push(`h${levels[i - 1].level} → h${level}: ${inspection.describe(heading)}`);
      }
    });
    if (document.querySelectorAll("main").length !== 1) found.push("not exactly one main");
    const skip = document.querySelector("a[href]");
    const goal = skip?.hash && document.querySelector(skip.hash);
    if (!goal || !document.querySelector("main").contains(goal)) {
      found.push("the first link does not skip to the content");
    }
    return found;
  };
}
