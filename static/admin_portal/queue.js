// The moderators' queue without a reload between decisions, and its keys. Without this script every
// button sends its form; see comments/admin/deciding.py for the answers.

const root = document.querySelector("[data-queue]")
const list = root?.querySelector("[data-cards]")

/** Undecided cards that are left before further ones are fetched. */
const FEW = 8

const KEYS_STORED = "moderation-keys"
const MOVES = ["j", "k", "ArrowDown", "ArrowUp"]

if (list) start()

function start() {
  const announcer = root.querySelector("[data-announcer]")
  const bulk = root.querySelector("[data-bulk]")
  const undoForm = document.getElementById("undo")
  /** Records of each decision, in the order in which they were taken; none until the answer. */
  let decided = []
  /** Requests under way. */
  const pending = new Set()
  let loading = false
  let keysOn = storedKeys()
  /** Numbers requests, so that an announcement of an earlier one never hides that of a later. */
  let announced = 0

  // --- Cards ------------------------------------------------------------------------------------

  const cards = () => [...list.querySelectorAll("[data-card]")]
  const undecided = () => cards().filter((card) => !card.hasAttribute("aria-busy"))
  const cardOf = (element) => element?.closest?.("[data-card]") ?? null
  const current = () => cardOf(document.activeElement) ?? undecided()[0] ?? null

  function focus(element) {
    element.focus({ preventScroll: true })
    element.scrollIntoView({ block: "nearest" })
  }

  function move(step) {
    const all = undecided()
    const here = cardOf(document.activeElement)
    const place = here ? all.indexOf(here) + step : 0
    const target = all[Math.max(0, Math.min(all.length - 1, place))]
    if (target) focus(target)
    if (here && place >= all.length) more()
  }

  /** The card that follows among those left, else the one before. */
  function neighbour(card) {
    const all = cards()
    const place = all.indexOf(card)
    const isLeft = (other) => !other.hasAttribute("aria-busy")
    return all.slice(place + 1).find(isLeft) ?? all.slice(0, place).reverse().find(isLeft)
  }

  function announce(text) {
    const number = ++announced
    announcer.textContent = ""
    // Emptied first, so that the same words twice are read twice.
    requestAnimationFrame(() => {
      if (number === announced) announcer.textContent = text
    })
  }

  function showProblem(card, text) {
    const place = card?.querySelector("[data-problem]")
    if (place) {
      place.textContent = text
      place.hidden = false
    } else announce(text)
  }

  // --- Requests ---------------------------------------------------------------------------------

  async function send(form, button) {
    const data = new FormData(form)
    if (button?.name) data.append(button.name, button.value)
    const response = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "fetch" },
    })
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json")
    if (response.redirected || !isJson) throw new Error(response.statusText)
    return response.json()
  }

  function put(pieces) {
    for (const [pk, html] of Object.entries(pieces)) {
      const template = document.createElement("template")
      template.innerHTML = html
      const piece = template.content.firstElementChild
      const old = document.getElementById(`comment-${pk}`)
      const hadFocus = old?.contains(document.activeElement)
      if (old) old.replaceWith(piece)
      else list.prepend(piece)
      if (hadFocus) focus(piece)
    }
    prepare()
    countTicks()
    if (undecided().length <= FEW) more()
  }

  function settle(answer) {
    put(answer.pieces)
    const total = root.querySelector("[data-total]")
    if (total && answer.left) total.textContent = answer.left
  }

  /** Runs `request` so that an undo waits for it. */
  async function follow(request) {
    pending.add(request)
    await request
    pending.delete(request)
  }

  async function decide(form, button, chosen) {
    const goesTo = chosen.length === 1 ? neighbour(chosen[0]) : undefined
    for (const card of chosen) card.setAttribute("aria-busy", "true")
    if (goesTo && chosen[0].contains(document.activeElement)) focus(goesTo)
    const decision = { records: [] }
    decided.push(decision)
    try {
      const answer = await send(form, button)
      for (const card of chosen) card.removeAttribute("aria-busy")
      if (answer.problem) {
        fail(chosen, answer.problem)
        return
      }
      settle(answer)
      decision.records = answer.records
      const isLast = undecided().length === 0 && !loading
      announce(isLast ? `${answer.message} ${root.dataset.allDone}` : answer.message)
    } catch {
      for (const card of chosen) card.removeAttribute("aria-busy")
      fail(chosen, root.dataset.failed)
    }
  }

  function fail(chosen, text) {
    if (chosen.length === 1) {
      showProblem(chosen[0], text)
      focus(chosen[0])
    } else {
      announce(text)
      for (const card of chosen) showProblem(card, text)
    }
  }

  async function undo(records) {
    const form = document.createElement("form")
    form.action = undoForm.action
    for (const field of undoForm.querySelectorAll("input")) form.append(field.cloneNode())
    try {
      const answer = await send(form, { name: "records", value: records.join() })
      forget(records)
      settle(answer)
      announce(answer.message)
      const [pk] = Object.keys(answer.pieces)
      const card = pk && document.getElementById(`comment-${pk}`)
      if (card) focus(card)
    } catch {
      announce(root.dataset.failed)
    }
  }

  function forget(records) {
    for (const decision of decided) {
      decision.records = decision.records.filter((record) => !records.includes(record))
    }
  }

  async function more() {
    const link = root.querySelector("[data-more]")
    if (!link || loading) return
    loading = true
    try {
      const response = await fetch(link.href, { headers: { "X-Requested-With": "fetch" } })
      if (!response.ok || response.redirected) throw new Error(response.statusText)
      const template = document.createElement("template")
      template.innerHTML = await response.text()
      const following = template.content.querySelector("[data-next]")
      for (const card of template.content.querySelectorAll("[data-card]")) {
        // Undone decisions bring cards back that would come again.
        if (!document.getElementById(card.id)) list.append(card)
      }
      if (following) link.setAttribute("href", following.dataset.next)
      else link.remove()
      prepare()
    } catch {
      // The link is still there for another try.
    } finally {
      loading = false
    }
  }

  /** What the server's pieces lack: nothing is sent twice, and shortcuts are told of. */
  function prepare() {
    list.querySelector("[data-next]")?.remove()
    for (const button of list.querySelectorAll("[data-key]")) {
      if (keysOn) button.setAttribute("aria-keyshortcuts", button.dataset.key.toUpperCase())
      else button.removeAttribute("aria-keyshortcuts")
    }
  }

  root.addEventListener("submit", (event) => {
    const form = event.target
    const button = event.submitter
    if (form.matches("[data-decide]")) {
      event.preventDefault()
      const card = cardOf(form)
      if (card && !card.hasAttribute("aria-busy")) follow(decide(form, button, [card]))
    } else if (form.matches("[data-bulk]")) {
      event.preventDefault()
      const chosen = cards().filter((card) => card.querySelector("[data-tick]")?.checked)
      if (chosen.length) follow(decide(form, button, chosen))
    } else if (form === undoForm && button && list.contains(button)) {
      event.preventDefault()
      follow(undo([Number(button.value)]))
    }
  })

  root.querySelector("[data-more]")?.addEventListener("click", (event) => {
    event.preventDefault()
    const before = undecided().at(-1)
    more().then(() => {
      const following = before ? neighbour(before) : undecided()[0]
      if (following) focus(following)
    })
  })

  // --- Ticks ------------------------------------------------------------------------------------

  const tickAll = root.querySelector("[data-tick-all]")
  const ticked = root.querySelector("[data-ticked]")

  function countTicks() {
    if (!bulk) return
    const boxes = [...list.querySelectorAll("[data-tick]")]
    const number = boxes.filter((box) => box.checked).length
    ticked.textContent = number ? `(${number})` : ""
    const all = tickAll.querySelector("input")
    all.checked = number > 0 && number === boxes.length
    all.indeterminate = number > 0 && number < boxes.length
    for (const button of bulk.querySelectorAll("button")) button.disabled = number === 0
  }

  if (bulk) {
    tickAll.hidden = false
    tickAll.addEventListener("change", (event) => {
      for (const box of list.querySelectorAll("[data-tick]")) box.checked = event.target.checked
      countTicks()
    })
    list.addEventListener("change", countTicks)
    countTicks()
  }

  // --- Keys -------------------------------------------------------------------------------------

  const help = root.querySelector("[data-help]")
  const helpButton = root.querySelector("[data-help-open]")
  if (!help) return

  const toggle = help.querySelector("[data-keys-toggle]")
  helpButton.hidden = false
  helpButton.addEventListener("click", () => help.showModal())
  toggle.checked = keysOn
  toggle.addEventListener("change", () => {
    keysOn = toggle.checked
    store(keysOn)
    root.toggleAttribute("data-keys", keysOn)
    prepare()
    announce(keysOn ? root.dataset.keysOn : root.dataset.keysOff)
  })
  root.toggleAttribute("data-keys", keysOn)
  prepare()

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
    z: undoLast,
    "?": () => help.showModal(),
  }

  function press(key) {
    current()?.querySelector(`[data-decide] button[data-key="${key}"]`)?.click()
  }

  function openRules() {
    const rules = current()?.querySelector("[data-decide] details[data-key=r]")
    if (!rules) return
    rules.open = true
    focus(rules.querySelector("button.decision-rule"))
  }

  function pressRule(number) {
    const rules = current()?.querySelector("[data-decide] details[data-key=r][open]")
    const button = rules?.querySelector(`button[data-key="${number}"]`)
    button?.click()
    return Boolean(button)
  }

  function tick() {
    const box = current()?.querySelector("[data-tick]")
    if (!box) return
    box.checked = !box.checked
    box.dispatchEvent(new Event("change", { bubbles: true }))
  }

  async function undoLast() {
    await Promise.all(pending)
    decided = decided.filter((decision) => decision.records.length)
    const last = decided.at(-1)
    if (last) follow(undo(last.records))
    else announce(root.dataset.nothingToUndo)
  }

  document.addEventListener("keydown", (event) => {
    if (!keysOn || help.open || event.defaultPrevented || event.isComposing) return
    if (event.ctrlKey || event.altKey || event.metaKey || writes(event.target)) return
    const number = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1]
    if (number && !event.shiftKey) {
      if (pressRule(number)) event.preventDefault()
      return
    }
    const key = keyOf(event)
    if (event.shiftKey && key !== "?") return
    if (key === "Escape") closeDetails()
    else if (key in acts) {
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
