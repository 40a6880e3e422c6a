// What the newsroom's editor knows beyond its library: the direction of each paragraph, pull quotes,
// names of its buttons in the reader's language, and the picture library.

import { Extension, gettext } from "django-prose-editor/editor"

const DIRECTIONS = ["auto", "ltr", "rtl"]

// Blocks take their direction from their own text, as readers will see them.
export const Direction = Extension.create({
  name: "direction",

  addGlobalAttributes() {
    return [
      {
        types: ["paragraph", "heading", "caption"],
        attributes: {
          dir: {
            default: "auto",
            parseHTML: (element) => {
              const given = element.getAttribute("dir")
              return DIRECTIONS.includes(given) ? given : "auto"
            },
            renderHTML: ({ dir }) => ({ dir }),
          },
        },
      },
    ]
  },
})

// A quotation set large: a class on the quotation that the library knows.
export const PullQuote = Extension.create({
  name: "pullQuote",

  addGlobalAttributes() {
    return [
      {
        types: ["blockquote"],
        attributes: {
          pull: {
            default: false,
            parseHTML: (element) => element.classList.contains("pull"),
            renderHTML: ({ pull }) => (pull ? { class: "pull" } : {}),
          },
        },
      },
    ]
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "pullQuote",
      groups: "nodes",
      button: buttons.material("format_size", "Pull quote"),
      active: (editor) => editor.isActive("blockquote", { pull: true }),
      command: (editor) => {
        if (!editor.isActive("blockquote")) {
          editor.chain().focus().wrapIn("blockquote", { pull: true }).run()
          return
        }
        const pull = !editor.isActive("blockquote", { pull: true })
        editor.chain().focus().updateAttributes("blockquote", { pull }).run()
      },
    })
  },
})

// The library names its buttons in English only. It builds them when the editor is created, so
// this extension, of a lower priority than the menu, comes afterwards.
export const Labels = Extension.create({
  name: "labels",
  priority: 1,

  onCreate({ editor }) {
    const { dom: toolbar } = editor.storage.menu
    const label = editor.options.element.querySelector("textarea")?.labels?.[0]
    toolbar.setAttribute("role", "toolbar")
    toolbar.setAttribute("aria-label", gettext("Formatting"))
    if (label) editor.view.dom.setAttribute("aria-label", label.textContent.trim())
    for (const button of toolbar.querySelectorAll("button[title]")) {
      const name = gettext(button.title)
      button.title = name
      button.setAttribute("aria-label", name)
    }
    // The choices of its dialogs are compared by value, which is their English text.
    new MutationObserver(() => {
      for (const option of this.editor.options.element.querySelectorAll("dialog option")) {
        if (option.hasAttribute("value")) continue
        option.value = option.textContent
        option.textContent = gettext(option.textContent)
      }
    }).observe(editor.view.dom.parentElement, { childList: true })
  },
})

// A picture can only come from the library: other addresses are dropped when the text is saved.
export const PictureLibrary = Extension.create({
  name: "pictureLibrary",

  addOptions() {
    return { chooserUrl: null }
  },

  addMenuItems({ menu, buttons }) {
    const { chooserUrl } = this.options
    menu.defineItem({
      name: "figure",
      groups: "nodes",
      button: buttons.material("image", "Picture"),
      active: (editor) => editor.isActive("figure"),
      enabled: (editor) => editor.can().insertFigure(),
      command: (editor) => {
        if (editor.isActive("figure")) editor.commands.editImage()
        else choosePicture(chooserUrl, (picture) => insertPicture(editor, picture))
      },
    })
  },
})

function insertPicture(editor, { src, alt, width, height, caption }) {
  const content = [
    { type: "image", attrs: { src, alt: alt ?? null, width, height } },
  ]
  if (caption) {
    content.push({ type: "caption", content: [{ type: "text", text: caption }] })
  }
  editor.chain().focus().insertContent({ type: "figure", content }).run()
  const { doc } = editor.state
  // Below a picture at the very end there would be no place to go on writing.
  if (doc.lastChild.type.name === "figure") {
    editor.commands.insertContentAt(doc.content.size, { type: "paragraph" })
  }
}

function choosePicture(chooserUrl, choose) {
  const dialog = document.createElement("dialog")
  dialog.className = "picture-chooser"
  dialog.setAttribute("aria-labelledby", "picture-chooser-title")
  document.body.append(dialog)
  const closed = new AbortController()
  let address = chooserUrl

  async function load(wanted) {
    address = new URL(wanted, new URL(chooserUrl, document.baseURI))
    try {
      const response = await fetch(address, { signal: closed.signal })
      if (!response.ok || response.redirected) throw new Error(response.statusText)
      dialog.innerHTML = await response.text()
    } catch {
      if (closed.signal.aborted) return
      dialog.textContent = gettext("The pictures cannot be loaded. Close this and try again.")
    }
  }

  dialog.addEventListener("click", (event) => {
    const target = event.target.closest("[data-picture], [data-close], [data-page], [data-add]")
    if (!target) return
    if ("add" in target.dataset) {
      // The upload happens in a window of its own; the picture is the newest when it closes.
      window.addEventListener("focus", () => load(chooserUrl), {
        once: true,
        signal: closed.signal,
      })
      return
    }
    event.preventDefault()
    if ("page" in target.dataset) {
      load(target.getAttribute("href"))
      return
    }
    dialog.close()
    if ("picture" in target.dataset) choose(target.dataset)
  })
  dialog.addEventListener("submit", (event) => {
    event.preventDefault()
    load(`?${new URLSearchParams(new FormData(event.target))}`)
  })
  dialog.addEventListener("close", () => {
    closed.abort()
    dialog.remove()
  })
  dialog.showModal()
  load(chooserUrl)
}
