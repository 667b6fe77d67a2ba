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

const UNITS = [["_seconds", "s"], ["_bytes", "bytes"], ["_ratio", "of 1"]];

/** @param name as score or response_seconds; @param times in seconds; @param values one for each of them, or null */
export async function chart(name, times, values) {
  await load();
  const [suffix, unit] = UNITS.find(([suffix]) => name.endsWith(suffix)) ?? ["", ""];
  const words = name.slice(0, name.length - suffix.length).replaceAll("_", " ");
  const title = unit ? `${words} (${unit})` : words;
  const figure = document.createElement("figure");
  const caption = Object.assign(document.createElement("figcaption"), {textContent: title});
  const plot = Object.assign(document.createElement("div"), {className: "plot"});
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", summary(title, values));
  figure.append(caption, plot, table(title, times, values));
  requestAnimationFrame(() => draw(plot, words, times, values));
  return figure;
}

function draw(plot, name, times, values) {
  const color = variable => getComputedStyle(document.documentElement).getPropertyValue(variable);
  const axis = {stroke: color("--soft"), grid: {stroke: color("--line"), width: 1}, ticks: {stroke: color("--line")}};
  const days = times.length > 1 && times.at(-1) - times[0] > 90_000;
  const known = values.filter(Number.isFinite).length;
  const line = new uPlot({
    width: plot.clientWidth,
    height: 190,
    cursor: {sync: {key: "target"}, drag: {x: true, y: false}},
    series: [
      {value: "{YYYY}-{MM}-{DD} {HH}:{mm}:{ss}"},
      {label: name, stroke: color("--link"), fill: `${color("--link").trim()}1f`, width: 2, points: {show: known < 3}, value: (_, v) => shorten(v)},
    ],
    axes: [
      {...axis, values: days ? "{YYYY}-{MM}-{DD}" : "{HH}:{mm}", space: days ? 90 : 60},
      {...axis, size: 58, values: (_, all) => all.map(shorten)},
    ],
    scales: {y: {range: (_, low, high) => name === "score" ? [0, 100] : name === "up" ? [0, 1] : span(low, high)}},
  }, [times, values], plot);
  new ResizeObserver(() => line.setSize({width: plot.clientWidth, height: 190})).observe(plot);
}

/** From 0, so that a small change does not look like a large one. */
function span(low, high) {
  return [Math.min(0, low ?? 0), (high ?? 0) > 0 ? high * 1.1 : 1];
}

function table(name, times, values) {
  const details = document.createElement("details");
  const box = Object.assign(document.createElement("div"), {className: "scroll", tabIndex: 0});
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", `${name} as a table`);
  const rows = document.createElement("table");
  rows.createTHead().insertRow().append(...["Time", "Value"].map(text =>
    Object.assign(document.createElement("th"), {scope: "col", textContent: text})));
  const body = rows.createTBody();
  for (let i = times.length - 1; i >= 0; i--) {
    if (values[i] !== null) {
      const row = body.insertRow();
      row.insertCell().textContent = new Date(times[i] * 1000).toLocaleString();
      row.insertCell().textContent = shorten(values[i]);
    }
  }
  box.append(rows);
  details.append(Object.assign(document.createElement("summary"), {textContent: "As a table"}), box);
  return details;
}

function summary(name, values) {
  const known = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return `${name}: ${known.length} points from ${shorten(low)} to ${shorten(high)}, last ${shorten(known.at(-1))}`;
}

function shorten(value) {
  return value === null || !Number.isFinite(value) ? "–"
    : Math.abs(value) >= 10_000 ? Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1}).format(value)
    : String(Number(value.toPrecision(4)));
}
