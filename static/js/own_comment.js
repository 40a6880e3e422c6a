// Takes the links to correct and withdraw her comment off an open page when their time is over.
// Without this script the pages they lead to say so.
function watch(root) {
  for (const links of root.querySelectorAll("[data-comment-changeable]")) {
    const seconds = Number(links.dataset.commentChangeable);
    setTimeout(() => {
      // Whoever stands on one of them would find herself at the top of the page.
      if (!links.contains(document.activeElement)) {
        links.remove();
      }
    }, seconds * 1000);
  }
}

watch(document);

document.addEventListener("comment-desk", () => watch(document));
