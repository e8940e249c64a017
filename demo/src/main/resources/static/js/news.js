// What happens to locks, as it happens: one stream of Heldby's events, as long as the page can be seen.

const KINDS = [
  "lock.acquired", "lock.mode-changed", "lock.released", "lock.expiring", "lock.lost", "lock.requested", "lock.kept",
  "lock.release-requested", "lock.release-declined", "lock.transferred", "lock.freed",
];

/**
 * Calls tell() for everything that happens to this type, or to one record of it, or to all; and whenever the stream is up
 * again, for what has happened before that. Returns a function that says whether the stream is up: while it is not, whoever listens has to look.
 */
export function onNews(type, id, tell) {
  const query = new URLSearchParams();
  if (type) {
    query.set("type", type);
  }
  if (id) {
    query.set("id", id);
  }
  let stream = null;
  listen();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else {
      listen();
    }
  });
  // A stream that is open keeps the page out of the browser's memory for "back".
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
  return () => stream?.readyState === EventSource.OPEN;

  function listen() {
    stream?.close();
    stream = document.hidden ? null : new EventSource(`/heldby/v1/events?${query}`);
    ["open", ...KINDS].forEach((kind) => stream?.addEventListener(kind, tell));
  }
}
