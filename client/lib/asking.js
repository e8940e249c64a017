// The record is somebody else's: who has it, and what the reader can do: ask for it, wait for it, ask the administrators,
// or take it over with a reason.
import { call, resource, user } from "./api.js";
import { button, make } from "./look.js";
import { ask } from "./prompt.js";
import { now } from "./times.js";
import { nodes, text } from "./words.js";

const WAITER_BEAT = 60_000;
/** Time passes without news: a lease that nobody ends is over at some time, and some stores tell nothing. */
const LOOK_AGAIN = 10_000;

export class Asker {
  #lock;
  #request = null;
  #released = null;
  #waiter = null;
  #shown = null;
  #beats = null;

  constructor(lock) {
    this.#lock = lock;
    const looks = setInterval(() => !document.hidden && lock.waiting && lock.look(), LOOK_AGAIN);
    lock.signal.addEventListener("abort", () => {
      clearInterval(looks);
      clearInterval(this.#beats);
    });
    const before = JSON.parse(sessionStorage.getItem(this.#stored()) ?? "null");
    if (before) {
      // The page was loaded again: it still asks, and still waits.
      this.#request = before.request;
      this.#released = before.released;
      this.#wait(before.waiter);
    }
  }

  #stored() {
    return `heldby:asking:${this.#lock.record}`;
  }

  #remember() {
    const state = { request: this.#request, released: this.#released, waiter: this.#waiter };
    if (state.request || state.released || state.waiter) {
      sessionStorage.setItem(this.#stored(), JSON.stringify(state));
    } else {
      sessionStorage.removeItem(this.#stored());
    }
  }

  /** The record is this page's now. */
  end() {
    this.#request = this.#released = null;
    this.#wait(null);
    this.#remember();
  }

  /** @param found as `GET /resources/{type}/{id}` answered */
  async show(found) {
    const holders = found.holders.filter((holder) => holder.state === "ACTIVE");
    const holder = holders[0];
    await this.#followUp();
    if (this.#lock.lease) {
      return;
    }
    if (!holder) {
      this.#nobody(found.reservation);
    } else if (holder.holder.user === user()) {
      this.#mineElsewhere(holder);
    } else {
      this.#held(holder, holders, found.actions ?? []);
    }
  }

  #nobody(reservation) {
    const lock = this.#lock;
    if (reservation && reservation.forWhom.user !== user()) {
      const sentence = nodes(lock, "reserved", { who: reservation.forWhom.displayName, until: new Date(reservation.until) });
      lock.enter("blocked", sentence, this.#waiter ? [] : [this.#notify(null)]);
    } else if (reservation) {
      lock.enter("your-turn", nodes(lock, "yourTurn", { until: new Date(reservation.until) }), [this.#edit(), this.#stopWaiting()]);
    } else if (lock.state !== "free") {
      lock.enter("free", nodes(lock, "freeNow"), [this.#edit()]);
    }
  }

  #edit() {
    return button(text(this.#lock, "editNow"), () => this.#lock.reopen("edit"), { class: "first" });
  }

  #mineElsewhere(holder) {
    const lock = this.#lock;
    if (this.#request?.state === "ACCEPTED") {
      lock.enter("your-turn", nodes(lock, "handedToYou", { who: this.#request.holder }), [this.#edit()]);
      return;
    }
    lock.enter("blocked", nodes(lock, "elsewhere", { since: new Date(holder.acquiredAt) }), [
      button(text(lock, "continueHere"), () => this.#continueHere(), { class: "first" }),
    ]);
  }

  async #continueHere() {
    const body = { type: this.#lock.type, id: this.#lock.key, session: this.#lock.session, continueHere: true };
    const answer = await call("POST", "/locks", { body });
    if (answer.ok) {
      // What was typed elsewhere may have been saved there; the record is loaded now that it is this page's.
      this.#lock.reopen("edit");
    } else {
      this.#failed(answer);
    }
  }

  #held(holder, holders, actions) {
    const lock = this.#lock;
    const who = holders.map((each) => each.holder.displayName).join(", ");
    const values = {
      who,
      label: lock.getAttribute("label"),
      since: new Date(holder.acquiredAt),
      until: new Date(holder.maxUntil),
      reason: holder.reason,
    };
    const sentence = document.createDocumentFragment();
    sentence.append(nodes(lock, holder.reason ? "heldFor" : "held", values));
    if (lock.hasAttribute("try-again")) {
      const minutes = Math.max(1, Math.round((new Date(holder.maxUntil) - now()) / 60_000));
      sentence.append(" ", nodes(lock, minutes === 1 ? "tryAgainIn1" : "tryAgainIn", { minutes: String(minutes) }));
    }
    const row = make("span", { class: "row" });
    for (const line of this.#asked(who)) {
      sentence.append(" ", line);
    }
    if (actions.includes("request-hand-over") && this.#request?.state !== "OPEN") {
      row.append(button(text(lock, "ask", { who }), () => this.#ask(holder, who)));
    }
    if (this.#waiter) {
      sentence.append(" ", nodes(lock, this.#waiter.place > 1 ? "waitingAt" : "waiting", { place: `${this.#waiter.place}.` }));
      row.append(this.#stopWaiting());
    } else if (actions.includes("wait")) {
      row.append(this.#notify(holder.maxUntil));
    }
    if (actions.includes("request-release") && !this.#released) {
      row.append(button(text(lock, "requestRelease"), () => this.#askOperators()));
    }
    if (actions.includes("take-over") || (this.#request?.takeOverFrom && Date.parse(this.#request.takeOverFrom) <= Date.now())) {
      row.append(button(text(lock, "takeOver"), () => this.#takeOver(holder, who)));
    }
    const shown = `${holder.lockId} ${sentence.textContent} ${row.childElementCount}`;
    if (shown !== this.#shown || lock.state !== "blocked") {
      this.#shown = shown;
      lock.enter("blocked", sentence, row.childElementCount > 0 ? [row] : []);
    }
  }

  /** How it stands with what was asked. */
  #asked(who) {
    const lock = this.#lock;
    const lines = [];
    const request = this.#request;
    if (request?.state === "OPEN") {
      lines.push(nodes(lock, "askedAt", { who, at: new Date(request.askedAt), until: new Date(request.expiresAt) }));
    } else if (request?.state === "KEPT") {
      lines.push(nodes(lock, request.answer ? "keptSaying" : "kept", { who, until: new Date(request.keepUntil), message: request.answer }));
    } else if (request?.state === "UNANSWERED") {
      lines.push(nodes(lock, "unanswered", { who }));
    }
    if (this.#released?.state === "OPEN") {
      lines.push(nodes(lock, "releaseRequested", { at: new Date(this.#released.askedAt) }));
    } else if (this.#released?.state === "DECLINED") {
      lines.push(nodes(lock, "releaseDeclined", { message: this.#released.answer ?? "" }));
    }
    return lines;
  }

  /** What has become of the requests. */
  async #followUp() {
    for (const request of [this.#request, this.#released]) {
      if (request) {
        const answer = await call("GET", `/locks/${request.lockId}/requests/${request.requestId}`);
        if (answer.ok) {
          Object.assign(request, answer.body);
        }
      }
    }
    if (this.#request?.state === "OVER") {
      this.#request = null;
    }
    if (this.#released?.state === "OVER") {
      this.#released = null;
    }
    this.#remember();
  }

  async #ask(holder, who) {
    const message = await ask(this.#lock, { label: text(this.#lock, "askPrompt", { who }), send: text(this.#lock, "ask", { who }) });
    if (message === null) {
      return;
    }
    const body = { session: this.#lock.session, message: message || undefined };
    const answer = await call("POST", `/locks/${holder.lockId}/requests`, { body });
    if (answer.ok) {
      this.#request = { ...answer.body, holder: who };
      this.#remember();
      // If the holder saves and closes instead of handing over, it comes to whoever asked.
      await this.#joinLine();
    }
    this.#again(answer);
  }

  async #askOperators() {
    const reason = await ask(this.#lock, { label: text(this.#lock, "requestReleasePrompt"), required: true });
    if (reason !== null) {
      const answer = await call("POST", `${resource(this.#lock.type, this.#lock.key)}/release-requests`, { body: { reason } });
      this.#released = answer.ok ? answer.body : this.#released;
      this.#remember();
      this.#again(answer);
    }
  }

  async #takeOver(holder, who) {
    const lock = this.#lock;
    const reason = await ask(lock, {
      title: nodes(lock, "takeOverTitle", { who }),
      hint: nodes(lock, "takeOverHint", { who }),
      label: text(lock, "takeOverPrompt", { who }),
      required: true,
    });
    if (reason !== null) {
      const body = { session: lock.session, reason };
      const answer = await call("POST", `/locks/${holder.lockId}/take-over`, { body });
      if (answer.ok) {
        lock.reopen("edit");
      } else {
        this.#failed(answer);
      }
    }
  }

  #notify(until) {
    const label = until ? text(this.#lock, "notifyBy", { until: new Date(until) }) : text(this.#lock, "notify");
    return button(label, async () => this.#again(await this.#joinLine()));
  }

  async #joinLine() {
    const answer = await call("POST", this.#waiters(), { body: { session: this.#lock.session } });
    if (answer.ok && answer.body.waiterId) {
      this.#wait(answer.body);
    }
    return answer;
  }

  #stopWaiting() {
    return button(text(this.#lock, "stopWaiting"), async () => {
      const waiter = this.#waiter;
      this.#wait(null);
      if (waiter) {
        await call("DELETE", `${this.#waiters()}/${waiter.waiterId}?session=${encodeURIComponent(this.#lock.session)}`);
      }
      await this.#lock.look();
    });
  }

  #waiters() {
    return `${resource(this.#lock.type, this.#lock.key)}/waiters`;
  }

  #wait(waiter) {
    this.#waiter = waiter;
    clearInterval(this.#beats);
    if (waiter) {
      this.#beats = setInterval(() => this.#beat(), WAITER_BEAT);
    }
    this.#remember();
  }

  async #beat() {
    const answer = await call("POST", `${this.#waiters()}/${this.#waiter.waiterId}/renew`, { body: { session: this.#lock.session } });
    if (answer.ok && answer.body.state === "QUEUED") {
      this.#waiter.place = answer.body.place;
    } else if (answer.ok || answer.status === 410) {
      this.#wait(answer.ok ? this.#waiter : null);
      await this.#lock.look();
    }
  }

  #again(answer) {
    this.#shown = null;
    if (answer.ok || answer.status === 410) {
      this.#lock.look();
    } else {
      this.#failed(answer);
    }
  }

  #failed(answer) {
    const lock = this.#lock;
    this.#shown = null;
    const sentence = answer.ok === false ? nodes(lock, "failed", { detail: answer.problem.detail }) : nodes(lock, "unreachable");
    lock.enter("blocked", sentence, [button(text(lock, "tryAgain"), () => lock.look())]);
  }
}
