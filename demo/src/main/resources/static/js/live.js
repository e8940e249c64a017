// Keeps parts of a page fresh: when something has happened to their locks, fetches them again and puts in what has changed.
// A part is an element with data-live and an id; rows that come and go stand in an element with data-live-rows. They come
// from a path of their own (data-live-from): the page itself may lock the record, or have something to say only once.
import { localise } from "./times.js";

/** Time passes without news: a lease that nobody ends is over at some time. */
const QUIET = 15000;

export async function keepFresh() {
  const root = document.querySelector("[data-live-of]");
  if (!root) {
    return;
  }
  const [type, id] = root.dataset.liveOf.split("/");
  const source = root.dataset.liveFrom;
  const shown = new Map(parts(document).map((part) => [part.id, text(part)]));
  let timer;
  let looking = false;
  let again = false;
  let heldBack = false;
  // The one stream of the browser; pages that nobody is signed in to have no news and load no client.
  const { listen } = await import("/heldby/client.js");
  listen((event) => (event.event === "up" || isOf(event)) && look());
  document.addEventListener("visibilitychange", look);
  wait();
  // What was in use is not any more: the reader left the field, or closed the menu.
  for (const left of ["focusout", "toggle"]) {
    document.addEventListener(left, () => heldBack && setTimeout(look), true);
  }

  function isOf(event) {
    return (!type || event.type === type) && (!id || event.id === id);
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET);
  }

  async function look() {
    if (document.hidden) {
      return;
    }
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    heldBack = false;
    try {
      const answer = await fetch(source, { headers: { "Accept": "text/html" }, redirect: "error" });
      if (answer.ok) {
        putIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch {
      // Off line or signed out: the next look may succeed.
    }
    looking = false;
    if (again) {
      again = false;
      look();
    } else {
      wait();
    }
  }

  function putIn(page) {
    for (const list of document.querySelectorAll("[data-live-rows]")) {
      comeAndGo(list, page.getElementById(list.id));
    }
    for (const fresh of parts(page)) {
      const part = document.getElementById(fresh.id);
      if (part && shown.get(fresh.id) !== text(fresh) && isFree(part)) {
        shown.set(fresh.id, text(fresh));
        replace(part, document.importNode(fresh, true));
      }
    }
  }

  function isFree(part) {
    const used = inUse(part);
    heldBack ||= used;
    return !used;
  }

  /** Rows that are gone go, new ones come where they belong; what changed in the others is put in as everywhere. */
  function comeAndGo(list, fresh) {
    if (!fresh) {
      return;
    }
    const rows = [...fresh.children];
    for (const row of [...list.children]) {
      if (!rows.some((other) => other.id === row.id) && isFree(row)) {
        shown.delete(row.id);
        row.remove();
      }
    }
    let before = list.firstElementChild;
    for (const row of rows) {
      const here = document.getElementById(row.id);
      if (!here) {
        const added = document.importNode(row, true);
        localise(added);
        list.insertBefore(added, before);
        shown.set(row.id, text(row));
      } else if (here === before) {
        before = before.nextElementSibling;
      }
    }
  }
}

function parts(page) {
  return [...page.querySelectorAll("[data-live]"), ...page.querySelectorAll("[data-live-rows] > *")];
}

/** As it was sent, but for the form tokens, which are others each time. */
function text(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll("input[name=_csrf]").forEach((token) => token.remove());
  return copy.outerHTML;
}

/** Somebody is typing in it, or has opened its menu: nothing is taken away from under their hands. */
function inUse(part) {
  return part.querySelector("details[open]") !== null
    || (part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));
}

/** Whoever stood on this part's button with the keyboard stays on the part. */
function replace(part, fresh) {
  const focused = part.contains(document.activeElement);
  localise(fresh);
  part.replaceWith(fresh);
  if (focused) {
    const next = fresh.querySelector("a, button, summary") ?? fresh;
    if (next === fresh) {
      fresh.tabIndex = -1;
    }
    next.focus();
  }
}
