// Reads a story aloud, paragraph by paragraph, and marks the one that is being read. Pausing stops
// the speech and begins the sentence anew, since the pause of the browser is not kept everywhere.
const BLOCKS = "h1, h2, h3, p, li, blockquote";
const SILENT = "figure, table, [data-no-speech]";
// Chromium falls silent in speeches of more than some fifteen seconds.
const LONGEST = 180;
const speech = speechSynthesis;
const stop = document.querySelector("[data-listen-stop]");
let button = null;
let pieces = [];
let place = 0;
let current = null;

function isOfWords(text) {
  return /[\p{L}\p{N}]/u.test(text);
}

// Sentences; those too long are cut after a comma, else between words.
function sentences(text) {
  const parted = text.replace(/([.!?؟…]["»”)]*)\s+/g, "$1\n");
  return parted.split("\n").flatMap((sentence) => cut(sentence.trim()));
}

function cut(sentence) {
  const parts = [];
  let rest = sentence;
  while (rest.length > LONGEST) {
    const start = rest.slice(0, LONGEST);
    const comma = Math.max(...["،", "؛", ",", ";", ":"].map((mark) => start.lastIndexOf(mark)));
    const space = start.lastIndexOf(" ");
    const end = comma > LONGEST / 3 ? comma + 1 : space > 0 ? space : LONGEST;
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return [...parts, rest].filter(isOfWords);
}

function piecesOf(story) {
  const blocks = [...story.querySelectorAll("[data-speech]")].flatMap((part) =>
    part.matches(BLOCKS) ? [part] : [...part.querySelectorAll(BLOCKS)],
  );
  return blocks
    .filter((block) => !block.closest(SILENT) && !block.querySelector(BLOCKS))
    .flatMap((block) => {
      const text = block.textContent.replace(/\s+/g, " ");
      return sentences(text).map((sentence) => ({ block, sentence }));
    });
}

function voiceFor(lang) {
  const language = lang.slice(0, 2).toLowerCase();
  const fitting = speech.getVoices().filter((voice) => {
    return voice.localService && voice.lang.toLowerCase().startsWith(language);
  });
  return fitting.find((voice) => /[-_]MA$/i.test(voice.lang)) ?? fitting[0];
}

function mark(block) {
  document.querySelector("[data-being-read]")?.removeAttribute("data-being-read");
  block?.setAttribute("data-being-read", "");
}

// The state is the button's: data-state picks its label in the style sheet.
function be(state) {
  button.dataset.state = state;
  stop.hidden = state === "silent";
}

function silence() {
  current = null;
  speech.cancel();
}

function end() {
  silence();
  place = 0;
  mark(null);
  be("silent");
}

function speak() {
  const piece = pieces[place];
  if (!piece) {
    end();
    return;
  }
  const { lang } = piece.block.closest("[lang]");
  const voice = voiceFor(lang);
  const utterance = new SpeechSynthesisUtterance(piece.sentence);
  const next = () => {
    // Of one that was cancelled nothing follows.
    if (current === utterance) {
      place += 1;
      speak();
    }
  };
  if (!voice) {
    // A paragraph in a language that no voice here speaks
    place += 1;
    speak();
    return;
  }
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.addEventListener("end", next);
  utterance.addEventListener("error", ({ error }) => {
    if (current === utterance && error === "not-allowed") {
      end();
    } else {
      next();
    }
  });
  current = utterance;
  mark(piece.block);
  speech.speak(utterance);
}

// Begins, pauses or goes on, whichever comes next.
export function turn(pressed) {
  button = pressed;
  if (current) {
    silence();
    be("paused");
    return;
  }
  if (button.dataset.state !== "paused") {
    pieces = piecesOf(document.querySelector("[data-count-view]"));
    place = 0;
  }
  speech.cancel();
  be("speaking");
  speak();
}

stop.addEventListener("click", () => {
  end();
  button.focus();
});
addEventListener("pagehide", () => button && end());
