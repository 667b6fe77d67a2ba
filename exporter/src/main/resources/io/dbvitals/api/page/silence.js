/** The buttons of alerts: a dialog, a call of the API, and what came of it. The server checks all of it again. */

const dialog = document.getElementById("silence");
const field = id => document.getElementById(`silence-${id}`);

const ACTIONS = {
  acknowledge: {
    name: "Acknowledge",
    what: "The alert tells nobody any more for as long as it fires; when it has ended and fires again, it does.",
    shows: ["why"],
    call: alert => post("api/v1/alerts/acknowledge", {fingerprint: alert.id, comment: field("comment").value.trim()}),
    done: alert => `${alert.name} is acknowledged.`,
  },
  suppress: {
    name: "Suppress",
    what: "All alerts with these labels, also those to come, tell nobody for that time. Fewer labels: more alerts.",
    shows: ["why", "time", "labels"],
    call: alert => post("api/v1/alerts/suppress", {
      matchers: [...dialog.querySelectorAll("#silence-labels input:checked")]
        .map(({name, value}) => `${name}=${JSON.stringify(value)}`),
      duration: field("duration").value,
      comment: field("comment").value.trim(),
    }),
    done: alert => `${alert.name} is suppressed for ${field("duration").selectedOptions[0].text}.`,
  },
  unacknowledge: {
    name: "Take back",
    what: "The acknowledgement ends: the alert tells again whom it told before.",
    shows: [],
    call: alert => send("DELETE", `api/v1/alerts/acknowledge?id=${encodeURIComponent(alert.id)}`),
    done: alert => `${alert.name} is no longer acknowledged.`,
  },
  unsuppress: {
    name: "End silence",
    what: "All silences of this alert end, also for others that they silence.",
    shows: [],
    call: async alert => {
      for (const id of alert.silences) {
        await send("DELETE", `api/v1/alerts/suppress?id=${encodeURIComponent(id)}`);
      }
    },
    done: alert => `${alert.name} tells again.`,
  },
};

let current = null;

/** @param say announces; @param refresh asks the server for the page again */
export function offerSilences(say, refresh) {
  document.addEventListener("click", ({target}) => {
    const button = target.closest("button");
    if (button?.dataset.action) {
      begin(button);
    } else if (button?.dataset.close !== undefined) {
      button.closest("dialog").close();
    }
  });
  dialog.querySelector("form").addEventListener("submit", event => {
    event.preventDefault();
    finish(say, refresh);
  });
}

function begin(button) {
  const {action, alert, name, silences} = button.dataset;
  current = {...ACTIONS[action], alert: {id: alert, name, silences: silences.split(" ").filter(Boolean)}};
  field("name").textContent = `${current.name}: ${name}`;
  field("what").textContent = current.what;
  field("refused").textContent = "";
  field("comment").value = "";
  for (const part of ["why", "time", "labels"]) {
    field(part).hidden = !current.shows.includes(part);
  }
  field("comment").required = action === "suppress";
  dialog.querySelector(".first").textContent = current.name;
  const labels = [...button.closest(".alert").querySelectorAll(".labels > div")];
  field("labels").querySelector("div").replaceChildren(...labels.map(label));
  dialog.showModal();
}

function label(pair) {
  const [name, value] = [...pair.children].map(each => each.textContent);
  const box = Object.assign(document.createElement("input"), {type: "checkbox", checked: true, name, value});
  const whole = document.createElement("label");
  whole.append(box, `${name}=${value}`);
  return whole;
}

async function finish(say, refresh) {
  const {call, alert, done} = current;
  const first = dialog.querySelector(".first");
  first.disabled = true;
  field("refused").textContent = "";
  try {
    await call(alert);
    const text = done(alert);
    dialog.close();
    await refresh();
    say(text);
  } catch (problem) {
    field("refused").textContent = problem.message;
  } finally {
    first.disabled = false;
  }
}

const post = (path, body) => send("POST", path, body);

async function send(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: {"Content-Type": "application/json", "X-Dbvitals-Request": "1"},
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  if (!answer.ok) {
    throw new Error(problem(await answer.text(), answer.status));
  }
}

/** What a problem document says; other errors as they are. */
function problem(text, status) {
  try {
    const {title, detail} = JSON.parse(text);
    return detail || title || `refused (${status})`;
  } catch {
    return text.trim() || `refused (${status})`;
  }
}
