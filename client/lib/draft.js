// The draft of one <edit-lock>: kept while somebody types, offered again when the record is opened, dropped when it is saved.
import { notice } from "./banner.js";
import { mergedByHand } from "./compare.js";
import { openDialog } from "./dialog.js";
import * as drafts from "./drafts.js";
import { alike, changed, notKept, original, putIn, same, typed } from "./fields.js";
import { button, make } from "./look.js";
import { nodes, text } from "./words.js";

const SOON = 300;

export class Draft {
  #lock;
  #name;
  #base;
  #timer;
  #place;
  #offered = null;
  #sending = null;
  #restName = null;

  constructor(lock) {
    this.#lock = lock;
    this.#name = drafts.newName(lock.record);
    this.#base = original(lock.forms);
    this.#place = make("div", { role: "status", part: "draft" });
    lock.notices.append(this.#place);
    const { signal } = lock;
    lock.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.keepNow(), SOON);
    }, { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.keepNow(), { signal });
    document.addEventListener("freeze", () => this.keepNow(), { signal });
    lock.addEventListener("heldby-state", () => this.#offered && this.#show(), { signal });
  }

  get base() { return this.#base; }

  /** Whether something is typed that is not saved. */
  dirty() {
    return !same(this.#base, typed(this.#lock.forms));
  }

  /** The form that something is typed in, `undefined` when that is none of them. */
  typedIn() {
    return this.#lock.forms.find((form) => Object.entries(typed([form])).some(([name, value]) => !same(value, this.#base[name])));
  }

  keepNow() {
    clearTimeout(this.#timer);
    if (!this.#lock.form) {
      return;
    }
    if (this.#sending && this.#lock.state === "saving") {
      this.#keepApart();
      return;
    }
    this.#sending = null;
    this.#keep(this.#name, () => true);
    if (this.#restName) {
      drafts.drop(this.#restName);
    }
  }

  #keep(draft, which) {
    const { forms, record, version } = this.#lock;
    const secret = notKept(forms);
    const kept = (values) => Object.fromEntries(Object.entries(values).filter(([name]) => which(name) && !secret.has(name)));
    const base = kept(this.#base);
    const mine = kept(typed(forms));
    if (same(base, mine)) {
      drafts.drop(draft);
    } else {
      drafts.keep(draft, record, version, base, mine);
    }
  }

  /** What is being sent, and what is typed in other forms and is not. */
  #keepApart() {
    const sent = typed([this.#sending]);
    this.#keep(this.#name, (name) => name in sent);
    if (this.#lock.forms.length > 1) {
      this.#restName ??= drafts.newName(this.#lock.record);
      this.#keep(this.#restName, (name) => !(name in sent));
    }
  }

  /** One of the forms is being sent. */
  submit(form) {
    clearTimeout(this.#timer);
    this.#sending = form;
    this.#keepApart();
    drafts.submitted(this.#name, this.#lock.record);
  }

  /** It is stored, or what is typed is wanted no more. */
  forget() {
    drafts.drop(this.#name);
    this.#base = typed(this.#lock.forms);
  }

  /** What is shown was merged with a newer version, on top of which typing goes on. */
  rebase(base) {
    this.#base = base;
    this.keepNow();
  }

  /** Drafts of what the form shows anyhow: the server has sent it back with what was typed, or it is stored by now. */
  recognise() {
    if (!this.#lock.form) {
      return;
    }
    const sent = drafts.sent(this.#lock.record);
    const now = typed(this.#lock.forms);
    for (const draft of drafts.of(this.#lock.record)) {
      // A part of the form that was removed on the way is not missing.
      const names = Object.keys(draft.mine).filter((name) => draft.name !== sent || name in now);
      if (names.every((name) => alike(draft.mine[name], now[name]))) {
        if (String(draft.version) === String(this.#lock.version)) {
          this.#name = draft.name;
          this.#base = { ...this.#base, ...draft.base };
        } else {
          drafts.drop(draft.name);
        }
      }
    }
  }

  /** Text of before that is not saved. @param compareNow the reader has asked to compare already */
  async offer(compareNow) {
    if (!this.#lock.form) {
      return;
    }
    this.#offered = drafts.of(this.#lock.record).find((draft) => draft.name !== this.#name) ?? null;
    if (this.#offered) {
      this.#show();
      if (compareNow && this.#canEdit()) {
        await (this.#nothingToCompare() ? this.#putBack() : this.#compare());
      }
    }
  }

  #nothingToCompare() {
    return this.#lock.version === null && !this.#onTopOfOther(this.#offered);
  }

  #canEdit() {
    return ["mine", "ready", "optimistic"].includes(this.#lock.state);
  }

  #show() {
    const lock = this.#lock;
    const draft = this.#offered;
    const at = new Date(draft.at);
    const newer = lock.version === null ? this.#onTopOfOther(draft) : String(draft.version) !== String(lock.version);
    const who = lock.getAttribute("modified-by");
    const discard = button(text(lock, "discard"), async () => {
      if (await lock.confirm(nodes(lock, "discardSure", { at }), text(lock, "discard"))) {
        drafts.drop(draft.name);
        this.#done();
      }
    });
    let sentence;
    let actions;
    if (!this.#canEdit()) {
      sentence = nodes(lock, "unsavedBlocked", { at });
      actions = [button(text(lock, "copyDraft"), () => this.copy(draft.mine)), discard];
    } else if (newer) {
      sentence = nodes(lock, who ? "unsavedSince" : "unsavedSinceAnybody", { at, who });
      actions = [button(text(lock, "compare"), () => this.#compare()), discard];
    } else {
      sentence = nodes(lock, "unsaved", { at });
      actions = [button(text(lock, "putBack"), () => this.#putBack()), discard];
    }
    this.#place.replaceChildren(notice("!", sentence, ...actions));
  }

  #done() {
    this.#offered = null;
    this.#place.replaceChildren();
    this.offer(false);
    this.#lock.form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }

  #putBack() {
    const draft = this.#offered;
    const left = putIn(this.#lock.forms, Object.fromEntries(changed(draft.base, draft.mine).map((name) => [name, draft.mine[name]])));
    if (Object.keys(left).length > 0) {
      const copy = button(text(this.#lock, "copyDraft"), () => this.copy(draft.mine));
      this.#place.replaceChildren(notice("!", nodes(this.#lock, "notAllBack"), copy));
      return;
    }
    this.#adopt(draft);
    this.#done();
  }

  async #compare() {
    const draft = this.#offered;
    const { forms } = this.#lock;
    const result = await mergedByHand(this.#lock, { base: draft.base, mine: draft.mine, theirs: typed(forms), from: draft.version });
    if (result.action === "merged") {
      putIn(forms, result.values);
      this.#adopt(draft);
      this.#done();
      if (forms.length === 1) {
        this.#lock.save();
      }
    } else if (result.action === "discard") {
      drafts.drop(draft.name);
      this.#done();
    }
  }

  /** Without versions: somebody else has changed what was typed on top of. */
  #onTopOfOther(draft) {
    return changed(draft.base, draft.mine).some((name) => name in this.#base && !same(draft.base[name], this.#base[name]));
  }

  #adopt(draft) {
    this.#name = draft.name;
    this.keepNow();
  }

  /** Puts the text into the clipboard; where the browser does not allow that, shows it to be copied by hand. */
  async copy(values = typed(this.#lock.forms)) {
    const lock = this.#lock;
    const label = (name) => lock.forms.map((form) => form.elements.namedItem(name)).find(Boolean)?.labels?.[0]?.textContent.trim() || name;
    const all = Object.entries(values).map(([name, value]) => `${label(name)}: ${[value].flat().join(", ")}`).join("\n");
    try {
      await navigator.clipboard.writeText(all);
      lock.say(text(lock, "copied"));
    } catch {
      const area = make("textarea", { rows: 10, readonly: true, "aria-label": text(lock, "copyByHand") });
      area.value = all;
      const dialog = openDialog(lock.shadowRoot, { "aria-label": text(lock, "copyByHand") }, area,
        make("div", { class: "row" }, button(text(lock, "close"), () => dialog.close())));
      area.select();
    }
  }
}
