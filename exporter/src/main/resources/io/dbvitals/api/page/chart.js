/** Draws a series with uPlot, which is fetched when the first is drawn; beside it, the same as a table for who does not see it. */

const here = new URL(".", import.meta.url).href;
let library = null;

function load() {
  library ??= new Promise((done, failed) => {
    const sheet = Object.assign(document.createElement("link"), {rel: "stylesheet", href: `${here}uPlot.css`});
    const script = Object.assign(document.createElement("script"), {src: `${here}uPlot.js`, onload: done});
    script.onerror = () => failed(new Error("the charts cannot be loaded"));
    document.head.append(sheet, script);
  });
  return library;
}

/** @param series {name, unit, points: [[seconds, value], …]} */
export async function chart({name, help, unit, points}) {
  await load();
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = unit ? `${name} (${unit})` : name;
  const plot = Object.assign(document.createElement("div"), {className: "plot"});
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", summary(name, points));
  figure.append(caption, plot, table(name, points));
  requestAnimationFrame(() => draw(plot, name, points));
  return figure;
}

function draw(plot, name, points) {
  const color = variable => getComputedStyle(document.documentElement).getPropertyValue(variable);
  const axis = {stroke: color("--soft"), grid: {stroke: color("--line"), width: 1}, ticks: {stroke: color("--line")}};
  const span = points.length > 1 ? points.at(-1)[0] - points[0][0] : 0;
  const time = {...axis, values: span > 90_000 ? "{YYYY}-{MM}-{DD}" : "{HH}:{mm}", space: span > 90_000 ? 90 : 60};
  const line = new uPlot({
    width: plot.clientWidth,
    height: 190,
    cursor: {drag: {x: true, y: false}},
    series: [{value: "{YYYY}-{MM}-{DD} {HH}:{mm}:{ss}"}, {label: name, stroke: color("--link"), width: 2, points: {show: points.length < 3}, value: (_, v) => shorten(v)}],
    axes: [time, {...axis, size: 58, values: (_, all) => all.map(shorten)}],
    scales: {y: {range: (_, low, high) => [Math.min(0, low ?? 0), (high ?? 0) > 0 ? high * 1.1 : 1]}},
  }, [points.map(([at]) => at), points.map(([, value]) => value)], plot);
  new ResizeObserver(() => line.setSize({width: plot.clientWidth, height: 190})).observe(plot);
}

function table(name, points) {
  const details = document.createElement("details");
  const box = Object.assign(document.createElement("div"), {className: "scroll", tabIndex: 0});
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", `${name} as a table`);
  const rows = document.createElement("table");
  rows.createTHead().insertRow().append(...["Time", "Value"].map(text =>
    Object.assign(document.createElement("th"), {scope: "col", textContent: text})));
  const body = rows.createTBody();
  for (const [at, value] of [...points].reverse()) {
    const row = body.insertRow();
    row.insertCell().textContent = new Date(at * 1000).toLocaleString();
    row.insertCell().textContent = shorten(value);
  }
  box.append(rows);
  details.append(Object.assign(document.createElement("summary"), {textContent: "As a table"}), box);
  return details;
}

function summary(name, points) {
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.length === 0 ? `${name}: no values`
    : `${name}: ${points.length} points from ${shorten(low)} to ${shorten(high)}, last ${shorten(values.at(-1))}`;
}

function shorten(value) {
  return value === null || !Number.isFinite(value) ? "–"
    : Math.abs(value) >= 10_000 ? Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1}).format(value)
    : String(Number(value.toPrecision(4)));
}
