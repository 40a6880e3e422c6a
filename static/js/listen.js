// Offers to read the story aloud where the device has an Arabic voice of its own. A voice that
// sends the text to somebody's server is none. static/js/read_aloud.js comes when it is asked for.
const button = document.querySelector("[data-listen]");
const speech = window.speechSynthesis;
let reader;

function offer() {
  const isArabic = ({ lang, localService }) => localService && /^ara?([-_]|$)/i.test(lang);
  button.toggleAttribute("data-can-listen", speech.getVoices().some(isArabic));
}

button.addEventListener("click", async () => {
  if (!reader) {
    // Some browsers let a page speak only if it began while the reader's touch was handled.
    speech.speak(new SpeechSynthesisUtterance(""));
    reader = import(button.dataset.listen);
  }
  try {
    (await reader).turn(button);
  } catch {
    // No connection: the next press tries again.
    reader = null;
  }
});

if (speech) {
  offer();
  // Chromium and Firefox on some systems learn of the voices later. Safari lacks addEventListener.
  speech.addEventListener?.("voiceschanged", offer);
}
