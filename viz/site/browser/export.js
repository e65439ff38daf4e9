// A network as it is shown, as a picture file.

import { ink } from "./drawing.js";
import { svg } from "./page.js";

const [WIDTH, HEIGHT, EDGE] = [1600, 1100, 60];

/** The whole network as SVG: positions of the picture, nothing that is hidden. */
export function asSvg(graph, sigma) {
  return new Blob([text(graph, sigma)], { type: "image/svg+xml" });
}

/** The same as PNG. */
export async function asPng(graph, sigma) {
  const address = URL.createObjectURL(asSvg(graph, sigma));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  canvas.getContext("2d").drawImage(image, 0, 0);
  URL.revokeObjectURL(address);
  return new Promise((done) => { canvas.toBlob(done, "image/png"); });
}

function text(graph, sigma) {
  const nodes = graph.filterNodes((node) => !sigma.getNodeDisplayData(node).hidden);
  const edges = graph.filterEdges((edge) => !sigma.getEdgeDisplayData(edge).hidden);
  const place = placing(nodes.map((node) => graph.getNodeAttributes(node)));
  const made = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "font-family": "sans-serif", "font-size": 12 });
  made.append(svg("rect", { width: WIDTH, height: HEIGHT, fill: ink("--paper") }));
  const arrow = svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 14, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" });
  arrow.append(svg("path", { d: "M0 0L8 4L0 8z", fill: ink("--quiet") }));
  made.append(svg("defs", {}, arrow));
  for (const edge of edges) {
    const [[x1, y1], [x2, y2]] = graph.extremities(edge).map((node) => place(graph.getNodeAttributes(node)));
    const line = svg("line", { x1, y1, x2, y2, stroke: ink("--quiet"), "stroke-width": 0.8, "marker-end": "url(#arrow)" });
    line.append(svg("title", {}, graph.getEdgeAttribute(edge, "label")));
    made.append(line);
  }
  for (const node of nodes) {
    const { label, color, size } = graph.getNodeAttributes(node);
    const [cx, cy] = place(graph.getNodeAttributes(node));
    made.append(svg("circle", { cx, cy, r: size, fill: color }, svg("title", {}, label)));
    if (nodes.length <= 150 || size > 7) {
      made.append(svg("text", { x: cx + size + 3, y: cy + 4, fill: ink("--ink") }, label.length > 48 ? `${label.slice(0, 47)}…` : label));
    }
  }
  return new XMLSerializer().serializeToString(made);
}

/** From the layout's coordinates to the file's. */
function placing(points) {
  const [xs, ys] = [points.map((p) => p.x), points.map((p) => p.y)];
  const [left, low] = [Math.min(...xs), Math.min(...ys)];
  const scale = Math.min((WIDTH - 6 * EDGE) / (Math.max(...xs) - left || 1), (HEIGHT - 2 * EDGE) / (Math.max(...ys) - low || 1));
  return ({ x, y }) => [EDGE + (x - left) * scale, HEIGHT - EDGE - (y - low) * scale];
}
