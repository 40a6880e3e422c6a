// The contrast of every visible text (WCAG 2.2, 1.4.3 and 1.4.6) and of the focus ring (1.4.11).
//
// axe-core is no help with Arabic: it takes a word whose letters join for a ligature of an icon
// font, and leaves it out.

{
  const inspection = window.inspection;
  const OPAQUE = 0.999;
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const parsed = new Map();

  // [red, green, blue, alpha] of any CSS colour, 0 to 255 and 0 to 1.
  function parse(colour) {
    if (!parsed.has(colour)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = "#000";
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
      parsed.set(colour, [red, green, blue, alpha / 255]);
    }
    return parsed.get(colour);
  }

  const mix = (top, below, alpha) => [0, 1, 2].map((i) => top[i] * alpha + below[i] * (1 - alpha));
  const over = (colour, below) => mix(colour, below, colour[3]);

  function luminance(colour) {
    const [red, green, blue] = colour
      .map((channel) => channel / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function ratio(one, other) {
    const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  }

  function ancestry(element) {
    const chain = [];
    for (let one = element; one; one = one.parentElement) chain.unshift(one);
    return chain;
  }

  // What lies behind the page where it has no ground of its own.
  function canvasColour() {
    return getComputedStyle(document.documentElement).colorScheme.startsWith("dark")
      ? parse("rgb(18 18 18)")
      : parse("rgb(255 255 255)");
  }

  // Text and ground as they reach the eye: each element's ground over what is behind it, then the
  // whole group faded by its opacity.
  function paint(chain, text, behind) {
    if (chain.length === 0) return { ground: behind, ink: over(text, behind) };
    const style = getComputedStyle(chain[0]);
    const ground = over(parse(style.backgroundColor), behind);
    const inner = paint(chain.slice(1), text, ground);
    const opacity = Number(style.opacity);
    if (opacity >= 1) return inner;
    return {
      ground: mix(inner.ground, behind, opacity),
      ink: mix(inner.ink, behind, opacity),
    };
  }

  const meets = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;

  // Why the ground of a text cannot be told from styles, or "".
  function unknown(chain, box, painted) {
    let opaque = document.documentElement;
    for (const element of chain.toReversed()) {
      const style = getComputedStyle(element);
      if (style.backgroundImage !== "none") return "a background image";
      if (style.mixBlendMode !== "normal" || style.filter !== "none") return "a filter or blend";
      if (parse(style.backgroundColor)[3] > OPAQUE) {
        opaque = element;
        break;
      }
    }
    const below = painted.find(
      ({ element, area }) =>
        opaque.contains(element) &&
        !chain.includes(element) &&
        !chain.at(-1).contains(element) &&
        meets(area, box),
    );
    return below ? `lies over ${inspection.describe(below.element)}` : "";
  }

  // What may lie under a text without being around it: pictures, and what is moved out of the flow.
  function paintedElements() {
    return [...document.body.querySelectorAll("*")]
      .filter((element) => {
        if (element.matches("img, video, canvas, picture > *")) return true;
        const style = getComputedStyle(element);
        return (
          ["absolute", "sticky"].includes(style.position) &&
          (parse(style.backgroundColor)[3] > 0 || style.backgroundImage !== "none")
        );
      })
      .filter((element) => inspection.isShown(element))
      .map((element) => ({ element, area: element.getBoundingClientRect() }));
  }

  function boxOf(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  }

  const isDisabled = (element) => element.closest(":disabled, [aria-disabled='true']") !== null;

  // All texts with the element they stand in, their colour and their box.
  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (!/[\p{L}\p{N}]/u.test(node.data) || element.closest("script, style, noscript, option")) {
        continue;
      }
      if (!inspection.isShown(element) || isDisabled(element)) continue;
      const box = boxOf(node);
      const colour = getComputedStyle(element).webkitTextFillColor;
      if (box.width > 0) yield { element, colour, box, words: node.data };
    }
    for (const field of document.body.querySelectorAll("input, textarea, select")) {
      if (!inspection.isShown(field) || isDisabled(field)) continue;
      if (["checkbox", "radio", "file", "range", "color"].includes(field.type)) continue;
      const box = field.getBoundingClientRect();
      yield { element: field, colour: getComputedStyle(field).color, box, words: field.value };
      if (field.placeholder?.trim()) {
        const { color, opacity } = getComputedStyle(field, "::placeholder");
        const [red, green, blue, alpha] = parse(color);
        const colour = `rgb(${red} ${green} ${blue} / ${alpha * Number(opacity)})`;
        yield { element: field, colour, box, words: field.placeholder };
      }
    }
    for (const element of document.body.querySelectorAll("*")) {
      for (const part of ["::before", "::after"]) {
        const style = getComputedStyle(element, part);
        if (!/^"[^"]*[\p{L}\p{N}]/u.test(style.content) || !inspection.isShown(element)) continue;
        const box = element.getBoundingClientRect();
        yield { element, colour: style.color, box, words: style.content };
      }
    }
  }

  // Large: 18 pt, or 14 pt bold (WCAG 2.2, "large scale").
  function isLarge(element) {
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    return size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  }

  function required(element) {
    const enhanced = element.closest(".prose") !== null;
    return isLarge(element) ? (enhanced ? 4.5 : 3) : enhanced ? 7 : 4.5;
  }

  // The texts too pale for their ground, and those whose ground is not known, each in one line.
  inspection.paleTexts = () => {
    const found = new Set();
    const painted = paintedElements();
    for (const { element, colour, box, words } of texts()) {
      const chain = ancestry(element);
      const where = `${inspection.describe(element)} (${words.trim().slice(0, 30)})`;
      const reason = unknown(chain, box, painted);
      if (reason) {
        found.add(`unknown ground: ${where}: ${reason}`);
        continue;
      }
      const { ground, ink } = paint(chain, parse(colour), canvasColour());
      const contrast = ratio(ink, ground);
      if (contrast < required(element) - 0.005) {
        found.add(`${contrast.toFixed(2)} of ${required(element)}: ${where}`);
      }
    }
    return [...found];
  };

  // How many texts were looked at.
  inspection.countTexts = () => [...texts()].length;

  // The contrast of the element's outline, in `colour`, with what is around it.
  inspection.ringContrast = (element, colour) => {
    const { ground, ink } = paint(ancestry(element.parentElement), parse(colour), canvasColour());
    return ratio(ink, ground);
  };
}
