// Sets the focal point of a picture by a click on it; the two numbers work without this.

for (const frame of document.querySelectorAll(".focal-point")) {
  const picture = frame.querySelector("img")
  const across = document.getElementById("id_focal_x")
  const down = document.getElementById("id_focal_y")
  if (!picture || !across || !down) continue

  const mark = document.createElement("span")
  mark.className = "focal-point-mark"
  mark.setAttribute("aria-hidden", "true")
  frame.append(mark)

  // Percent from the left in every language: it is the picture that is measured.
  const show = () => {
    mark.style.left = `${across.value}%`
    mark.style.top = `${down.value}%`
  }
  const percent = (part, whole) => Math.max(0, Math.min(100, Math.round((part / whole) * 100)))

  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect()
    across.value = percent(event.clientX - box.left, box.width)
    down.value = percent(event.clientY - box.top, box.height)
    show()
  })
  across.addEventListener("input", show)
  down.addEventListener("input", show)
  frame.classList.add("focal-point-ready")
  show()
}
