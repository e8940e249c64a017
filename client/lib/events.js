// What happens to locks and records, as it happens: one stream for the whole browser. The tab that has the Web Lock listens
// and tells the others. Without Web Locks (pages without TLS) every tab listens for itself.
import { call, eventsAt } from "./api.js";

const KINDS = [
  "lock.acquired", "lock.mode-changed", "lock.released", "lock.expiring", "lock.lost", "lock.requested", "lock.kept",
  "lock.release-requested", "lock.release-declined", "lock.transferred", "lock.freed", "resource.saved",
];
const NAME = "heldby:events";
/** Without a stream: how often to look. */
const LOOK = Number(document.querySelector("meta[name=heldby-poll-seconds]")?.content ?? 10) * 1000;
/** Tries of a stream that does not open before looking is better. */
const TRIES = 3;

const listeners = new Set();
let channel;
let stream;
let letGo;
let polling;
let wanted = 0;

/**
 * Calls `tell(event)` for everything that happens from now on; and with `{event: "up"}` when something may have been missed:
 * whoever listens looks for itself then. Returns a function that ends it.
 */
export function listen(tell) {
  listeners.add(tell);
  resume();
  return () => {
    listeners.delete(tell);
    if (listeners.size === 0) {
      pause();
    }
  };
}

/** Listens, if anybody wants to hear; also again after a pause. */
export function resume() {
  if (channel || listeners.size === 0) {
    return;
  }
  channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }) => tellAll(data);
  const turn = ++wanted;
  if (!navigator.locks) {
    open();
    return;
  }
  navigator.locks.request(NAME, () => {
    if (turn !== wanted) {
      return undefined;
    }
    open();
    return new Promise((end) => {
      letGo = end;
    });
  });
}

/** The page sleeps, or its reader is away: another tab may listen. */
export function pause() {
  wanted += 1;
  channel?.close();
  channel = undefined;
  stream?.close();
  stream = undefined;
  clearTimeout(polling);
  polling = undefined;
  letGo?.();
  letGo = undefined;
}

function open(tries = 0) {
  const turn = wanted;
  stream = new EventSource(eventsAt());
  let opened = false;
  stream.onopen = () => {
    opened = true;
    broadcast({ event: "up" });
  };
  KINDS.forEach((kind) => stream.addEventListener(kind, ({ data }) => broadcast(JSON.parse(data))));
  stream.onerror = () => {
    // While it is connecting, the browser tries again by itself. Closed, it has given up: too many streams, or signed out.
    if (turn === wanted && stream?.readyState === EventSource.CLOSED) {
      const next = opened ? 0 : tries + 1;
      setTimeout(() => turn === wanted && (next < TRIES ? open(next) : poll()), 1000 * (tries + 1));
    }
  };
}

/** The twin of the stream, by asking again and again. */
async function poll(after) {
  const turn = wanted;
  const answer = await call("GET", `/events/poll${after === undefined ? "" : `?after=${after}`}`);
  if (turn !== wanted) {
    return;
  }
  if (answer.ok && after !== undefined) {
    answer.body.events.forEach(broadcast);
  }
  const next = answer.ok ? answer.body.next : after;
  if (after === undefined && answer.ok) {
    broadcast({ event: "up" });
  }
  polling = setTimeout(() => poll(next), answer.ok && answer.body.more ? 0 : LOOK);
}

function broadcast(event) {
  channel?.postMessage(event);
  tellAll(event);
}

function tellAll(event) {
  listeners.forEach((tell) => tell(event));
}

// A stream that is open keeps the page out of the browser's memory for "back", and a frozen tab tells nobody anything.
addEventListener("pagehide", pause);
addEventListener("pageshow", (event) => event.persisted && resume());
document.addEventListener("freeze", pause);
document.addEventListener("resume", resume);
