// Calls to Heldby's HTTP API, and what their answers mean. Whatever goes wrong on the way is a value, too: the caller has
// text of somebody's in its hands and must not stumble.
import { serverTime } from "./times.js";

/** Where the client is, whether as one file or as its sources. */
export const home = new URL(".", import.meta.url).href.replace(/lib\/$/, "");

const root = new URL(meta("heldby-api") ?? "v1", home).href.replace(/\/$/, "");
const csrf = { header: meta("_csrf_header") ?? "X-CSRF-TOKEN", token: meta("_csrf") };
let me = meta("heldby-user");

export function meta(name) {
  return document.querySelector(`meta[name="${name}"]`)?.content;
}

/** The signed-in user, where the page or an answer has said so. */
export function user() {
  return me;
}

/**
 * One call. Resolves to `{ok: true, status, body}`, to `{ok: false, status, problem, retryAfter}` when the server refuses,
 * to `{signedOut: true}` when nobody is signed in (any more), and to `{unreachable: true}` when it is not known whether the
 * server got it: no connection, no answer in time, or its database is down.
 *
 * @param options `body` (sent as JSON), `token` (of a lock), `keepalive` (outlives the page), `timeout` in milliseconds
 */
export async function call(method, path, options = {}) {
  const { body, token, keepalive = false, timeout = 10000 } = options;
  const headers = { Accept: "application/json" };
  if (method !== "GET") {
    headers[csrf.header] = csrf.token ?? cookie("XSRF-TOKEN") ?? "";
  }
  if (body) {
    headers["Content-Type"] = "application/json";
  }
  if (token) {
    headers["Lock-Token"] = token;
  }
  try {
    const answer = await fetch(root + path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      keepalive,
      // A login page is never an answer about a lock.
      redirect: "manual",
      signal: keepalive ? undefined : AbortSignal.timeout(timeout),
    });
    return await understood(answer, method, path, options);
  } catch {
    return { unreachable: true };
  }
}

async function understood(answer, method, path, options) {
  if (answer.type === "opaqueredirect" || answer.status === 401) {
    return { signedOut: true };
  }
  const said = answer.status === 204 ? null : await answer.json();
  if (said?.serverTime ?? said?.renewed?.[0]?.serverTime) {
    serverTime(said.serverTime ?? said.renewed[0].serverTime);
  }
  if (answer.ok) {
    me ??= said?.owner?.user;
    return { ok: true, status: answer.status, body: said };
  }
  const slug = String(said?.type).replace("urn:heldby:problem:", "");
  if (slug === "csrf-token" && !options.again) {
    // Somebody has signed in again in another window, and the page's token is of the session before.
    const who = await whoAmI();
    return who ? call(method, path, { ...options, again: true }) : { signedOut: true };
  }
  if (answer.status === 503) {
    return { unreachable: true };
  }
  return { ok: false, status: answer.status, problem: { ...said, slug }, retryAfter: Number(answer.headers.get("Retry-After")) };
}

/** Who is signed in now, `null` when nobody is; the page's CSRF tokens are those of that session from then on. */
export async function whoAmI() {
  try {
    const answer = await fetch(`${root}/me`, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (!answer.ok) {
      return null;
    }
    const said = await answer.json();
    if (said.csrf) {
      csrf.header = said.csrf.header;
      csrf.token = said.csrf.token;
      for (const input of document.querySelectorAll(`input[type=hidden][name="${said.csrf.parameter}"]`)) {
        input.value = csrf.token;
      }
    }
    if (me && said.user !== me) {
      return null;
    }
    me ??= said.user;
    return said;
  } catch {
    return null;
  }
}

/** @returns where the events of locks are streamed and polled */
export function eventsAt() {
  return `${root}/events`;
}

/** @returns the path of one record */
export function resource(type, key) {
  return `/resources/${encodeURIComponent(type)}/${encodeURIComponent(key)}`;
}

function cookie(name) {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}
