// An abandoned screen neither keeps others away until the maximum hold, nor its login alive.
import { button } from "./look.js";
import { countdown, now } from "./times.js";
import { nodes, text } from "./words.js";

const ANSWER_WITHIN = 120_000;
const SIGNS = ["keydown", "pointerdown", "input", "wheel", "touchstart"];

export class Idle {
  #lock;
  #after;
  // Monotonic: a clock that is moved is no sign of anybody's absence.
  #since = performance.now();
  #asked = null;

  constructor(lock) {
    this.#lock = lock;
    this.#after = Number(lock.getAttribute("idle-after") ?? 900) * 1000;
    const touched = () => this.touched();
    SIGNS.forEach((sign) => document.addEventListener(sign, touched, { passive: true, capture: true, signal: lock.signal }));
    lock.addEventListener("heldby-granted", touched, { signal: lock.signal });
  }

  /** A sign of somebody. */
  touched() {
    this.#since = performance.now();
    if (this.#asked && this.#lock.state === "mine") {
      this.#asked = null;
      this.#lock.mine();
    }
  }

  /** Every second, while the record is this page's. */
  tick() {
    const quiet = performance.now() - this.#since;
    if (this.#after <= 0 || this.#lock.state !== "mine" || quiet < this.#after) {
      return;
    }
    const lock = this.#lock;
    if (quiet >= this.#after + ANSWER_WITHIN) {
      this.#asked = null;
      lock.trouble.away(new Date(now() - quiet));
      return;
    }
    const left = countdown(this.#after + ANSWER_WITHIN - quiet);
    if (!this.#asked?.isConnected) {
      this.#asked = lock.question([button(text(lock, "keepEditing"), () => this.touched(), { class: "first" })]);
      lock.say(text(lock, "idle"));
    }
    this.#asked.replaceChildren(nodes(lock, "idleIn", { in: left }));
  }
}
