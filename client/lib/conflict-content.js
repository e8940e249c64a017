// What the dialog shows above its buttons, in the order in which it is read.
import { fieldRows, table } from "./conflict-rows.js";
import { valueBlock } from "./conflict-values.js";
import { make } from "./look.js";
import { nodes, text } from "./words.js";

/** What one has to know before deciding. */
export function notes({ element, baseKnown }, questions) {
  const notes = [];
  if (!baseKnown) {
    notes.push(make("p", { text: text(element, "conflictNoBase") }));
  }
  if (questions.some((question) => question.kept)) {
    const fresh = new Set(questions.filter((question) => question.fresh).map((question) => question.field.label));
    const key = fresh.size ? "conflictKeptNew" : "conflictKept";
    notes.push(make("p", { class: "kept" }, nodes(element, key, { fields: [...fresh].join(", ") })));
  }
  return notes;
}

export function askedPart(view, asked) {
  return [
    make("h3", { id: "asked", class: "seen-by-readers", text: text(view.element, "conflictQuestions") }),
    table(view, "asked", ...asked.map((field) => fieldRows(view, field))),
  ];
}

/** Collapsed, unless the form refuses something in it. */
export function mergedPart(view, merged) {
  const withoutBase = { ...view, baseKnown: false };
  const part = make("details", { class: "merged" },
    make("summary", { id: "merged" },
      make("b", { text: text(view.element, "conflictMerged", { n: merged.length }) }), ...whose(view, merged)),
    table(withoutBase, "merged", ...merged.map((field) => fieldRows(withoutBase, field))));
  part.open = merged.some((field) => view.problem(field.questions[0]));
  return part;
}

/** Which fields were merged, by who changed them. */
function whose({ element, onlyThem }, merged) {
  const heads = { theirs: onlyThem(), mine: text(element, "conflictOnlyYou"), both: text(element, "conflictBothMerged") };
  return Object.entries(heads).flatMap(([by, head]) => {
    const labels = merged.filter((field) => field.by === by).map((field) => field.label);
    return labels.length ? [make("span", {}, head, ": ", make("bdi", { text: labels.join(", ") }))] : [];
  });
}

/** Of a record that is gone there is only what I made of it. */
export function minePart({ element }, fields) {
  return make("dl", {}, ...fields.flatMap(({ label, mine, control }) => [
    make("dt", {}, make("bdi", { text: label })),
    make("dd", {}, valueBlock(element, mine, control), make("p", { class: "error", text: control?.problem(mine, element) })),
  ]));
}
