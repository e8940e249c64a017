// The few calls that the pages make to Heldby's HTTP API, with the session's cookie and its CSRF token.

const API = "/heldby/v1";
const csrf = document.querySelector("meta[name=csrf-token]")?.content ?? "";

/** Extends a lock. 200 is {beat, expiresAt, ...}; 410 means lost, for good. */
export function renew(lockId, token) {
  return fetch(`${API}/locks/${lockId}/renew`, {
    method: "POST",
    headers: { "Accept": "application/json", "Lock-Token": token, "X-CSRF-TOKEN": csrf },
    // A login page is never an answer about a lock.
    redirect: "error",
  });
}

/** The page is being left: the lock ends in seconds, so that a reload can still reclaim it. */
export function farewell(lockId, token, beat, softSeconds) {
  fetch(`${API}/locks/${lockId}/release`, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json", "X-CSRF-TOKEN": csrf },
    body: JSON.stringify({ token, beat, softSeconds }),
  }).catch(() => {});
}

/** Who holds a record now. */
export async function holders(type, id) {
  const answer = await fetch(`${API}/resources/${type}/${encodeURIComponent(id)}`, {
    headers: { "Accept": "application/json" },
    redirect: "error",
  });
  if (!answer.ok) {
    throw new Error(`status ${answer.status}`);
  }
  return (await answer.json()).holders;
}
