// Where somebody writes a value of their own: a field like the form's, so that a date is picked and a list is chosen from.
import { make } from "./look.js";

/** @param written called with the text and, if the browser cannot read it, with what it says about it */
export function editorOf(question, labels, written) {
  const editor = fieldFor(question);
  editor.removeAttribute("name");
  editor.setAttribute("aria-labelledby", labels);
  editor.value = question.text;
  editor.addEventListener("input", () => written(editor.value, editor.validity.badInput ? editor.validationMessage : ""));
  return editor;
}

function fieldFor(question) {
  const { control } = question.field;
  const first = control?.first;
  if (question.place || (question.long && !first?.options)) {
    return make("textarea", { rows: Math.min(12, question.text.split("\n").length + 1) });
  }
  if (first?.type === "radio") {
    const options = control.elements.map(({ value }) => make("option", { value, text: control.optionName(value) }));
    return make("select", {}, ...options);
  }
  return !first || ["hidden", "checkbox"].includes(first.type) ? make("input") : control.copy().first;
}
