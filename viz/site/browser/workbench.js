// The SPARQL workbench: runs queries beside the page, shows answers as table, chart or graph.

import { chart } from "./chart.js";
import { edit } from "./editor.js";
import { data, element, isAddress, page, say, short, shown } from "./page.js";

const find = (id) => document.getElementById(id);
const area = find("query");
const editor = edit(area, run);
let answer = data.answer && { ...data.answer, edges: [] };
let view = "table";
let running = null;

find("workbench").addEventListener("submit", (event) => { event.preventDefault(); run(); });
find("views").addEventListener("click", (event) => event.target.dataset.view && show(event.target.dataset.view));
if (answer && !answer.rows.length) answer.edges = [];
if (answer) { find("views").hidden = false; } else if (data.run && !find("problem").textContent.trim()) { run(); }

/** Ask the endpoint, and remember the query in the page's address. */
async function run() {
  running?.abort();
  running = new AbortController();
  const query = editor.text();
  tell("", say("running"));
  try {
    const response = await fetch(`${data.root}/sparql`, {
      method: "POST", signal: running.signal, body: query,
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, application/n-triples;q=0.9" },
    });
    if (!response.ok) return fail(await response.json(), response.headers.get("Retry-After"));
    await take(response);
  } catch (error) {
    if (error.name !== "AbortError") tell(say("unreachable"), "");
    return;
  }
  remember(query);
  editor.mark(0);
  show(view);
}

async function take(response) {
  if (response.headers.get("Content-Type").startsWith("application/n-triples")) {
    const rows = triples(await response.text());
    answer = { names: ["s", "p", "o"], rows, total: rows.length, isGraph: true };
    return;
  }
  const { head, results, boolean } = await response.json();
  if (boolean !== undefined) { answer = { boolean, names: [], rows: [] }; return; }
  const rows = results.bindings.map((row) => head.vars.map((name) => plain(row[name])));
  answer = { names: head.vars, rows, total: rows.length };
}

const NUMERIC = /#(integer|int|long|short|decimal|double|float|nonNegativeInteger)$/;

function plain(cell) {
  if (!cell) return null;
  if (cell.datatype && NUMERIC.test(cell.datatype)) return Number(cell.value);
  return cell.datatype?.endsWith("#boolean") ? cell.value === "true" : cell.value;
}

/** N-Triples as rows of plain values. */
function triples(text) {
  const line = /^(<[^>]*>|_:\S+) <([^>]*)> (?:<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@\S+|\^\^<([^>]*)>)?) \.$/;
  return text.split("\n").filter(Boolean).map((told) => {
    const [, s, p, iri, blank, literal, datatype] = line.exec(told);
    const value = iri ?? blank ?? plain({ value: unescaped(literal), datatype });
    return [s.replace(/^<|>$/g, ""), p, value];
  });
}

const ESCAPES = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
const unescaped = (text) => text.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)/g,
  (_, four, eight, one) => (one ? ESCAPES[one] ?? one : String.fromCodePoint(parseInt(four ?? eight, 16))));

function fail(problem, after) {
  const kind = problem.type.split("/").pop();
  const title = data.words[`problem-${kind}`] ? say(`problem-${kind}`, problem) : problem.title;
  const where = problem.line ? say("at", problem) : data.words[`problem-${kind}`] ? "" : problem.detail;
  tell([title, where, after ? say("retry", { seconds: after }) : ""].filter(Boolean).join(" "), "");
  editor.mark(problem.line, problem.column, problem.detail);
  find("answer").hidden = true;
}

function tell(problem, status) {
  find("problem").replaceChildren(...(problem ? [element("p", { class: "panel" }, problem)] : []));
  find("told").textContent = status;
  if (status) find("answer").hidden = false;
}

function remember(query) {
  const address = new URL(location.href);
  address.searchParams.delete("example");
  address.searchParams.set("query", query);
  history.replaceState(null, "", address);
  const other = document.querySelector("a.language");
  const there = new URL(other.href);
  there.searchParams.set("query", query);
  other.href = there;
  downloads(query, address);
}

