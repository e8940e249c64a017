// One heartbeat for all locks of the tab, whatever their number, and a watch over the time in between.
import { call, meta, whoAmI } from "./api.js";
import { tab } from "./tab.js";

/** Leases last at least 180 s, so that timers of hidden tabs may be slow; more than this many in one call the server refuses. */
const EVERY = Number(meta("heldby-beat-seconds") ?? 30) * 1000;
const AT_MOST = 500;
const TICK = 1000;
/** A tick that comes this late was not slow: the computer or the page has slept, or the clock was moved. */
const SLEPT = 15000;

const held = new Set();
let timer;
let beating = null;
let failures = 0;

/**
 * Takes part in the heartbeat.
 *
 * @param holding has `lockId`, `token`, `active` (false: no beats just now) and `count()` (the beat to name), and is told by
 *   `renewed(lease, sent)` (false: it was overtaken), `lost(loss)`, `asked(requests)`, `unreachable()`, `signedOut()`, `woke()` and,
 *   every second, `tick()`
 */
export function join(holding) {
  held.add(holding);
  if (!watch) {
    remember();
    watch = setInterval(look, TICK);
  }
  schedule();
}

export function leave(holding) {
  held.delete(holding);
  if (held.size === 0) {
    clearInterval(watch);
    watch = undefined;
  }
}

/** A heartbeat now; those who call while one is under way share it. */
export function beatNow() {
  beating ??= beat().finally(() => {
    beating = null;
    schedule();
  });
  return beating;
}

async function beat() {
  const all = active();
  for (let from = 0; from < all.length; from += AT_MOST) {
    const overtaken = await beatFor(all.slice(from, from + AT_MOST));
    if (overtaken.length > 0) {
      await beatFor(overtaken);
    }
  }
}

/** @returns those that were not renewed because of another page of this tab; what they know now is new enough */
async function beatFor(holdings) {
  const sent = performance.now();
  const leases = holdings.map((holding) => ({ lockId: holding.lockId, token: holding.token, beat: holding.count() }));
  const answer = await call("POST", `/sessions/${tab()}/renew`, { body: { leases } });
  const each = (tell) => holdings.filter((holding) => held.has(holding)).forEach(tell);
  const overtaken = [];
  if (answer.signedOut) {
    each((holding) => holding.signedOut());
  } else if (!answer.ok) {
    failures += 1;
    each((holding) => holding.unreachable());
  } else {
    failures = 0;
    const { renewed, lost, requests } = answer.body;
    each((holding) => {
      const lease = renewed.find((one) => one.lockId === holding.lockId);
      const loss = lost.find((one) => one.lockId === holding.lockId);
      if (lease) {
        if (!holding.renewed(lease, sent)) {
          overtaken.push(holding);
        }
        holding.asked(requests.filter((one) => one.lockId === holding.lockId));
      } else if (loss) {
        holding.lost(loss);
      }
      // The others are being saved at this moment.
    });
  }
  return overtaken;
}

function active() {
  return [...held].filter((holding) => holding.active);
}

/** Jittered, so that a thousand tabs that a restart has thrown off do not come back in one second. */
function schedule() {
  clearTimeout(timer);
  if (active().length > 0) {
    const pause = failures > 0 ? Math.min(EVERY, 2000 * 2 ** failures) : EVERY;
    timer = setTimeout(beatNow, pause * (0.85 + Math.random() * 0.3));
  }
}

// The watch. It does not depend on a request that hangs or on a timer that was throttled.
let watch;
let monotonic;
let wall;

function look() {
  const late = performance.now() - monotonic - TICK;
  const moved = Math.abs(Date.now() - wall - TICK - late);
  remember();
  if (!document.hidden && (late > SLEPT || moved > SLEPT)) {
    wake();
  }
  held.forEach((holding) => holding.tick());
}

function remember() {
  monotonic = performance.now();
  wall = Date.now();
}

/** Nobody knows what has happened meanwhile: inputs are frozen until the server has said whose the record is. */
function wake() {
  active().forEach((holding) => holding.woke());
  // A heartbeat of before is not an answer for now.
  return (beating ?? Promise.resolve()).then(beatNow);
}

/** After signing in again in another window. */
export async function signedInAgain() {
  if (await whoAmI()) {
    await beatNow();
    return true;
  }
  return false;
}

addEventListener("online", wake);
addEventListener("pageshow", (event) => event.persisted && wake());
document.addEventListener("resume", wake);
document.addEventListener("visibilitychange", () => !document.hidden && active().length > 0 && beatNow());
