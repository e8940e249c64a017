// What is asked once more before something is lost.
import { button, make } from "./look.js";
import { readable, valueBlock } from "./conflict-values.js";
import { nodes, plain, text } from "./words.js";

/** Lists what of theirs is undone, and wants a reason. */
export function overwriteStep({ element, who }, undone, { overwrite, back }) {
  const count = ["conflictUndoesNone", "conflictUndoesOne"][undone.length] ?? "conflictUndoes";
  const head = make("h2", { tabindex: -1 }, nodes(element, count, { who, n: undone.length }));
  const list = make("ul", {}, ...undone.map(({ label, theirs, mine, control }) => make("li", {},
    make("b", {}, make("bdi", { text: label }), ": "),
    make("del", {}, make("bdi", { text: brief(element, theirs, control) })), " ", text(element, "conflictBecomes"), " ",
    make("bdi", { text: brief(element, mine, control) }))));
  const error = make("p", { class: "error", id: "reason-error" });
  const described = "reason-hint reason-error";
  const reason = make("textarea", { id: "reason", rows: 2, maxlength: 200, required: true, "aria-describedby": described });
  const confirm = button(text(element, "conflictOverwriteNow"), () => {
    const given = reason.value.trim();
    error.textContent = given ? "" : text(element, "conflictReasonMissing");
    if (given) {
      overwrite(given);
    } else {
      reason.setAttribute("aria-invalid", "true");
      reason.focus();
    }
  }, { class: "danger" });
  return step(element, head, back, confirm, list,
    make("label", { for: "reason", text: text(element, "conflictReason") }),
    make("p", { id: "reason-hint", class: "soft" }, nodes(element, "conflictReasonHint", { who })), reason, error);
}

export function discardStep({ element }, lost, { discard, back }) {
  const head = make("h2", { tabindex: -1, text: text(element, "conflictLoses") });
  const list = make("dl", {}, ...lost.flatMap(({ label, mine, control }) => [
    make("dt", {}, make("bdi", { text: label })),
    make("dd", {}, valueBlock(element, mine, control)),
  ]));
  const confirm = button(text(element, "conflictDiscardText"), discard, { class: "danger" });
  return step(element, head, back, confirm, list);
}

function brief(element, value, control) {
  const [all, cut] = [readable(element, value, control), 120];
  return plain(all.length > cut ? `${all.slice(0, cut)}…` : all);
}

function step(element, head, back, confirm, ...content) {
  return make("section", { class: "step" },
    make("div", { class: "body" }, head, ...content),
    make("footer", {}, confirm, button(text(element, "conflictBack"), back)));
}

/** Of theirs, what saving mine would take back. */
export function undoneBy({ asked, merged }, baseKnown, same) {
  const theirChange = ({ base, theirs, mine }) => !same(theirs, mine) && (!baseKnown || !same(base, theirs));
  return [
    ...asked.filter(theirChange),
    ...merged.filter((field) => field.by !== "mine").map((field) => ({ ...field, ...field.questions[0] })),
  ];
}

/** Of mine, the texts that are nowhere else. */
export function lostWithout(fields, same) {
  return fields
    .filter((field) => field.by !== "theirs")
    .map((field) => (field.by ? { ...field, ...field.questions[0] } : field))
    .filter(({ mine, theirs }) => typeof mine === "string" && mine.trim() !== "" && !same(mine, theirs));
}
