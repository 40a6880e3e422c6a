// The keys of the moderators' queue (see queue.js): one decides about the comment that has the
// focus, takes back, moves on. They press the buttons that are there; without this script there are
// no keys. A key that decides does nothing while the focus is on a control of something else, and
// shows which comment it would be about where that is not in view (WCAG 2.1.4).

const root = document.querySelector("[data-queue]")
const list = root?.querySelector("[data-cards]")
const help = root?.querySelector("[data-help]")

const KEYS_STORED = "moderation-keys"
const MOVES = ["j", "k", "ArrowDown", "ArrowUp"]
const ANYWHERE = ["j", "k", "?"]

if (list && help) start()

function start() {
  let keysOn = storedKeys()

  const undecided = () => [...list.querySelectorAll("[data-card]:not([aria-busy])")]
  const focused = () => document.activeElement?.closest?.("[data-card]") ?? null
  const say = (text) => root.dispatchEvent(new CustomEvent("queue-say", { detail: text }))

  function focus(element) {
    element.focus({ preventScroll: true })
    element.scrollIntoView({ block: "nearest" })
  }

  /** Whether half of the card is on the screen, or it fills half of the screen. */
  function isInView(card) {
    const { top, bottom, height } = card.getBoundingClientRect()
    const seen = Math.min(bottom, innerHeight) - Math.max(top, 0)
    return seen >= Math.min(height, innerHeight) / 2
  }

  const firstInView = () => undecided().find(isInView) ?? undecided()[0] ?? null

  /** The card a key is about; none where the moderator has not had it before her eyes. */
  function aimed() {
    const card = focused()
    if (card && isInView(card)) return card
    const target = card ?? firstInView()
    if (target) focus(target)
    return null
  }

  function move(step) {
    const here = [...list.children].find((item) => item.contains(document.activeElement))
    if (!here) {
      const first = firstInView()
      if (first) focus(first)
      return
    }
    const side = step > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING
    const left = undecided().filter((card) => here.compareDocumentPosition(card) & side)
    const target = step > 0 ? left[0] : left.at(-1)
    if (target) focus(target)
    else if (step > 0) root.querySelector("[data-more]")?.click()
  }

  /** Arrows scroll, but for a card that has the focus itself and is in view as a whole. */
  function mayMove() {
    const card = document.activeElement
    if (!card?.matches("[data-card]")) return false
    const { top, bottom } = card.getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight
  }

  function press(key) {
    aimed()?.querySelector(`[data-decide] button[data-key="${key}"]`)?.click()
  }

  function openRules() {
    const rules = aimed()?.querySelector("[data-decide] details[data-key=r]")
    if (!rules) return
    rules.open = true
    focus(rules.querySelector("button.decision-rule"))
  }

  function pressRule(number) {
    const open = "[data-decide] details[data-key=r][open]"
    if (!focused()?.querySelector(open)) return false
    aimed()?.querySelector(`${open} button[data-key="${number}"]`)?.click()
    return true
  }

  function tick() {
    const box = aimed()?.querySelector("[data-tick]")
    if (!box) return
    box.checked = !box.checked
    box.dispatchEvent(new Event("change", { bubbles: true }))
  }

  const acts = {
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    a: () => press("a"),
    s: () => press("s"),
    b: () => press("b"),
    r: openRules,
    x: tick,
    z: () => root.dispatchEvent(new CustomEvent("queue-undo")),
    "?": () => help.showModal(),
  }

  document.addEventListener("keydown", (event) => {
    if (!keysOn || help.open || event.defaultPrevented || event.isComposing) return
    if (event.ctrlKey || event.altKey || event.metaKey || writes(event.target)) return
    const active = document.activeElement ?? document.body
    const isFree = active === document.body || list.contains(active)
    const number = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
    if (number && !event.shiftKey) {
      if (!event.repeat && pressRule(number)) event.preventDefault()
      return
    }
    const key = keyOf(event)
    if (event.shiftKey && key !== "?") return
    if (key === "Escape") closeDetails()
    else if (key.startsWith("Arrow") && !mayMove()) return
    else if (key in acts && (isFree || ANYWHERE.includes(key))) {
      event.preventDefault()
      // A key held down moves on and on, and decides once.
      if (!event.repeat || MOVES.includes(key)) acts[key]()
    }
  })

  function closeDetails() {
    const open = document.activeElement?.closest?.("[data-card] details[open]")
    if (!open) return
    open.open = false
    open.querySelector("summary").focus()
  }

  // --- Whether there are keys, and which --------------------------------------------------------

  function name() {
    root.toggleAttribute("data-keys", keysOn)
    for (const button of list.querySelectorAll("[data-key]")) {
      if (keysOn) button.setAttribute("aria-keyshortcuts", button.dataset.key.toUpperCase())
      else button.removeAttribute("aria-keyshortcuts")
    }
  }

  const toggle = help.querySelector("[data-keys-toggle]")
  const helpButton = root.querySelector("[data-help-open]")
  helpButton.hidden = false
  helpButton.addEventListener("click", () => help.showModal())
  toggle.checked = keysOn
  toggle.addEventListener("change", () => {
    keysOn = toggle.checked
    store(keysOn)
    name()
    say(keysOn ? root.dataset.keysOn : root.dataset.keysOff)
  })
  root.addEventListener("queue-changed", name)
  name()
}

/** The letter of a Latin layout wherever it lies; with another script, that of the key's place. */
function keyOf(event) {
  if (event.key === "?" || event.key === "؟") return "?"
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase()
  return /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase() ?? event.key
}

/** Whether keys typed there are text, or the field's own. */
function writes(target) {
  const box = target.closest?.("input, textarea, select, [contenteditable]")
  return Boolean(box) && !box.matches("input[type=checkbox]")
}

function storedKeys() {
  try {
    return localStorage.getItem(KEYS_STORED) !== "off"
  } catch {
    return true
  }
}

function store(on) {
  try {
    if (on) localStorage.removeItem(KEYS_STORED)
    else localStorage.setItem(KEYS_STORED, "off")
  } catch {
    // Where nothing may be stored, the choice lasts as long as the page.
  }
}
