// Presses [Next step] of a replay every few seconds, until somebody pauses it or wants no motion.
import { localise } from "./times.js";

const PACE = 1500;
const PARTS = ["steps", "happened", "stage"];

const noMotion = matchMedia("(prefers-reduced-motion: reduce)");
const form = document.getElementById("next");
const pause = document.getElementById("pause");
const again = document.getElementById("again");

let timer;
let playing = false;
let busy = false;

if (form) {
  form.querySelector("button").textContent = "Step";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    play(false);
    step();
  });
  pause.addEventListener("click", () => play(!playing));
  noMotion.addEventListener("change", () => play(!noMotion.matches));
  play(!noMotion.matches);
}

function play(on) {
  clearTimeout(timer);
  playing = on;
  pause.hidden = noMotion.matches || !form.isConnected;
  pause.textContent = on ? "Pause" : "Play";
  if (on) {
    timer = setTimeout(step, PACE);
  }
}

async function step() {
  if (busy || !form.isConnected) {
    return;
  }
  busy = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !page.getElementById("stage")) {
      throw new Error(`the next step was answered with ${answer.status}`);
    }
    show(page);
  } catch {
    stop();
  } finally {
    busy = false;
  }
  play(playing && form.isConnected);
}

function show(page) {
  localise(page);
  markChanges(page);
  for (const part of PARTS) {
    document.getElementById(part).replaceChildren(...page.getElementById(part).childNodes);
  }
  const next = page.getElementById("next");
  if (next) {
    form.elements.done.value = next.elements.done.value;
  } else {
    end();
  }
}

// A second and a half is short: what the step has changed stands out, on each screen and in the database.
function markChanges(page) {
  for (const [at, record] of page.querySelectorAll("#stage section").entries()) {
    const before = document.querySelectorAll("#stage section")[at]?.querySelector(".record");
    for (const line of before ? record.querySelectorAll(".record > div") : []) {
      if (!before.textContent.includes(line.textContent)) {
        line.querySelector("dd").classList.add("changed");
      }
    }
  }
}

// Focus must not get lost with the buttons.
function end() {
  const held = form.contains(document.activeElement) || document.activeElement === pause;
  form.remove();
  pause.hidden = true;
  if (held) {
    again.focus();
  }
}

function stop() {
  playing = false;
  document.getElementById("told").textContent = "The replay has stopped, because the server did not answer. Please press Again.";
}
