// The network explorer: the page's table as a picture that can be walked through. The table stays its equal.

import { COLOURS, Graph, draw, fill, ink, settle } from "./drawing.js";
import { asPng, asSvg } from "./export.js";
import { data, element, page, save, say, shown } from "./page.js";

const find = (id) => document.getElementById(id);
const graph = new Graph({ multi: true, type: "directed" });
const hidden = new Set();
const names = {};
const [faint, strong] = [ink("--line"), ink("--accent")];
let chosen = null;
let isWalked = false; // whether anything was chosen by the visitor; before that nothing is faint
let years = null;
find("explorer").hidden = false;
find("pictures").hidden = false;
take(data.network);
settle(graph);
const sigma = draw(find("network"), graph, { nodeReducer, edgeReducer });
listen();
refresh();
choose(data.things[0], false);

/** Add what the server found. */
function take(network, near) {
  Object.assign(names, network.names);
  fill(graph, network.nodes.map((node) => ({ ...node, near })), network.edges.map((edge) => ({
    from: edge.start, to: edge.end, label: names[edge.predicate], when: edge.when, evidence: edge.evidence,
  })));
}

/** Whether an edge is within the chosen years. */
function isTimely(attributes) {
  if (!years) return true;
  const year = Number(attributes.when?.slice(0, 4));
  return year ? year >= years.from && year <= years.to : years.undated;
}

function isShown(node) {
  if (hidden.has(graph.getNodeAttribute(node, "kind"))) return false;
  if (data.things.includes(node) || !years) return true;
  return graph.someEdge(node, (_, attributes) => isTimely(attributes)) || graph.degree(node) === 0;
}

function nodeReducer(node, attributes) {
  const far = isWalked && chosen && chosen !== node && !graph.areNeighbors(node, chosen);
  return {
    ...attributes, hidden: !isShown(node), highlighted: node === chosen, forceLabel: attributes.named || node === chosen,
    label: attributes.label.length > 48 && node !== chosen ? `${attributes.label.slice(0, 47)}…` : attributes.label,
    color: far ? faint : attributes.color, zIndex: far ? 0 : 1,
  };
}

function edgeReducer(edge, attributes) {
  const [from, to] = graph.extremities(edge);
  const near = isWalked && chosen && (from === chosen || to === chosen);
  return {
    ...attributes, hidden: !isTimely(attributes) || !isShown(from) || !isShown(to), label: graph.size < 30 || (near && graph.degree(chosen) <= 12) ? attributes.label : null,
    color: near ? strong : faint, size: near ? 2 : 1.2, zIndex: near ? 1 : 0,
  };
}

/** Bring what stands around the picture in line with it. */
function refresh() {
  const shownNodes = graph.filterNodes(isShown);
  const edges = graph.filterEdges((edge, attributes, from, to) => isTimely(attributes) && isShown(from) && isShown(to));
  find("network").setAttribute("role", "img");
  find("network").setAttribute("aria-label", say("picture", { things: shownNodes.length, relations: edges.length }));
  const sorted = shownNodes.map((node) => [graph.getNodeAttribute(node, "label"), node]).sort(([a], [b]) => a.localeCompare(b, data.lang));
  find("chosen").replaceChildren(...sorted.map(([label, node]) => new Option(label, node, false, node === chosen)));
  sigma.setSetting("labelRenderedSizeThreshold", shownNodes.length < 60 ? 0 : 8);
  kinds();
  time();
  sigma.refresh();
}

/** A box for each kind that occurs: it says what its colour means, and hides it. */
function kinds() {
  const present = data.kinds.filter((kind) => graph.someNode((_, attributes) => attributes.kind === kind));
  const boxes = present.map((kind) => {
    const box = element("input", { type: "checkbox", "data-kind": kind });
    box.checked = !hidden.has(kind);
    box.addEventListener("change", () => { hidden[box.checked ? "delete" : "add"](kind); refresh(); find("kinds").querySelector(`[data-kind=${kind}]`).focus(); });
    const swatch = element("span", { class: "swatch", "aria-hidden": "true" });
    swatch.style.background = COLOURS[kind] ?? COLOURS[""];
    return element("label", {}, box, swatch, ` ${say(kind)}`);
  });
  find("kinds").replaceChildren(find("kinds").firstElementChild, ...boxes);
}

function time() {
  const told = graph.mapEdges((_, attributes) => Number(attributes.when?.slice(0, 4))).filter(Boolean);
  const [low, high] = [Math.min(...told), Math.max(...told)];
  find("years").hidden = !(high > low);
  for (const [id, value] of [["from", low], ["to", high]]) {
    const range = find(`${id}-year`);
    range.min = low;
    range.max = high;
    if (!years) range.value = value;
    find(`${id}-said`).textContent = say(`${id}-year`, { year: range.value });
  }
}

