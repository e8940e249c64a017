// The ways into a lock, and what a refusal means.
import { call } from "./api.js";
import { beatNow } from "./heartbeat.js";
import { button } from "./look.js";
import { nodes, text } from "./words.js";

export class Taking {
  #lock;

  constructor(lock) {
    this.#lock = lock;
  }

  /** The lock that the server took before it rendered the page. */
  adopt() {
    const given = (name) => this.#lock.getAttribute(name);
    this.#lock.hold({
      lockId: given("lock-id"),
      token: given("token"),
      beat: Number(given("beat") ?? 0),
      expiresInSeconds: Number(given("expires-in-seconds") ?? 60),
      maxUntil: given("max-until"),
    });
    // The page may be old: out of the browser's memory, or from a slow line.
    beatNow();
  }

  /** Nobody has it, and this page does not want it yet. */
  wait() {
    const lock = this.#lock;
    if (lock.getAttribute("acquire") === "first-edit") {
      lock.enter("ready");
    } else {
      lock.enter("free", nodes(lock, "free"), [button(text(lock, "edit"), () => this.acquire(), { class: "first" })]);
    }
  }

  /**
   * Takes the lock, if nobody else has it. With a `version`, only if the record still has it.
   *
   * @param how `continueHere`: from another tab or browser of the same user; `anyVersion`: whatever the page shows
   */
  async acquire(how = {}) {
    const lock = this.#lock;
    lock.enter("asking", nodes(lock, "asking"));
    const sent = performance.now();
    const answer = await call("POST", "/locks", {
      body: {
        type: lock.type,
        id: lock.key,
        session: lock.session,
        reason: lock.reason,
        ifVersion: lock.version === null || how.anyVersion ? undefined : Number(lock.version),
        continueHere: how.continueHere,
      },
    });
    if (answer.ok) {
      lock.hold(answer.body, sent);
      return true;
    }
    return this.#refused(answer, how);
  }

  async #refused(answer, how) {
    const lock = this.#lock;
    const problem = answer.problem ?? {};
    if (answer.signedOut) {
      lock.trouble.signedOut();
    } else if (answer.unreachable) {
      lock.enter("failed", nodes(lock, "unreachable"), [button(text(lock, "tryAgain"), () => this.acquire(how))]);
    } else if (problem.slug === "locked" || problem.slug === "reserved") {
      await lock.look();
    } else if (problem.slug === "saving") {
      lock.enter("asking", nodes(lock, "saving", { who: problem.holders?.[0]?.displayName }));
      await new Promise((later) => setTimeout(later, 1000 * (answer.retryAfter || 1)));
      return lock.isConnected && this.acquire(how);
    } else if (problem.field === "ifVersion") {
      // The server cannot read versions of this type. The save compares them all the same.
      return this.acquire({ ...how, anyVersion: true });
    } else if (problem.slug === "stale-version") {
      this.#stale(problem);
    } else {
      const known = { "not-permitted": "notPermitted", "quota-exceeded": "quota" }[problem.slug];
      lock.enter("failed", known ? nodes(lock, known) : nodes(lock, "failed", { detail: problem.detail ?? answer.status }));
    }
    return false;
  }

  /** What the page shows is older than what is stored. With nothing typed, the newer one is simply shown. */
  #stale(problem) {
    const lock = this.#lock;
    if (!lock.draft.dirty()) {
      lock.reopen("edit");
      return;
    }
    lock.draft.keepNow();
    const versions = { shown: String(problem.expectedVersion), current: String(problem.currentVersion) };
    lock.enter("stale", nodes(lock, "stale", versions), [
      button(text(lock, "compareReapply"), () => lock.reopen("compare"), { class: "first" }),
    ]);
  }
}
