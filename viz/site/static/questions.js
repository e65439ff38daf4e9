/* Suggestions for fields that name a thing: what is typed is looked up, what is chosen goes into the field. */

const delay = 150; // milliseconds without a key before a look-up
const patience = 1500; // milliseconds until the next look-up while the server prepares its index

function suggest(input) {
  const list = document.getElementById(input.getAttribute("list"));
  let timer, running;
  async function look() {
    running?.abort();
    running = new AbortController();
    const address = new URL(input.dataset.from, location);
    address.searchParams.set("q", input.value);
    if (input.dataset.suggest) address.searchParams.set("kind", input.dataset.suggest);
    try {
      const answer = await fetch(address, { signal: running.signal });
      const found = await answer.json();
      if (answer.ok) fill(list, found);
      if (found.ready === false) timer = setTimeout(look, patience);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length > 1) timer = setTimeout(look, delay);
  });
}

function fill(list, found) {
  list.replaceChildren(...found.suggestions.map((suggestion) => new Option(suggestion.label, suggestion.label)));
}

document.querySelectorAll("input[data-suggest]").forEach(suggest);
