// The rows of the grid: what it was, what they made of it, what I made of it, and what it is to be.
import { editorOf } from "./conflict-editor.js";
import { valueBlock } from "./conflict-values.js";
import { make } from "./look.js";
import { nodes, text } from "./words.js";

let numbers = 0;

export function table(view, caption, ...bodies) {
  const heads = columns(view).map(([name, head]) => make("th", { scope: "col", role: "columnheader", class: name }, head()));
  return make("table", { role: "table", "aria-labelledby": caption },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)),
    ...bodies);
}

function columns({ element, baseKnown, theirHead }) {
  const word = (key) => () => text(element, key);
  return [
    ["field", word("conflictField")],
    ...(baseKnown ? [["base", word("conflictBase")]] : []),
    ["theirs", theirHead],
    ["mine", word("conflictYours")],
    ["result", word("conflictResult")],
  ];
}

/** A field with its questions and, between them, what is settled of its text. Only the first row shows its name. */
export function fieldRows(view, field) {
  const body = make("tbody", { role: "rowgroup" });
  const all = field.questions.length;
  const parts = field.parts ?? field.questions;
  for (const part of parts) {
    const name = make("bdi", { class: part === parts[0] ? "" : "seen-by-readers", text: field.label });
    if (part.field) {
      const place = field.parts && placeOf(view, field.questions.indexOf(part) + 1, all);
      part.row = new QuestionRow(view, part, name, place);
      body.append(part.row.row);
    } else {
      body.append(settledRow(view, name, part));
    }
  }
  return body;
}

function placeOf({ element, baseKnown }, n, all) {
  const what = text(element, baseKnown ? "conflictBothChanged" : "conflictDiffers");
  return all > 1 ? `${what}, ${text(element, "conflictPlace", { n, all })}` : what;
}

function settledRow({ element, baseKnown, onlyThem }, name, { text: shown, by }) {
  const whose = by === "theirs" ? onlyThem() : text(element, by ? "conflictOnlyYou" : "conflictSame");
  const lines = shown.replace(/\n$/, "").split("\n");
  const block = make("div", { class: "value", dir: "auto", text: lines.join("\n") });
  const folded = lines.length > 4
    && make("details", {}, make("summary", {}, nodes(element, "conflictLines", { n: lines.length }), `: ${lines[0]} …`), block);
  return make("tr", { role: "row", class: "settled" },
    make("th", { scope: "row", role: "rowheader" }, name, make("small", {}, whose)),
    make("td", { role: "cell", colspan: baseKnown ? 4 : 3 }, folded || block));
}

class QuestionRow {
  constructor(view, question, name, place) {
    this.view = view;
    this.question = question;
    this.id = `q${++numbers}`;
    this.cells = Object.fromEntries(columns(view).slice(1).map(([name, head]) => [name, this.#cell(name, head())]));
    this.outcome = make("div", { class: "outcome" });
    this.error = make("p", { class: "error", id: `${this.id}-error` });
    this.fieldset = this.#choices(place);
    this.cells.result.append(make("div", { class: "answer" }, this.fieldset, this.outcome), this.error);
    this.row = make("tr", { role: "row" }, this.#head(name, place), ...Object.values(this.cells));
    this.refresh();
  }

  /** The question gets the focus, at what is chosen. */
  focus() {
    (this.fieldset.querySelector(":checked") ?? this.fieldset.querySelector("input")).focus();
    this.row.scrollIntoView({ block: "nearest" });
  }

  choose(choice) {
    const { question, view } = this;
    question.choice = choice;
    this.fieldset.querySelector(`[value=${choice}]`).checked = true;
    this.refresh();
    view.changed(question);
  }

  refresh() {
    const { question, cells, view } = this;
    const { choice } = question;
    this.row.className = choice ? "decided" : "open";
    for (const name of ["theirs", "mine"]) {
      cells[name].classList.toggle("chosen", choice === name || choice === "both");
    }
    if (choice === "edit") {
      this.editor ??= editorOf(question, `${this.id}-edit ${this.id}`, (written, unread) => {
        question.text = written;
        question.unread = unread;
        this.refresh();
        view.changed(question);
      });
    }
    const shown = choice === "edit" ? this.editor : choice
      ? valueBlock(view.element, question.value, question.field.control)
      : make("span", { class: "undecided", text: text(view.element, "conflictUndecided") });
    if (this.outcome.firstChild !== shown) {
      this.outcome.replaceChildren(shown);
    }
    this.check();
  }

  /** Says what the form has against it, if anything. */
  check() {
    const problem = this.view.problem(this.question);
    this.error.textContent = problem;
    for (const element of [this.fieldset, this.editor].filter(Boolean)) {
      for (const [name, value] of [["aria-invalid", "true"], ["aria-describedby", this.error.id]]) {
        problem ? element.setAttribute(name, value) : element.removeAttribute(name);
      }
    }
  }

  #head(name, place) {
    const { view, question } = this;
    const head = make("th", { scope: "row", role: "rowheader" }, name);
    if (place) {
      head.append(make("small", { text: place }));
    }
    if (question.fresh && !question.field.by) {
      head.append(make("small", { class: "fresh", text: text(view.element, "conflictNew") }));
    }
    return head;
  }

  #cell(name, head) {
    const { view, question } = this;
    const whose = make("span", { class: "of", "aria-hidden": "true" }, head);
    const cell = make("td", { role: "cell", class: name, part: `cell ${name}` }, whose);
    if (name === "result") {
      return cell;
    }
    const other = name === "base" ? undefined : view.baseKnown ? question.base : question[name === "mine" ? "theirs" : "mine"];
    cell.append(valueBlock(view.element, question[name], question.field.control, other));
    const { changedBy, changedAt } = question.field;
    if (name === "theirs" && changedBy && changedBy !== view.modifiedBy) {
      const by = changedAt ? "conflictBy" : "conflictByWho";
      cell.append(make("small", {}, nodes(view.element, by, { who: changedBy, at: new Date(changedAt) })));
    }
    if (name !== "base") {
      // Pressing what one wants is quicker; who works by keyboard has the radio buttons.
      cell.addEventListener("click", () => getSelection().isCollapsed && this.choose(name));
    }
    return cell;
  }

  #choices(place) {
    const { view, question } = this;
    const legend = make("legend", { class: "seen-by-readers", id: this.id }, question.field.label);
    if (place) {
      legend.append(", ", place);
    }
    const labels = { theirs: "conflictTheirs", mine: "conflictYours", both: "conflictBoth", edit: "conflictEdit" };
    const options = question.choices.map((choice) => {
      const radio = make("input", { type: "radio", name: this.id, value: choice });
      radio.checked = question.choice === choice;
      radio.addEventListener("change", () => this.choose(choice));
      const label = make("label", { id: `${this.id}-${choice}` }, radio, text(view.element, labels[choice]));
      label.addEventListener("click", (event) => {
        if (choice === "edit" && event.detail > 0) {
          setTimeout(() => this.editor?.focus()); // With the mouse; arrows must be able to pass by.
        }
      });
      return label;
    });
    return make("fieldset", { role: "radiogroup", "aria-labelledby": this.id }, legend, make("div", { class: "choices" }, ...options));
  }
}
