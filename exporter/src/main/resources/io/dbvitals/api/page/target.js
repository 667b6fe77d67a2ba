/** One target over time, in a dialog; #target=NAME opens it, so that it can be linked to. */
import {chart} from "./chart.js";

const dialog = document.getElementById("target");
const heading = document.getElementById("target-name");
const hours = document.getElementById("target-hours");
const said = document.getElementById("target-said");
const charts = document.getElementById("target-charts");
const PREFIX = "#target=";

let asked = null;

export function offerTargets() {
  addEventListener("hashchange", open);
  hours.addEventListener("change", open);
  dialog.addEventListener("close", () => {
    asked?.abort();
    charts.replaceChildren();
    if (location.hash.startsWith(PREFIX)) {
      const link = [...document.querySelectorAll(".card a")].find(each => each.hash === location.hash);
      link?.focus({preventScroll: true});
      history.replaceState(null, "", location.pathname + location.search);
    }
  });
  open();
}

async function open() {
  if (!location.hash.startsWith(PREFIX)) {
    dialog.close();
    return;
  }
  const name = decodeURIComponent(location.hash.slice(PREFIX.length));
  heading.textContent = name;
  said.textContent = "Reading…";
  charts.replaceChildren();
  if (!dialog.open) {
    dialog.showModal();
    heading.focus();
  }
  asked?.abort();
  const mine = asked = new AbortController();
  try {
    const path = `api/v1/metrics/${encodeURIComponent(name)}/history?hours=${hours.value}`;
    const answer = await fetch(path, {signal: mine.signal});
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(wrong(text, answer.status));
    }
    const read = JSON.parse(text);
    if (!mine.signal.aborted) {
      await show(read);
    }
  } catch (problem) {
    if (problem.name !== "AbortError") {
      said.textContent = `The past of ${name} cannot be read: ${problem.message}`;
    }
  }
}

async function show({source, trouble, timestamps, series}) {
  const known = series.filter(({values}) => values.some(Number.isFinite));
  const wrong = trouble ? ` (${trouble})` : "";
  said.textContent = known.length === 0
    ? `Nothing is known of that time yet: the first points come with the next readings${wrong}.`
    : `From ${source}${wrong}.`;
  charts.className = "charts";
  for (const {name, values} of known) {
    charts.append(await chart(name, timestamps, values));
  }
}

function wrong(text, status) {
  try {
    return JSON.parse(text).detail || `refused (${status})`;
  } catch {
    return text.trim() || `refused (${status})`;
  }
}
