// The page of somebody who holds the lock: heartbeat, draft, farewell, and what to do when the lock is lost.
import { farewell, renew } from "./api.js";
import * as drafts from "./drafts.js";
import { onlyHere } from "./tabs.js";
import { timeElement } from "./times.js";

const SOFT_SECONDS = 4;

export function edit(form) {
  const field = (name) => form.elements.namedItem(name);
  const lockId = form.dataset.lock;
  const token = field("token").value;
  const every = Number(form.dataset.beatSeconds) * 1000;
  let held = true;
  let submitting = false;
  let timer = setTimeout(beat, every);

  drafts.offer(form);
  form.addEventListener("input", () => drafts.keep(form));
  form.addEventListener("submit", () => { submitting = true; });
  addEventListener("pagehide", () => {
    if (held && !submitting) {
      farewell(lockId, token, Number(field("beat").value), SOFT_SECONDS);
    }
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      // Back from the browser's memory: only the server knows whose the record is now.
      location.reload();
    }
  });
  addEventListener("online", beat);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      beat();
    }
  });
  onlyHere(form.dataset.record, (how) => {
    held = false;
    clearTimeout(timer);
    freeze();
    if (how === "opened-elsewhere") {
      say("warn", "You are editing this in another tab. ", continueHere());
    } else {
      say("warn", "You went on in another tab. Your text is still here.");
    }
  });

  async function beat() {
    clearTimeout(timer);
    if (!held || submitting) {
      return;
    }
    try {
      const answer = await renew(lockId, token);
      if (answer.ok) {
        field("beat").value = (await answer.json()).beat;
      } else if (answer.status === 410) {
        lost(await answer.json());
        return;
      } else if (answer.status === 401 || answer.status === 403) {
        signedOut();
        return;
      }
    } catch {
      // Off line: the lease outlasts several beats.
    }
    timer = setTimeout(beat, every);
  }

  function lost(loss) {
    if (submitting) {
      return;
    }
    held = false;
    drafts.keep(form);
    freeze();
    say("danger", ...sentence(loss), " Your text is safe on this page and in this browser. ", openAgain());
  }

  function signedOut() {
    held = false;
    drafts.keep(form);
    freeze();
    const signIn = link("Sign in again", "/login");
    say("danger", "You were signed out. Your text is safe on this page and in this browser. ", signIn);
  }

  function freeze() {
    for (const element of form.querySelectorAll("input:not([type=hidden]), textarea")) {
      element.readOnly = true;
    }
    for (const button of form.querySelectorAll("button")) {
      button.disabled = true;
    }
  }

  function say(kind, ...parts) {
    const banner = document.getElementById("lock-banner");
    const text = document.createElement("span");
    text.append(...parts);
    const mark = document.createElement("b");
    mark.className = "mark";
    mark.ariaHidden = "true";
    mark.textContent = "!";
    banner.className = `banner ${kind}`;
    banner.setAttribute("role", "alert");
    banner.replaceChildren(mark, text);
  }

  function sentence({ cause, by, at, reason }) {
    const when = at ? [" at ", timeElement(at)] : [];
    const quoted = reason ? `: “${reason}”.` : ".";
    switch (String(cause).toUpperCase().replaceAll("-", "_")) {
      case "BROKEN": return [`${by} released your lock`, ...when, quoted];
      case "TAKEN_OVER": return [`${by} took over`, ...when, "."];
      case "RELEASED": return ["This lock was given back", ...when, quoted];
      case "EXPIRED": return ["Your editing time ran out", ...when, "."];
      default: return ["You do not hold this record any more."];
    }
  }

  function openAgain() {
    return link("Open the record again", location.pathname.endsWith("/edit") ? location.href : `${form.getAttribute("action")}/edit`);
  }

  function continueHere() {
    const again = link("Continue here", "");
    again.addEventListener("click", (event) => {
      event.preventDefault();
      onlyHere.claim(form.dataset.record);
      location.reload();
    });
    return again;
  }
}

function link(text, href) {
  const a = document.createElement("a");
  a.href = href;
  a.className = "button";
  a.textContent = text;
  return a;
}
