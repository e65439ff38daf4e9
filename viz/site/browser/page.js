// What the server tells its scripts, and small things that both pages do.

export const data = JSON.parse(document.getElementById("data").textContent);

/** A message with its {fields} filled in. */
export function say(key, fields = {}) {
  return data.words[key].replace(/\{(\w+)\}/g, (_, name) => fields[name] ?? "");
}

/** An element with attributes and children; text is never read as HTML. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** An element of a drawing. */
export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export const isAddress = (value) => typeof value === "string" && /^https?:\/\//.test(value);

/** An IRI as people read it: with its prefix, a thing of ours by its path. */
export function short(iri) {
  const [prefix, start] = Object.entries(data.prefixes ?? {}).filter(([, s]) => iri.startsWith(s)).sort((a, b) => b[1].length - a[1].length)[0] ?? [];
  if (!start) return iri;
  const rest = decodeURIComponent(iri.slice(start.length).replace(/%(?![0-9A-Fa-f]{2})/g, "%25"));
  return prefix === "id" ? rest : `${prefix}:${rest}`;
}

/** The page of a thing of ours, the place of words in their source; the address itself of others. */
export function page(iri) {
  if (!iri.startsWith(`${data.namespace}/`)) return iri;
  const [thing, fragment] = iri.split("#");
  const path = encodeURI(thing.slice(data.namespace.length));
  const place = fragment ? `#${fragment.replace(/^char=(\d+),(\d+)$/, "w$1-$2")}` : "";
  return `${data.root}${path}.html${data.lang === "vi" ? "" : `?lang=${data.lang}`}${place}`;
}

const numbers = new Intl.NumberFormat(data.lang === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: 6 });

/** A value as the language writes it. */
export function shown(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return numbers.format(value);
  if (typeof value === "boolean") return say(value ? "true" : "false");
  if (isAddress(value)) return short(value);
  const day = data.lang === "vi" && /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  return day ? `${day[3]}/${day[2]}/${day[1]}` : value;
}

/** Give the visitor a file. */
export function save(name, blob) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
