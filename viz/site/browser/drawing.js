// A network, drawn by sigma: laid out once by ForceAtlas2, then still.

import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";
import { EdgeArrowProgram, drawDiscNodeLabel } from "sigma/rendering";

/** Colours by kind that differ in lightness too; the first also stands for kinds without one. */
export const COLOURS = {
  "": "#3572b0", doc: "#3572b0", project: "#1d7a4a", programme: "#6a8f1f", org: "#b3541e",
  person: "#8d3c8f", membership: "#b06fb2", unit: "#8a6d1d", place: "#8a6d1d", activity: "#5b5fc7", event: "#2f8f83",
  funding: "#c2385a", effect: "#5d7f9e", standard: "#7a7f87",
};
const ITERATIONS = 300;

/** A colour of the page's style sheet as sigma and files want it. */
export function ink(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** Add things and relations to a graph; those that are there stay where they are. */
export function fill(graph, nodes, edges) {
  const around = Math.sqrt(nodes.length) * 10 + 10;
  nodes.forEach((node, i) => {
    if (graph.hasNode(node.iri)) return;
    const angle = (i / nodes.length) * 2 * Math.PI;
    const near = node.near && graph.hasNode(node.near) ? graph.getNodeAttributes(node.near) : { x: 0, y: 0 };
    graph.addNode(node.iri, {
      ...node, x: near.x + Math.cos(angle) * around * (0.5 + (i % 7) / 14), y: near.y + Math.sin(angle) * around * (0.5 + (i % 5) / 10),
      color: COLOURS[node.kind] ?? COLOURS[""], size: 5,
    });
  });
  edges.forEach(({ from, to, label, ...more }) => {
    const key = `${from} ${label} ${to}`;
    if (!graph.hasEdge(key) && graph.hasNode(from) && graph.hasNode(to)) graph.addEdgeWithKey(key, from, to, { label, ...more, size: 1.2 });
  });
  const least = graph.order > 400 ? 2 : 4; // pixels
  graph.forEachNode((node) => graph.setNodeAttribute(node, "size", least + Math.min(10, Math.sqrt(graph.degree(node)) * 1.6)));
}

/** Lay out the whole graph; what is pinned stays in its place. */
export function settle(graph) {
  if (graph.order < 2) return;
  const settings = { ...forceAtlas2.inferSettings(graph), adjustSizes: graph.order < 500, barnesHutOptimize: graph.order > 300 };
  forceAtlas2.assign(graph, { iterations: ITERATIONS, settings });
}

/** What marks a thing that is chosen or pointed at; sigma's own is always white. */
function marked(paper, accent) {
  return (context, data, settings) => {
    context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    const width = data.label ? context.measureText(data.label).width + data.size + 8 : 0;
    const half = Math.max(data.size, settings.labelSize / 2) + 3;
    context.beginPath();
    context.roundRect(data.x - half, data.y - half, half + Math.max(half, width), 2 * half, half);
    Object.assign(context, { fillStyle: paper, strokeStyle: accent, lineWidth: 2 });
    context.fill();
    context.stroke();
    drawDiscNodeLabel(context, data, settings);
  };
}

/** Sigma over a graph, in the page's colours. */
export function draw(place, graph, settings = {}) {
  return new Sigma(graph, place, {
    allowInvalidContainer: true, labelColor: { color: ink("--ink") }, labelSize: 13, labelFont: "system-ui, sans-serif",
    defaultEdgeColor: ink("--quiet"), defaultEdgeType: "arrow", edgeProgramClasses: { arrow: EdgeArrowProgram },
    edgeLabelColor: { color: ink("--ink") }, edgeLabelSize: 11, renderEdgeLabels: true, enableEdgeEvents: false,
    defaultDrawNodeHover: marked(ink("--paper"), ink("--accent")),
    labelRenderedSizeThreshold: graph.order < 80 ? 0 : 7, zIndex: true, minCameraRatio: 0.05, maxCameraRatio: 5, ...settings,
  });
}

/** A still picture of things and relations; a click on a thing calls ``open``. */
export function picture(place, nodes, edges, open) {
  const graph = new Graph({ multi: true, type: "directed" });
  fill(graph, nodes, edges);
  settle(graph);
  const sigma = draw(place, graph);
  sigma.on("clickNode", ({ node }) => open(node));
  return sigma;
}

export { Graph };
