// Suggestions as one types: a combobox by the ARIA pattern. Without this the box is a plain form.
const pause = 120; // milliseconds

for (const input of document.querySelectorAll("input[type=search][data-suggest]")) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestions);
  list.hidden = true;
  input.form.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
    ["aria-controls", list.id]]) input.setAttribute(name, value);

  let chosen = -1, timer, asked;
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  const choose = (n) => {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = n;
    const option = list.children[n];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const fill = (found) => {
    list.replaceChildren(...found.map((each, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.address = each.address;
      const name = document.createElement("bdi");
      name.textContent = each.label;
      option.append(name, ` (${each.kind})`);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(each.address); });
      return option;
    }));
    chosen = -1;
    show(found.length > 0);
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(input.dataset.suggest, location.href);
    address.searchParams.set("q", input.value);
    try {
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok) fill((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") show(false);
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) show(false);
    else timer = setTimeout(ask, pause);
  });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : 0);
    else if (event.key === "ArrowUp") choose(chosen > 0 ? chosen - 1 : last);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.address);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => show(false));
}
