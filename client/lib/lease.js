// A lock that this page holds: its place in the heartbeat, how long it is good for, and how it is given back.
import { call } from "./api.js";
import { join, leave } from "./heartbeat.js";
import { now } from "./times.js";

/** What a page that is left grants its successor: long enough for a slow reload, short enough for who waits. */
const SOFT_SECONDS = 10;

export class Lease {
  /** Whether it takes part in heartbeats. */
  active = true;
  #told;
  #goodUntil;
  #beat = 0;

  /**
   * @param lease as the server answered or rendered it: `lockId`, `token`, `expiresInSeconds`, `maxUntil`, `beat`
   * @param told what happens to it: `renewed()`, `lost(loss)`, `asked(requests)`, `unreachable()`, `signedOut()`, `woke()`, `tick()`
   * @param sent when it was asked for, by the monotonic clock
   */
  constructor(lease, told, sent = performance.now()) {
    this.lockId = lease.lockId;
    this.token = lease.token;
    this.#told = told;
    this.#take(lease, sent);
    join(this);
  }

  #take(lease, sent) {
    // Counted from when it was asked for, so never longer than the server thinks.
    this.#goodUntil = sent + (lease.expiresInSeconds ?? 0) * 1000;
    this.#beat = Math.max(this.#beat, lease.beat);
    this.maxUntil = lease.maxUntil ? new Date(lease.maxUntil) : null;
    this.breaking = lease.breaking ?? null;
  }

  /** @returns whether it was: the server has not counted further than this page, as it has when a later page had the lock */
  renewed(lease, sent) {
    const counted = lease.beat <= this.#beat;
    this.#take(lease, sent);
    this.#told.renewed();
    return counted;
  }

  lost(loss) {
    this.end();
    this.#told.lost(loss);
  }

  /** The beat that the next message names. Each one counts, answered or not: so the server knows in which order they were sent. */
  count() {
    return this.#beat++;
  }

  asked(requests) { this.#told.asked(requests); }
  unreachable() { this.#told.unreachable(); }
  signedOut() { this.#told.signedOut(); }
  woke() { this.#told.woke(); }
  tick() { this.#told.tick(); }

  /** Whether its time is over as far as is known here, without an answer of the server. */
  get overdue() {
    return this.goodFor < 0;
  }

  /** For how long it is good without a further heartbeat, in milliseconds. */
  get goodFor() {
    return this.#goodUntil - performance.now();
  }

  /** Until the maximum hold, in milliseconds. */
  get left() {
    return this.maxUntil ? this.maxUntil - now() : Infinity;
  }

  /** No more heartbeats; the lock stays as it is. */
  end() {
    leave(this);
  }

  /** Gives it back. */
  release() {
    this.end();
    return call("DELETE", `/locks/${this.lockId}`, { token: this.token });
  }

  /** The page is being left: the lock ends in seconds, unless a reload reclaims it. */
  farewell() {
    call("POST", `/locks/${this.lockId}/release`, {
      keepalive: true,
      body: { token: this.token, softSeconds: SOFT_SECONDS, beat: this.count() },
    });
  }
}
