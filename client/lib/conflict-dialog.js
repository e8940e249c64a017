// The dialog itself: what is shown in which order, what the buttons and keys do, and what is decided in the end.
import { askedPart, mergedPart, minePart, notes } from "./conflict-content.js";
import { controlsOf } from "./conflict-form.js";
import { LOOK } from "./conflict-look.js";
import { Memory } from "./conflict-memory.js";
import { fieldsOf, mineOf } from "./conflict-model.js";
import { discardStep, lostWithout, overwriteStep, undoneBy } from "./conflict-steps.js";
import { Teller } from "./conflict-title.js";
import { alike } from "./conflict-values.js";
import { button, make } from "./look.js";
import { nodes, text, words } from "./words.js";
import { conflictEn } from "./words-conflict-en.js";

words("en", conflictEn); // Here, so that pages without a conflict do not load them.

export { answer } from "./conflict-answer.js";

export class ConflictDialog {
  #element;
  #conflict;
  #options;
  #decide;
  #step;

  /** @param decide called once, with what was decided */
  constructor(element, conflict, options, decide) {
    this.#element = element;
    this.#conflict = conflict;
    this.#options = options;
    this.#decide = decide;
    this.controls = controlsOf(options.form);
    this.teller = new Teller(element, conflict, options.me);
    this.memory = new Memory(`${options.me[0] ?? ""}:${options.remember ?? `${conflict.entity}/${conflict.id}`}`);
    this.mine = mineOf(conflict, this.controls, options.mine);
    this.fields = conflict.deleted
      ? { asked: [], merged: [] }
      : fieldsOf(conflict, this.controls, options.labels, this.mine.of);
    this.all = [...this.fields.asked, ...this.fields.merged];
    this.questions = this.fields.asked.flatMap((field) => field.questions);
    this.memory.restore(this.all.flatMap((field) => field.questions));
    this.view = {
      element,
      who: this.teller.who,
      modifiedBy: conflict.modifiedBy,
      baseKnown: conflict.baseKnown !== false || conflict.deleted,
      theirHead: () => this.teller.theirHead(),
      onlyThem: () => this.teller.onlyThem(),
      problem: (question) => this.#problem(question),
      changed: (question) => this.#changed(question),
    };
    this.#build();
  }

  show() {
    this.#element.shadowRoot.adoptedStyleSheets = [LOOK];
    this.#element.shadowRoot.append(this.dialog);
    this.dialog.showModal();
    this.title.focus();
  }

  #text(key, values) {
    return text(this.#element, key, values);
  }

  #build() {
    const { asked, merged } = this.fields;
    this.title = make("h2", { id: "title", tabindex: -1, part: "title" }, this.teller.title(asked.length, merged.length));
    this.status = make("p", { role: "status", "aria-live": "polite" });
    const record = this.#options.label ?? `${this.#conflict.entity} ${this.#conflict.id}`;
    const about = make("p", { class: "soft" }, this.teller.about(record));
    const head = make("header", {}, this.title, about, ...notes(this.view, this.questions));
    this.main = make("section", { class: "step" }, make("div", { class: "body" }, head, ...this.#body()), this.#footer());
    this.dialog = make("dialog", { part: "dialog", "aria-labelledby": "title" }, this.main);
    this.dialog.addEventListener("keydown", (event) => this.#key(event));
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.#step ? this.#back() : this.close({ action: "draft" });
    });
    this.dialog.addEventListener("close", () => this.close({ action: "draft" })); // Of the browser's own accord.
    this.#tell();
  }

