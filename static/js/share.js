// Copies a story's address and opens the system's own sheet for sharing.
const share = document.querySelector("[data-share]");
const status = share.querySelector("[data-share-status]");
const { address, title, copied, notCopied } = share.dataset;

share.querySelector("[data-share-copy]").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(address);
    status.textContent = copied;
  } catch {
    // Refused, or a page without HTTPS: the reader can copy what is written.
    status.textContent = `${notCopied} ${address}`;
  }
});

share.querySelector("[data-share-sheet]").addEventListener("click", async () => {
  try {
    await navigator.share({ title, url: address });
  } catch {
    // The reader closed the sheet.
  }
});