function choose(node, byVisitor = true) {
  isWalked ||= byVisitor;
  chosen = graph.hasNode(node) ? node : null;
  for (const button of find("acts").children) button.disabled = !chosen;
  if (chosen) {
    find("chosen").value = chosen;
    const { fixed, named } = graph.getNodeAttributes(chosen);
    find("acts").querySelector("[data-act=pin]").textContent = say(fixed ? "unpin" : "pin");
    find("acts").querySelector("[data-act=label]").textContent = say(named ? "unlabel" : "label");
  }
  sigma.refresh();
}

function look(node) {
  const { x, y } = sigma.getNodeDisplayData(node);
  sigma.getCamera().setState({ x, y, ratio: Math.min(sigma.getCamera().ratio, 0.6) });
}

const ACTS = {
  open: () => { location.href = page(chosen); },
  expand: () => expand(chosen),
  pin: () => { graph.updateNodeAttribute(chosen, "fixed", (fixed) => !fixed); choose(chosen); },
  label: () => { graph.updateNodeAttribute(chosen, "named", (named) => !named); choose(chosen); },
  whole: () => sigma.getCamera().animatedReset(),
  again: () => { settle(graph); sigma.refresh(); },
  svg: () => save("network.svg", asSvg(graph, sigma)),
  png: async () => save("network.png", await asPng(graph, sigma)),
};

function listen() {
  document.addEventListener("click", (event) => ACTS[event.target.dataset?.act]?.());
  find("chosen").addEventListener("change", (event) => { choose(event.target.value); look(chosen); });
  for (const id of ["from-year", "to-year", "undated"]) {
    find(id).addEventListener("input", () => {
      years = { from: Number(find("from-year").value), to: Number(find("to-year").value), undated: find("undated").checked };
      refresh();
    });
  }
  sigma.on("clickNode", ({ node }) => choose(node));
  sigma.on("clickStage", () => choose(null));
  sigma.on("doubleClickNode", (event) => { event.preventSigmaDefault(); expand(event.node); });
  drag();
}

/** Things are moved by dragging, and stay where they are put. */
function drag() {
  let moved = null;
  sigma.on("downNode", ({ node }) => { moved = node; sigma.setCustomBBox(sigma.getCustomBBox() ?? sigma.getBBox()); });
  sigma.on("moveBody", ({ event }) => {
    if (!moved) return;
    graph.mergeNodeAttributes(moved, { ...sigma.viewportToGraph(event), fixed: true });
    event.preventSigmaDefault();
    event.original.preventDefault();
  });
  for (const name of ["upNode", "upStage"]) sigma.on(name, () => { moved = null; });
}

/** Bring what is around a thing: into the picture, the table, the page's address and the downloads. */
async function expand(node) {
  find("told").textContent = say("expanding");
  const asked = new URL(location.href).searchParams;
  const isPath = data.to.length > 0;
  if (isPath) for (const name of ["to", "from", "depth"]) asked.delete(name);
  asked[isPath ? "set" : "append"]("thing", node);
  const response = await fetch(`${data.root}/api/graph?${asked}`).catch(() => null);
  if (!response?.ok) {
    find("told").textContent = response ? (await response.json()).title : say("unreachable");
    return;
  }
  const found = await response.json();
  const before = new Set(graph.edges());
  take(found, node);
  settle(graph);
  rows(before);
  if (!isPath) remember(asked);
  find("told").textContent = [say("told", { things: graph.order, relations: graph.size }), found.cut ? say("cut") : ""].join(" ");
  refresh();
  choose(node);
}

function remember(asked) {
  history.replaceState(null, "", `?${asked}`);
  for (const link of document.querySelectorAll("[data-form]")) {
    const wanted = new URLSearchParams(asked);
    wanted.set("format", link.dataset.form);
    link.href = `${data.root}/api/graph?${wanted}`;
  }
}

/** Rows of the table for relations that have come. */
function rows(before) {
  const link = (node) => element("a", { href: page(node) }, element("bdi", {}, graph.getNodeAttribute(node, "label")));
  const made = graph.filterEdges((edge) => !before.has(edge)).map((edge) => {
    const { label, when, evidence } = graph.getEdgeAttributes(edge);
    const [from, to] = graph.extremities(edge);
    const words = (evidence ?? []).slice(0, 3).flatMap((iri, i) => [element("a", { href: page(iri) }, say("words", { n: i + 1 })), " "]);
    return element("tr", {}, ...[[link(from)], [label], [link(to)], [shown(when)], words].map((cell) => element("td", {}, ...cell)));
  });
  find("relations").tBodies[0].append(...made);
}
