// What <edit-lock> shows: a banner above the form, room for notices, and a voice for those who do not see the screen.
import { DIALOG, openDialog } from "./dialog.js";
import { button, make, padlock, sheet } from "./look.js";
import { text } from "./words.js";

const MARKS = { ok: "✓", warn: "!", danger: "!", "": "…" };

const LOOK = sheet(`
  :host { display: block; }
  .banner { display: flex; flex-wrap: wrap; align-items: baseline; gap: .35rem .6rem; max-width: 46rem; margin: 0 0 1rem;
    padding: .55rem .8rem; border: 1px solid currentColor; border-left-width: 4px; border-radius: var(--_radius);
    background: var(--_sunken); color: var(--_ink); font: inherit; }
  .banner:empty { display: none; }
  .banner > span { flex: 1 1 14rem; }
  .banner > .row { flex: 1 1 100%; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
  .ok { background: var(--_ok-soft); color: var(--_ok); }
  .warn, .held { background: var(--_warn-soft); color: var(--_warn); }
  .banner button { min-height: 2rem; padding: .2rem .7rem; font-size: .93em; }
  .danger { background: var(--_danger-soft); color: var(--_danger); }
  time { font-variant-numeric: tabular-nums; white-space: nowrap; }
  a { color: inherit; }
  label { display: grid; gap: .25rem; font-weight: 600; font-size: .9rem; flex: 1 1 14rem; color: var(--_ink); }
${DIALOG}`);

export class Banner {
  #lock;
  #banner = make("div", { class: "banner", part: "banner", role: "status" });
  #live = make("p", { class: "seen-by-readers", role: "status" });
  notices = make("div", { part: "notices" });

  constructor(lock) {
    this.#lock = lock;
    const shadow = lock.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [LOOK];
    shadow.append(this.#banner, this.notices, this.#live, make("slot"));
  }

  /**
   * @param kind `ok`, `held`, `warn`, `danger` or nothing
   * @param sentence an element
   * @param live `off` while the words change every second
   */
  paint(kind, sentence, actions, live = "polite") {
    const focused = this.#banner.contains(this.#lock.shadowRoot.activeElement);
    this.#banner.className = `banner ${kind}`;
    this.#banner.setAttribute("aria-live", live);
    this.#banner.replaceChildren(kind === "held" ? padlock() : make("b", { "aria-hidden": "true", text: MARKS[kind] }), sentence, ...actions);
    if (focused) {
      // Whoever stood on a button of the banner stays there.
      this.#banner.querySelector("button, a")?.focus();
    }
  }

  clear() {
    this.#banner.replaceChildren();
  }

  say(sentence) {
    this.#live.textContent = sentence;
  }

  /** A question in a dialog. @returns a promise of whether the answer is yes */
  confirm(question, yes) {
    return new Promise((answer) => {
      const close = (what) => {
        answer(what);
        dialog.close();
      };
      const dialog = openDialog(this.#lock.shadowRoot, { role: "alertdialog", "aria-labelledby": "question" },
        make("p", { id: "question" }, question),
        make("div", { class: "row" },
          button(yes, () => close(true), { class: "first" }),
          button(text(this.#lock, "cancel"), () => close(false))));
      dialog.addEventListener("close", () => answer(false));
    });
  }
}

/** One of the notices below the banner. @param mark the sign before its sentence */
export function notice(mark, sentence, ...actions) {
  return make("div", { class: "banner warn", part: "banner" },
    make("b", { "aria-hidden": "true", text: mark }), make("span", {}, sentence), ...actions);
}
