// A bar chart, or a line where the other column is of days or years.

import { say, shown, svg } from "./page.js";

const MOST = 60; // bars that can be told apart
const [WIDTH, ROW, LEFT] = [900, 22, 260];
const isTime = (value) => /^\d{4}(-\d\d)*$/.test(String(value));

/** The columns to draw: the first of numbers alone, and a label for them; nothing if there are none. */
function columns({ names, rows }) {
  const numeric = names.map((_, i) => rows.some((r) => r[i] !== null) && rows.every((r) => r[i] === null || typeof r[i] === "number"));
  const times = names.map((_, i) => rows.length > 1 && rows.every((r) => isTime(r[i])));
  const y = names.findLastIndex((name, i) => numeric[i] && !(times[i] && /year/i.test(name)));
  const others = names.map((_, i) => i).filter((i) => i !== y);
  const x = others.find((i) => times[i]) ?? others.find((i) => /label/i.test(names[i])) ?? others[0];
  return y < 0 || x === undefined ? null : { x, y, isLine: times[x] };
}

/** A drawing of an answer, and what must be said about it. */
export function chart(answer) {
  const chosen = columns(answer);
  if (!chosen) return { said: say("no-chart") };
  const { x, y, isLine } = chosen;
  const points = answer.rows.filter((r) => r[y] !== null).map((r) => ({ name: shown(r[x]), order: String(r[x]), value: r[y] }));
  const drawn = isLine ? points.sort((a, b) => (a.order < b.order ? -1 : 1)) : points.slice(0, MOST);
  const title = say("chart-of", { x: answer.names[x], y: answer.names[y] });
  const made = (isLine ? line : bars)(drawn, title);
  return { made, said: drawn.length < points.length ? say("chart-cut", { n: MOST }) : "" };
}

function frame(height, title) {
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: "img", "aria-label": title });
}

function bars(points, title) {
  const made = frame(points.length * ROW + 10, title);
  const [low, high] = [Math.min(0, ...points.map((p) => p.value)), Math.max(0, ...points.map((p) => p.value))];
  const place = (value) => LEFT + ((value - low) / (high - low || 1)) * (WIDTH - LEFT - 120);
  points.forEach(({ name, value }, i) => {
    const from = Math.min(place(0), place(value));
    const label = name.length > 36 ? `${name.slice(0, 35)}…` : name;
    made.append(
      svg("text", { x: LEFT - 8, y: i * ROW + 18, "text-anchor": "end" }, label, svg("title", {}, name)),
      svg("rect", { class: "mark", x: from, y: i * ROW + 5, width: Math.max(1, Math.abs(place(value) - place(0))), height: ROW - 6 }),
      svg("text", { x: Math.max(place(0), place(value)) + 6, y: i * ROW + 18 }, shown(value)),
    );
  });
  return made;
}

function line(points, title) {
  const height = 320;
  const made = frame(height, title);
  const [low, high] = [Math.min(0, ...points.map((p) => p.value)), Math.max(...points.map((p) => p.value))];
  const right = (i) => 70 + (i / Math.max(1, points.length - 1)) * (WIDTH - 120);
  const up = (value) => height - 40 - ((value - low) / (high - low || 1)) * (height - 70);
  made.append(svg("line", { class: "axis", x1: 70, x2: WIDTH - 50, y1: up(low), y2: up(low) }));
  made.append(svg("polyline", { class: "line", points: points.map((p, i) => `${right(i)},${up(p.value)}`).join(" ") }));
  const step = Math.ceil(points.length / 10);
  points.forEach(({ name, value }, i) => {
    made.append(svg("circle", { class: "mark", cx: right(i), cy: up(value), r: 4 }, svg("title", {}, `${name}: ${shown(value)}`)));
    if (i % step === 0) made.append(svg("text", { x: right(i), y: height - 16, "text-anchor": "middle" }, name));
  });
  made.append(svg("text", { x: 62, y: up(high) + 4, "text-anchor": "end" }, shown(high)));
  made.append(svg("text", { x: 62, y: up(low) + 4, "text-anchor": "end" }, shown(low)));
  return made;
}
