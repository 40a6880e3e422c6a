// The moderators' queue without a reload between decisions. Without this script every button sends
// its form; see comments/admin/deciding.py for the answers. Its keys are in queue_keys.js, which
// asks for what it cannot do itself with events on the queue: "queue-undo" takes the last decision
// back, "queue-say" announces, and "queue-changed" tells it of new cards.

const root = document.querySelector("[data-queue]")
const list = root?.querySelector("[data-cards]")

/** Undecided cards that are left before further ones are fetched. */
const FEW = 8

/** Milliseconds; an answer that has not come by then is not waited for. */
const LONGEST_WAIT = 20_000

const TOKEN = "csrfmiddlewaretoken"

class SignedOut extends Error {}

if (list) start()

function start() {
  const announcer = root.querySelector("[data-announcer]")
  const bulk = root.querySelector("[data-bulk]")
  const undoForm = document.getElementById("undo")
  /** How many comments, or records, the site takes at once. */
  const most = Number(root.dataset.many)
  /** Records of each decision, in the order in which they were taken; none until the answer. */
  let decided = []
  /** Requests under way. */
  const pending = new Set()
  let loading = false
  /** Numbers requests, so that an announcement of an earlier one never hides that of a later. */
  let announced = 0

  // --- Cards ------------------------------------------------------------------------------------

  const cards = () => [...list.querySelectorAll("[data-card]")]
  const undecided = () => cards().filter((card) => !card.hasAttribute("aria-busy"))
  const cardOf = (element) => element?.closest?.("[data-card]") ?? null
  const tickOf = (card) => card.querySelector("[data-tick]")

  function focus(element) {
    element.focus({ preventScroll: true })
    element.scrollIntoView({ block: "nearest" })
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

  root.addEventListener("queue-say", (event) => announce(event.detail))

  // --- Problems: of a card, of the form for many, of the queue (of an undo) ---------------------

  function problemOf(place) {
    return place.querySelector(place === root ? ":scope > [data-problem]" : "[data-problem]")
  }

  function clearProblem(place) {
    problemOf(place).hidden = true
    if (place === root) return
    const [lack, note] = reasonOf(place)
    if (!note) return
    lack.hidden = true
    note.removeAttribute("aria-invalid")
    note.removeAttribute("aria-describedby")
  }

  function showProblem(place, ...parts) {
    const problem = problemOf(place)
    problem.replaceChildren(...parts)
    problem.hidden = false
    if (place !== root && place !== bulk) focus(place)
  }

  function reasonOf(place) {
    return [place.querySelector("[data-lack]"), place.querySelector("textarea[name=note]")]
  }

  /** A rejection that lacks its reason: said where it is written. */
  function showLack(place, text) {
    const [lack, note] = reasonOf(place)
    if (!note) {
      showProblem(place, text)
      return
    }
    lack.textContent = text
    lack.hidden = false
    note.setAttribute("aria-invalid", "true")
    note.setAttribute("aria-describedby", lack.id)
    note.closest("details").open = true
    focus(note)
    lack.scrollIntoView({ block: "nearest" })
  }

  function showFailure(place, error) {
    if (!(error instanceof SignedOut)) {
      showProblem(place, root.dataset.failed)
      return
    }
    const link = document.createElement("a")
    link.href = root.dataset.signInAddress
    // In a tab of its own, so that what is ticked and written here stays.
    link.target = "_blank"
    link.textContent = root.dataset.signIn
    showProblem(place, root.dataset.signedOut, " ", link)
  }

  list.addEventListener(
    "toggle",
    (event) => {
      const card = cardOf(event.target)
      if (card && !event.target.open) clearProblem(card)
    },
    true,
  )

  // --- Requests ---------------------------------------------------------------------------------

  async function ask(address, options) {
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(), LONGEST_WAIT)
    try {
      const response = await fetch(address, { ...options, signal: limit.signal })
      return { response, text: await response.text() }
    } finally {
      clearTimeout(timer)
    }
  }

  const isRefused = ({ response }) => response.redirected || [401, 403].includes(response.status)

  async function post(address, data) {
    const send = () =>
      ask(address, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" } })
    let answer = await send()
    if (isRefused(answer)) {
      data.set(TOKEN, await renewToken())
      answer = await send()
    }
    const isJson = answer.response.headers.get("Content-Type")?.startsWith("application/json")
    if (isRefused(answer) || !isJson) throw new Error(answer.response.statusText)
    return JSON.parse(answer.text)
  }

  /** Whoever has signed in again has another token than this page, and none while signed out. */
  async function renewToken() {
    const { text } = await ask(location.href)
    const page = new DOMParser().parseFromString(text, "text/html")
    const token = page.querySelector(`#undo input[name=${TOKEN}]`)?.value
    if (!token) throw new SignedOut()
    for (const field of document.querySelectorAll(`input[name=${TOKEN}]`)) field.value = token
    return token
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
    tellOfChange()
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

  function dataOf(form, button, part) {
    const data = new FormData(form)
    if (button?.name) data.append(button.name, button.value)
    if (form === bulk) {
      data.delete("versions")
      for (const card of part) data.append("versions", tickOf(card).value)
    }
    return data
  }

  async function decide(form, button, chosen) {
    const place = cardOf(form) ?? form
    const goesTo = place === bulk ? undefined : neighbour(place)
    for (const other of [place, ...chosen]) clearProblem(other)
    for (const card of chosen) card.setAttribute("aria-busy", "true")
    if (goesTo && place.contains(document.activeElement)) focus(goesTo)
    const decision = { records: [] }
    decided.push(decision)
    const said = []
    let left = chosen
    try {
      while (left.length) {
        const part = left.slice(0, most)
        const answer = await post(form.action, dataOf(form, button, part))
        if (answer.problem) {
          release(left)
          showLack(place, answer.problem)
          return
        }
        release(part)
        left = left.slice(most)
        decision.records.push(...answer.records)
        said.push(answer.message)
        settle(answer)
      }
      if (undecided().length === 0 && !loading) said.push(root.dataset.allDone)
      announce(said.join(" "))
      if (place === bulk && bulk.contains(document.activeElement)) focus(firstLeft())
    } catch (error) {
      release(left)
      showFailure(place, error)
    }
  }

  function release(some) {
    for (const card of some) card.removeAttribute("aria-busy")
  }

  const firstLeft = () => undecided()[0] ?? list.querySelector("[data-decided]")

  async function undo(records) {
    clearProblem(root)
    const said = []
    let first
    try {
      for (let start = 0; start < records.length; start += most) {
        const part = records.slice(start, start + most)
        const data = new FormData(undoForm)
        data.append("records", part.join())
        const answer = await post(undoForm.action, data)
        forget(part)
        settle(answer)
        said.push(answer.message)
        first ??= Object.keys(answer.pieces)[0]
      }
      announce(said.join(" "))
      const card = first && document.getElementById(`comment-${first}`)
      if (card) focus(card)
    } catch (error) {
      showFailure(root, error)
    }
  }

  function forget(records) {
    for (const decision of decided) {
      decision.records = decision.records.filter((record) => !records.includes(record))
    }
  }

  root.addEventListener("queue-undo", async () => {
    await Promise.all(pending)
    decided = decided.filter((decision) => decision.records.length)
    const last = decided.at(-1)
    if (last) follow(undo(last.records))
    else announce(root.dataset.nothingToUndo)
  })

  async function more() {
    const link = root.querySelector("[data-more]")
    if (!link || loading) return
    loading = true
    try {
      const answer = await ask(link.href, { headers: { "X-Requested-With": "fetch" } })
      if (!answer.response.ok || answer.response.redirected) throw new Error()
      const template = document.createElement("template")
      template.innerHTML = answer.text
      const following = template.content.querySelector("[data-next]")
      for (const card of template.content.querySelectorAll("[data-card]")) {
        // Undone decisions bring cards back that would come again.
        if (!document.getElementById(card.id)) list.append(card)
      }
      if (following) link.setAttribute("href", following.dataset.next)
      else link.remove()
      tellOfChange()
    } catch {
      // The link is still there for another try.
    } finally {
      loading = false
    }
  }

  function tellOfChange() {
    list.querySelector("[data-next]")?.remove()
    root.dispatchEvent(new CustomEvent("queue-changed"))
  }

  root.addEventListener("submit", (event) => {
    const form = event.target
    const button = event.submitter
    if (form.matches("[data-decide]")) {
      event.preventDefault()
      const card = cardOf(form)
      if (card && !card.hasAttribute("aria-busy")) follow(decide(form, button, [card]))
    } else if (form === bulk) {
      event.preventDefault()
      const chosen = undecided().filter((card) => tickOf(card)?.checked)
      if (chosen.length) follow(decide(form, button, chosen))
      else announce(root.dataset.nothingTicked)
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
    for (const button of bulk.querySelectorAll("button")) {
      // A disabled button would lose the focus to the top of the page.
      button.setAttribute("aria-disabled", String(number === 0))
    }
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

  tellOfChange()
}
