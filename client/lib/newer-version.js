// In an optimistic editor nobody is kept out. Whoever has the record open is told as soon as somebody else has saved it, and
// can merge before their own save is refused.
import { notice } from "./banner.js";
import { compared, mergedByHand } from "./compare.js";
import { original, putIn, typed } from "./fields.js";
import { button, make } from "./look.js";
import { user } from "./api.js";
import { nodes, text } from "./words.js";

export class NewerVersion {
  #lock;
  #place;
  #untouched = null;

  constructor(lock) {
    this.#lock = lock;
    this.#place = make("div", { role: "status", part: "newer" });
    lock.notices.append(this.#place);
    // Who types after all is not offered to see another page in place of it.
    lock.addEventListener("input", () => this.#untouched && this.#look(this.#untouched), { signal: lock.signal });
  }

  async heard(event) {
    const { state, version } = this.#lock;
    if (state === "optimistic" && event.event === "resource.saved" && Number(event.version) > Number(version)) {
      await this.#look(event);
    }
  }

  async #look(event) {
    const lock = this.#lock;
    const who = event.displayName ?? event.user ?? "?";
    const values = { who: event.user === user() ? text(lock, "badgeYou") : who };
    this.#untouched = lock.draft.dirty() ? null : event;
    if (this.#untouched) {
      this.#say(nodes(lock, "savedUntouched", values), button(text(lock, "showIt"), () => lock.reopen("edit")));
      return;
    }
    const newer = await this.#fetch();
    if (!newer) {
      this.#say(nodes(lock, "savedBy", values), button(text(lock, "compare"), () => this.#reopen()));
      return;
    }
    const overlap = compared(lock, { base: lock.draft.base, mine: typed(lock.forms), theirs: newer.values }).conflicts.length;
    const key = overlap === 0 ? "savedNoOverlap" : overlap === 1 ? "savedOverlap1" : "savedOverlap";
    this.#say(nodes(lock, key, { ...values, count: String(overlap) }),
      button(text(lock, "mergeNow"), () => this.#merge(newer, event), { class: "first" }));
  }

  #reopen() {
    this.#lock.draft.keepNow();
    this.#lock.reopen("compare");
  }

  /** The page once more, as it is now: the same form, with what is stored. */
  async #fetch() {
    const lock = this.#lock;
    try {
      const answer = await fetch(lock.getAttribute("reload") ?? location.href, { headers: { Accept: "text/html" }, redirect: "manual" });
      const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      const same = page && [...page.querySelectorAll("edit-lock")].find((each) =>
        each.getAttribute("type") === lock.type && each.getAttribute("key") === lock.key);
      return same?.querySelector("form") ? {
        version: same.getAttribute("version"),
        by: same.getAttribute("modified-by"),
        at: same.getAttribute("modified-at"),
        values: original([...same.querySelectorAll("form")]),
      } : null;
    } catch {
      return null;
    }
  }

  async #merge(newer, event) {
    const lock = this.#lock;
    const result = await mergedByHand(lock, {
      base: lock.draft.base,
      mine: typed(lock.forms),
      theirs: newer.values,
      from: lock.version,
      by: newer.by ?? event.displayName,
      at: newer.at ?? event.at,
      version: newer.version,
    });
    if (result.action === "discard") {
      lock.draft.forget();
      lock.reopen("edit");
    } else if (result.action === "merged") {
      putIn(lock.forms, result.values);
      lock.merged(newer.version, newer.values);
      this.#place.replaceChildren();
      lock.save();
    }
  }

  #say(sentence, action) {
    this.#place.replaceChildren(notice("!", sentence, action));
  }
}
