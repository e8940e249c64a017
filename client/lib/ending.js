// The maximum hold comes to its end, or an operator ends the lock in a while: a countdown, and the way on.
import { call, resource } from "./api.js";
import { button } from "./look.js";
import { countdown } from "./times.js";
import { nodes, text } from "./words.js";

const FROM = 120_000;
/** Seconds before the end at which it is said aloud. */
const SAID_AT = [120, 60, 20];
/** A tick may come late. */
const SLACK = 5;

export class Ending {
  #lock;
  #said = new Set();
  #wanted = null;
  #sentence = null;
  #key = null;

  constructor(lock) {
    this.#lock = lock;
  }

  /** Every second, while the record is this page's. */
  async tick() {
    const lock = this.#lock;
    const { lease } = lock;
    if (lease.left >= FROM) {
      return;
    }
    if (!this.#wanted) {
      this.#wanted = { by: null };
      const found = await call("GET", resource(lock.type, lock.key));
      this.#wanted.by = found.ok ? wanting(found.body) : null;
      if (lock.lease !== lease || lock.state !== "mine") {
        return;
      }
    }
    this.#show(lease);
  }

  #show({ left, breaking }) {
    const lock = this.#lock;
    const who = this.#wanted.by;
    const key = breaking ? "endsBroken" : who ? "endsWaiting" : "ends";
    const values = { in: countdown(left), who: breaking?.by ?? who, reason: breaking?.reason };
    if (this.#key !== key || !this.#sentence?.isConnected) {
      this.#key = key;
      this.#sentence = lock.question([breaking || who
        ? button(text(lock, "saveAndClose"), () => lock.save(), { class: "first" })
        : button(text(lock, "keepEditing"), () => lock.again(), { class: "first" })]);
    }
    this.#sentence.replaceChildren(nodes(lock, key, values));
    const seconds = Math.ceil(left / 1000);
    const mark = SAID_AT.find((each) => seconds <= each && seconds > each - SLACK);
    if (mark && !this.#said.has(mark)) {
      this.#said.add(mark);
      lock.say(text(lock, key, values));
    }
  }
}

/** Who asks for the record or waits for it, first. */
function wanting({ requests, waiters }) {
  return (requests[0]?.asker ?? waiters[0]?.who)?.displayName ?? null;
}