  #body() {
    const { asked, merged } = this.fields;
    if (this.#conflict.deleted) {
      return [minePart(this.view, this.#ofMine())];
    }
    const body = asked.length ? askedPart(this.view, asked) : [];
    if (merged.length) {
      this.merged = mergedPart(this.view, merged);
      body.push(this.merged);
    }
    if (asked.length && !this.#element.hasAttribute("no-keys")) {
      body.push(make("p", { class: "keys soft", text: this.#text("conflictKeys") }));
    }
    return body;
  }

  #ofMine() {
    return Object.entries(this.mine.all()).map(([name, mine]) => {
      const control = this.controls.get(name);
      return { label: this.#options.labels?.[name] || control?.label || name, mine, control, theirs: null };
    });
  }

  #recreate() {
    const invalid = this.#ofMine().filter(({ control, mine }) => control?.problem(mine, this.#element));
    if (invalid.length) {
      this.#tell(invalid);
    } else {
      this.close({ action: "recreate", values: this.mine.all() });
    }
  }

  #footer() {
    const press = (key, pressed, options) => button(this.#text(key), pressed, options);
    const discard = press(this.#conflict.deleted ? "conflictDiscardText" : "conflictDiscard", () => this.#discard());
    const draft = press("conflictDraft", () => this.close({ action: "draft" }));
    if (this.#conflict.deleted) {
      const recreate = press("conflictRecreate", () => this.#recreate(), { class: "first" });
      return make("footer", {}, recreate, this.status, make("span", { class: "rest" }, draft, discard));
    }
    const all = (key, side) => make("button", { type: "button", part: "button", text: this.#text(key), on: () => this.#chooseOpen(side) });
    this.allOf = [all("conflictAllTheirs", "theirs"), all("conflictAllMine", "mine")];
    const rest = [...this.allOf, draft, discard];
    if (this.#options.mayOverwrite) {
      rest.push(press("conflictOverwrite", () => this.#overwrite(), { class: "danger" }));
    }
    const save = press("conflictSave", () => this.#save(), { class: "first" });
    return make("footer", {}, save, this.status, make("span", { class: "rest" }, ...rest));
  }

  /** What the form says against the whole field, once: at its last question. */
  #problem(question) {
    const { field } = question;
    if (question.choice === "edit" && question.unread) {
      return question.unread;
    }
    const last = field.questions.at(-1) === question;
    return last && !field.open && field.control ? field.control.problem(field.value, this.#element) : "";
  }

  #changed(question) {
    question.field.questions.forEach((one) => one.row?.check());
    this.#chooseTogether(question);
    this.memory.keep(this.all.flatMap((field) => field.questions));
    this.#tell();
  }

  /** Half of one address and half of another is none: whoever takes theirs takes all of it, but for what is typed anew. */
  #chooseTogether({ choice, field }) {
    const fields = this.fields.asked.filter((one) => one !== field && field.together?.includes(one.name));
    const others = ["theirs", "mine"].includes(choice) ? fields.flatMap((one) => one.questions) : [];
    others.filter((one) => one.choice !== choice && one.choice !== "edit").forEach((one) => one.row.choose(choice));
  }

  #tell(problems = []) {
    const { asked } = this.fields;
    const open = asked.filter((field) => field.open).length;
    let told = asked.length ? this.#text("conflictDecided") : "";
    if (problems.length) {
      told = nodes(this.#element, "conflictInvalid", { fields: problems.map((field) => field.label).join(", ") });
    } else if (open) {
      told = nodes(this.#element, "conflictToDecide", { n: open, all: asked.length });
    }
    this.status.replaceChildren(told);
    this.allOf?.forEach((one) => (one.disabled = !open));
  }

  #chooseOpen(side) {
    this.questions.filter((question) => !question.choice).forEach((question) => question.row.choose(side));
    this.title.focus();
  }

  #save() {
    const open = this.questions.find((question) => !question.choice);
    const invalid = this.all.filter((field) => field.questions.some((question) => this.#problem(question)));
    if (open || invalid.length) {
      this.#tell(open ? [] : invalid);
      if (!open && this.fields.merged.includes(invalid[0])) {
        this.merged.open = true;
      }
      (open ?? invalid[0].questions.at(-1)).row.focus();
      return;
    }
    const values = { ...this.#conflict.merged, ...Object.fromEntries(this.all.map((field) => [field.name, field.value])) };
    const choices = Object.fromEntries(this.fields.asked.map((field) => [field.name, field.questions.map((question) => question.choice)]));
    this.close({ action: "merged", values, version: this.#conflict.currentVersion, choices });
  }

  #overwrite() {
    const undone = undoneBy(this.fields, this.view.baseKnown, alike);
    const version = this.#conflict.currentVersion;
    this.#ask(overwriteStep(this.view, undone, {
      overwrite: (reason) => this.close({ action: "overwrite", values: this.mine.all(), version, reason }),
      back: () => this.#back(),
    }));
  }

  #discard() {
    const discard = () => {
      this.memory.forget();
      this.close({ action: "discard" });
    };
    const texts = lostWithout(this.#conflict.deleted ? this.#ofMine() : this.all, alike);
    texts.length ? this.#ask(discardStep(this.view, texts, { discard, back: () => this.#back() })) : discard();
  }

  #ask(step) {
    this.from = this.#element.shadowRoot.activeElement;
    this.#step = step;
    this.main.hidden = true;
    this.dialog.append(step);
    step.querySelector("h2").focus();
  }

  #back() {
    this.#step.remove();
    this.#step = undefined;
    this.main.hidden = false;
    this.from?.focus();
  }

  #key(event) {
    if (this.#step || this.#conflict.deleted) {
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#save();
      return;
    }
    const typing = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
    const by = { n: 1, p: -1 }[event.key?.toLowerCase()];
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (by && plain && !typing && !this.#element.hasAttribute("no-keys") && this.questions.length) {
      event.preventDefault();
      this.#go(by);
    }
  }

  #go(by) {
    const active = this.#element.shadowRoot.activeElement;
    const at = this.questions.findIndex((question) => question.row.row.contains(active));
    const count = this.questions.length;
    this.questions[at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count].row.focus();
  }

  close(decision) {
    const decide = this.#decide;
    this.#decide = undefined;
    if (decide) {
      this.dialog.close(); // Gives the focus back.
      this.dialog.remove();
      decide(decision);
    }
  }
}
