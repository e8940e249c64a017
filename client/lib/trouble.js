// What comes between somebody and their text while the record is theirs: no network, sleep, a login that is over, a long
// lunch, the same record in another tab. The text is kept in each case, and nobody types in vain.
import { home, meta } from "./api.js";
import { pause, resume } from "./events.js";
import { beatNow, signedInAgain } from "./heartbeat.js";
import { button, make } from "./look.js";
import { now } from "./times.js";
import { nodes, text } from "./words.js";

export class Trouble {
  #lock;
  #why = null;

  constructor(lock) {
    this.#lock = lock;
  }

  /** What is in the way: a key of the sentences; `null` when nothing is. */
  get why() {
    return this.#why;
  }

  over() {
    this.#why = null;
  }

  /** Nobody types until the server has said whose the record is. */
  freeze(why) {
    const lock = this.#lock;
    if (lock.state === "saving" && why !== "checking") {
      return;
    }
    lock.draft.keepNow();
    this.#why = why;
    lock.enter("frozen", nodes(lock, why), why === "checking" ? [] : [this.#tryAgain()]);
  }

  woke() {
    this.#lock.idle.touched(); // Whoever wakes it up is there.
    this.freeze("checking");
  }

  unreachable() {
    const lock = this.#lock;
    if (lock.state !== "mine" && this.#why !== "checking") {
      return;
    }
    if (lock.lease.overdue) {
      this.freeze("offlineOver");
    } else {
      // The lease outlasts several beats: type on.
      this.#why = "offline";
      const until = new Date(now() + lock.lease.goodFor);
      lock.enter("mine", nodes(lock, "offline", { until }), [this.#tryAgain()], "warn");
      lock.draft.keepNow();
    }
  }

  #tryAgain() {
    return button(text(this.#lock, "tryAgain"), () => beatNow());
  }

  signedOut() {
    const lock = this.#lock;
    if (lock.state === "saving") {
      return;
    }
    lock.draft.keepNow();
    this.#active(false);
    const where = meta("heldby-login") ?? new URL("..", home).href;
    lock.enter("signed-out", nodes(lock, "signedOut"), [
      make("a", { href: where, target: "_blank", rel: "opener", text: text(lock, "signIn"), part: "link" }),
    ]);
    pause();
  }

  /** The window has the focus again: perhaps somebody has signed in in another one. */
  async backFromSignIn() {
    this.#active(true);
    if (!(await signedInAgain())) {
      this.#active(false);
      return;
    }
    resume();
    if (!this.#lock.lease) {
      await this.#lock.acquire();
    }
  }

  /** Nobody has touched it for long: others may have it, the text stays. */
  away(since) {
    const lock = this.#lock;
    lock.draft.keepNow();
    this.#active(false);
    pause();
    lock.enter("away", nodes(lock, "away", { since }), [
      button(text(lock, "keepEditing"), () => this.#back(), { class: "first" }),
    ]);
  }

  async #back() {
    resume();
    this.#active(true);
    this.freeze("checking");
    await beatNow();
  }

  #active(on) {
    if (this.#lock.lease) {
      this.#lock.lease.active = on;
    }
  }

  /** @param how see `OneTab` */
  otherTab(how) {
    const lock = this.#lock;
    lock.draft.keepNow();
    if (how === "continued") {
      lock.losing.lost({ cause: "continued-elsewhere", at: new Date(now()).toISOString() });
      return;
    }
    lock.letGo();
    lock.enter("elsewhere", nodes(lock, "elsewhereHere"), [
      button(text(lock, "continueHere"), () => {
        lock.oneTab.claim();
        lock.reopen("edit");
      }, { class: "first" }),
    ]);
  }
}
