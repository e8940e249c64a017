// Keeps rows fresh: fetches the page again and puts in the rows that have changed. Forms with their CSRF tokens are
// outside of the rows, so an unchanged row is the same text every time.
import { localise } from "./times.js";

const EVERY = 3000;

export function keepFresh() {
  const rows = [...document.querySelectorAll("[data-live]")];
  if (rows.length === 0) {
    return;
  }
  const shown = new Map(rows.map((row) => [row.id, row.outerHTML]));
  let timer = setTimeout(look, EVERY);
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) {
      look();
    }
  });

  async function look() {
    try {
      const answer = await fetch(location.href, { headers: { "Accept": "text/html" }, redirect: "error" });
      if (answer.ok) {
        putIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch {
      // Off line or signed out: the next look may succeed.
    }
    if (!document.hidden) {
      timer = setTimeout(look, EVERY);
    }
  }

  function putIn(page) {
    for (const fresh of page.querySelectorAll("[data-live]")) {
      const sent = fresh.outerHTML;
      const row = document.getElementById(fresh.id);
      if (row && shown.get(fresh.id) !== sent) {
        replace(row, document.importNode(fresh, true));
        shown.set(fresh.id, sent);
      }
    }
  }
}

/** Whoever stood on this row's button with the keyboard stays on the row. */
function replace(row, fresh) {
  const focused = row.contains(document.activeElement);
  localise(fresh);
  row.replaceWith(fresh);
  if (focused) {
    const next = fresh.querySelector("a, button") ?? fresh;
    if (next === fresh) {
      fresh.tabIndex = -1;
    }
    next.focus();
  }
}
