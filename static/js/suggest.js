// Suggests pages while a reader types into a search box: the combobox pattern of the WAI-ARIA
// Authoring Practices, with a list of links. Without this script the box is a plain form.
const PAUSE = 200;
const SHORTEST = 2;

document.querySelectorAll("[data-suggest]").forEach((box, number) => {
  const input = box.querySelector("input");
  const list = document.createElement("ul");
  let waiting;
  let asked;
  let chosen = -1;

  list.id = `suggestions-${number}`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = input.labels[0].textContent;
  list.hidden = true;
  box.append(list);
  input.role = "combobox";
  input.ariaAutoComplete = "list";
  input.ariaExpanded = "false";
  input.setAttribute("aria-controls", list.id);

  const choose = (place) => {
    const options = [...list.children];
    chosen = options.length ? (place + options.length + 1) % (options.length + 1) : -1;
    if (chosen === options.length) chosen = -1;
    options.forEach((option, at) => {
      option.ariaSelected = String(at === chosen);
    });
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options[chosen].id);
  };

  const close = () => {
    clearTimeout(waiting);
    asked?.abort();
    list.hidden = true;
    input.ariaExpanded = "false";
    choose(-1);
  };

  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map(({ kind, text, address }, at) => {
        const option = document.createElement("li");
        const name = document.createElement("bdi");
        const sort = document.createElement("span");
        option.id = `${list.id}-${at}`;
        option.role = "option";
        option.dataset.address = address;
        name.textContent = text;
        sort.textContent = kind;
        option.append(name, " ", sort);
        return option;
      }),
    );
    list.hidden = !suggestions.length;
    input.ariaExpanded = String(!list.hidden);
    choose(-1);
  };

  const ask = async () => {
    asked = new AbortController();
    try {
      const address = `${box.dataset.suggest}?q=${encodeURIComponent(input.value.trim())}`;
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch {
      // Offline, or the reader typed on.
    }
  };

  const open = (option) => {
    location.href = option.dataset.address;
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    asked?.abort();
    if (input.value.trim().length < SHORTEST) close();
    else waiting = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const places = list.children.length;
      if (event.key === "ArrowDown") choose(chosen + 1);
      else choose(chosen < 0 ? places - 1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) open(list.children[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  // The box keeps the focus, so that its list stays until the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => open(event.target.closest("[role=option]")));
  input.addEventListener("blur", close);
});
