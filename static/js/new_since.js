// Marks in lists the stories that came out after the reader's last visit. Runs while the page is
// being parsed: a story has its mark before it is drawn, so that nothing moves.
(() => {
  const { lastVisit } = document.documentElement.dataset;
  const { label } = document.currentScript.dataset;

  function mark(time) {
    if (time.closest("[data-story]") && Date.parse(time.dateTime) > lastVisit) {
      const sign = document.createElement("strong");
      sign.className = "card__new";
      sign.textContent = label;
      time.before(sign);
    }
  }

  if (lastVisit) {
    const parsing = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) {
          if (node.localName === "time") {
            mark(node);
          }
        }
      }
    });
    parsing.observe(document, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", () => parsing.disconnect());
  }
})();
