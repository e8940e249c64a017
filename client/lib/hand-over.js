// Somebody asks the holder for the record. The holder reads who and why, without being interrupted, and answers.
import { call, resource } from "./api.js";
import { notice } from "./banner.js";
import { button, make } from "./look.js";
import { ask } from "./prompt.js";
import { now } from "./times.js";
import { nodes, text } from "./words.js";

const MINUTES = 10;

export class HandOver {
  #lock;
  #place;
  #shown = "";
  #requests = [];
  #failed = null;

  constructor(lock) {
    this.#lock = lock;
    // Filled later, so that screen readers know it as a live region.
    this.#place = make("div", { role: "status", part: "asked" });
    lock.notices.append(this.#place);
    lock.addEventListener("input", () => this.#requests.length > 0 && this.show(this.#requests), { signal: lock.signal });
  }

  /** Asks the server who asks. */
  async look() {
    const found = await call("GET", resource(this.#lock.type, this.#lock.key));
    if (found.ok && this.#lock.lease) {
      this.show(found.body.requests.filter((one) => one.addressee === "HOLDER" && one.state === "OPEN" && one.lockId === this.#lock.lease.lockId));
    }
  }

  /** @param requests that are open, the oldest first */
  show(requests) {
    this.#requests = requests;
    const dirty = this.#lock.draft.dirty();
    const shown = JSON.stringify([requests.map(({ requestId }) => requestId), dirty]);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#place.replaceChildren(...requests.map((request) => this.#banner(request, dirty)));
      if (this.#failed) {
        this.#place.append(make("p", { class: "banner danger", part: "banner", text: this.#failed }));
        this.#failed = null;
      }
    }
  }

  #banner(request, dirty) {
    const lock = this.#lock;
    const who = request.asker.displayName;
    const giving = dirty
      ? [
        // One button cannot send several forms.
        ...(lock.forms.length === 1 ? [button(text(lock, "saveAndHandOver"), () => lock.save())] : []),
        button(text(lock, "handOverKeepDraft"), () => this.#accept(request)),
      ]
      : [button(text(lock, "handOver"), () => this.#accept(request))];
    const keep = button(text(lock, "keep"), () => this.#keep(request));
    const reply = button(text(lock, "reply"), () => this.#reply(request));
    return notice("?", nodes(lock, request.message ? "asksSaying" : "asks", { who, message: request.message }),
      make("span", { class: "row" }, ...giving, keep, reply));
  }

  async #accept(request) {
    const lock = this.#lock;
    lock.draft.keepNow();
    const answer = await this.#answer(request, { answer: "ACCEPT" });
    if (answer.ok) {
      lock.losing.lost({ cause: "handed-over", by: request.asker.displayName, at: new Date(now()).toISOString() });
    }
  }

  async #keep(request, message) {
    const answer = await this.#answer(request, { answer: "KEEP", minutes: MINUTES, message });
    if (answer.status === 400 && message === undefined) {
      // Who says so a second time has to say why.
      await this.#reply(request);
    }
  }

  async #reply(request) {
    const lock = this.#lock;
    const message = await ask(lock, {
      label: text(lock, "replyPrompt", { who: request.asker.displayName }),
      send: text(lock, "keepReply"),
      required: true,
    });
    if (message) {
      await this.#keep(request, message);
    }
  }

  async #answer(request, body, tries = 3) {
    const lock = this.#lock;
    const answer = await call("PATCH", `/locks/${request.lockId}/requests/${request.requestId}`, { token: lock.lease?.token, body });
    if (answer.problem?.slug === "busy" && tries > 0) {
      // A heartbeat or a save has the lock at this moment.
      await new Promise((later) => setTimeout(later, 500));
      return this.#answer(request, body, tries - 1);
    }
    if (answer.ok || answer.status === 410) {
      this.show(this.#requests.filter((one) => one !== request));
    } else if (answer.status !== 400) {
      this.#failed = answer.problem ? text(lock, "failed", { detail: answer.problem.detail }) : text(lock, "unreachable");
      this.#shown = "";
      this.show(this.#requests);
    }
    return answer;
  }
}