function downloads(query, address) {
  const formats = answer.isGraph ? ["ttl", "jsonld"] : answer.boolean === undefined ? ["csv", "json", "xlsx"] : ["json"];
  const links = formats.map((format) => {
    const href = format === "xlsx" ? new URL(address) : new URL(`${data.root}/sparql?${new URLSearchParams({ query })}`, location.href);
    href.searchParams.set("format", format);
    return element("a", { class: "button plain", href, "data-format": format }, format.toUpperCase());
  });
  const place = find("downloads");
  place.replaceChildren(place.firstChild, ...links);
}

async function show(wanted) {
  view = wanted;
  for (const button of find("views").children) button.setAttribute("aria-pressed", String(button.dataset.view === view));
  const { made, said } = answer.boolean === undefined ? await VIEWS[view](answer) : { said: say(String(answer.boolean)) };
  find("shown").replaceChildren(...(made ? [made] : []));
  find("views").hidden = answer.boolean !== undefined;
  tell("", said);
  made?.dispatchEvent(new Event("placed"));
}

const VIEWS = { table, chart: (given) => chart(given), graph };

function told({ total, isGraph }) {
  return total ? say(isGraph ? "triples" : "rows", { n: shown(total) }) : say("no-rows");
}

function table(given) {
  const rows = given.rows.slice(0, data.most);
  const body = rows.map((row) => element("tr", {}, ...row.map(cell)));
  const heads = given.names.map((name) => element("th", { scope: "col" }, name));
  const made = element("table", {}, element("caption", { class: "unseen" }, say("table-of")),
    element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...body));
  const cut = given.total > rows.length ? say("cut", { most: data.most }) : "";
  return { made: rows.length ? made : null, said: `${told(given)} ${cut}` };
}

function cell(value) {
  const text = element("bdi", {}, shown(value));
  const inside = isAddress(value) ? element("a", { href: page(value) }, text) : text;
  return element("td", typeof value === "number" ? { class: "number" } : {}, inside);
}

const MOST_EDGES = 3000;

/** Draw the relations of an answer: triples of things, or what stands in its columns of things. */
async function graph(given) {
  const relations = given.isGraph ? given.rows.filter((r) => isAddress(r[2])) : pairs(given);
  if (!relations.length) return { said: say("no-graph") };
  const { picture } = await import("./drawing.js");
  const kept = relations.slice(0, MOST_EDGES);
  const names = new Map(given.isGraph ? given.rows.filter((r) => /[#/](label|name|prefLabel)$/.test(r[1])).map((r) => [r[0], String(r[2])]) : labels(given));
  const nodes = [...new Set(kept.flatMap(([s, , o]) => [s, o]))].map((iri) => ({ iri, label: names.get(iri) ?? short(iri), kind: "" }));
  const edges = kept.map(([from, relation, to]) => ({ from, to, label: short(relation).replace(/^.*[:/]/, "") }));
  const made = element("div", { class: "network", role: "img", "aria-label": `${told(given)}` });
  made.addEventListener("placed", () => picture(made, nodes, edges, (iri) => window.open(page(iri), "_self")), { once: true });
  return { made, said: kept.length < relations.length ? say("graph-cut", { n: MOST_EDGES }) : told(given) };
}

/** Columns of things taken in twos, from left to right; the second's name is the relation. */
function pairs({ names, rows }) {
  const things = names.map((_, i) => i).filter((i) => rows.some((r) => isAddress(r[i])));
  if (things.length === 3 && /^(p|predicate|relation|property)$/.test(names[things[1]])) {
    return rows.filter((r) => isAddress(r[things[2]])).map((r) => things.map((i) => r[i]));
  }
  const twos = things.slice(1).map((to, i) => [things[i], to]);
  return rows.flatMap((r) => twos.filter(([a, b]) => isAddress(r[a]) && isAddress(r[b])).map(([a, b]) => [r[a], names[b], r[b]]));
}

/** Names of things, where a column ?x has its ?xLabel. */
function labels({ names, rows }) {
  const twos = names.map((name, i) => [i, names.indexOf(`${name}Label`)]).filter(([, label]) => label >= 0);
  return rows.flatMap((r) => twos.filter(([, l]) => r[l] !== null).map(([i, l]) => [r[i], String(r[l])]));
}
