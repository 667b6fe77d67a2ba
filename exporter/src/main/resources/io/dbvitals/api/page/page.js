/** Keeps the page as the server has it: asks every few seconds for the part that changes, and says clearly when there is no answer. */
import {lay} from "./morph.js";
import {offerSilences} from "./silence.js";
import {offerTargets} from "./target.js";
import {tellTimes} from "./times.js";

const EVERY = 5_000;
const HIDDEN_EVERY = 30_000;
const SLOWEST = 60_000;
const PATIENCE = 15_000;

const live = document.getElementById("live");
const said = document.getElementById("said");
const asset = new URL(".", import.meta.url).href;
let tag = "";
let failures = 0;
let lostSince = null;
let answeredAt = Date.now();
let clockAhead = 0;
let timer = 0;
let asking = null;

/** One word to those who look, and to those who listen. */
export function say(text) {
  said.textContent = text;
  setTimeout(() => {
    if (said.textContent === text) {
      said.textContent = "";
    }
  }, 8_000);
}

/** Asks now; what was planned is dropped. */
export async function refresh() {
  if (asking) {
    return asking;
  }
  clearTimeout(timer);
  asking = ask();
  try {
    await asking;
  } finally {
    asking = null;
    plan();
  }
}

async function ask() {
  try {
    const answer = await fetch("./?part=main", {
      headers: tag ? {"If-None-Match": tag} : {},
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status !== 304 && !answer.ok) {
      throw new Error(answer.status === 401 ? "a login is needed" : `it answers ${answer.status}`);
    }
    const date = Date.parse(answer.headers.get("Date") ?? "");
    clockAhead = Math.abs(date - Date.now()) > 2_000 ? Date.now() - date : 0;
    if (answer.status === 200) {
      show(await answer.text());
      tag = answer.headers.get("ETag") ?? "";
    }
    found();
  } catch (problem) {
    lost(problem);
  }
}

function show(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("main");
  if (!fresh) {
    throw new Error("it sent another page");
  }
  const main = document.getElementById("main");
  const dialog = document.querySelector("dialog[open]");
  if (new URL(fresh.dataset.assets, document.baseURI).href !== asset && !dialog) {
    location.reload();
    return;
  }
  if (fresh.dataset.title !== document.title) {
    document.title = fresh.dataset.title;
    document.getElementById("icon").href = `${asset}${fresh.dataset.state}.svg`;
    say(fresh.querySelector("h1").textContent);
  }
  lay(main, fresh);
}

function found() {
  if (lostSince) {
    say("Connected again.");
  }
  failures = 0;
  lostSince = null;
  answeredAt = Date.now();
  document.documentElement.classList.remove("lost-connection");
  tell();
}

function lost(problem) {
  failures++;
  if (!lostSince) {
    lostSince = new Date(answeredAt);
    say(`Connection lost: ${reason(problem)}.`);
  }
  document.documentElement.classList.add("lost-connection");
  tell(reason(problem));
}

function reason(problem) {
  return problem.name === "TimeoutError" ? "no answer in time" : problem.name === "TypeError" ? "no answer" : problem.message;
}

/** How old what is seen is, once a second. */
function tell(why) {
  const state = lostSince ? "live lost" : "live on";
  let text = document.hidden ? "live, slower while hidden" : "live";
  if (lostSince) {
    text = `Connection lost since ${lostSince.toLocaleTimeString()}${why ? ` (${why})` : ""}: this is what was known then`;
  }
  if (live.className !== state || !lostSince || why) {
    live.className = state;
    live.textContent = text;
  }
  tellTimes(document, Date.now() - clockAhead);
}

function plan() {
  clearTimeout(timer);
  const calm = document.hidden ? HIDDEN_EVERY : EVERY;
  timer = setTimeout(refresh, Math.min(SLOWEST, calm * 2 ** Math.min(failures, 4)));
}

document.documentElement.classList.add("scripted");
document.addEventListener("visibilitychange", () => document.hidden ? plan() : refresh());
addEventListener("online", refresh);
setInterval(tell, 1_000, "");
offerSilences(say, refresh);
offerTargets();
tell();
plan();
