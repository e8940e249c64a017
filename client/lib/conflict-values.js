// Values of JSON, as people read them.
import { make } from "./look.js";
import { changes } from "./conflict-diff.js";
import { words } from "./text-merge.js";
import { text } from "./words.js";

const INVISIBLE = /([\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])/;

/** @param control of the form, whose options have names */
export function readable(element, value, control) {
  if (value === null || value === undefined || value === "" || value.length === 0) {
    return text(element, "conflictEmpty");
  }
  if (typeof value === "boolean") {
    return text(element, value ? "conflictYes" : "conflictNo");
  }
  if (Array.isArray(value)) {
    return value.map((one) => readable(element, one, control)).join(", ");
  }
  return typeof value === "object" ? JSON.stringify(value) : control?.optionName(value) ?? asText(value);
}

/** As a form would send it: null is empty, and lines end with LF. */
export function asText(value) {
  return value === null || value === undefined
    ? ""
    : typeof value === "object" ? JSON.stringify(value) : String(value).replaceAll("\r\n", "\n");
}

/** The same to people: a form has texts, where the server has numbers and null. */
export function alike(one, other) {
  const numbers = typeof one === "number" || typeof other === "number";
  return asText(one) === asText(other) || (numbers && asText(one) !== "" && asText(other) !== "" && Number(one) === Number(other));
}

/** @param other what it is compared with: words that are not there are marked */
export function valueBlock(element, value, control, other) {
  const shown = readable(element, value, control);
  const block = make("div", { class: asText(value) === "" ? "value empty" : "value", dir: "auto" });
  const pieces = words(shown);
  let at = 0;
  const differing = other === undefined || asText(other) === "" ? [] : changes(words(readable(element, other, control)), pieces);
  for (const [, , from, to] of differing) {
    block.append(...visible(pieces.slice(at, from)), ...(to > from ? [make("mark", {}, ...visible(pieces.slice(from, to)))] : []));
    at = to;
  }
  block.append(...visible(pieces.slice(at)));
  return block;
}

/** What would turn the text around, or not be seen, is named. */
function visible(pieces) {
  return pieces.join("").split(INVISIBLE).map((part, index) =>
    index % 2 ? make("span", { class: "code", text: `U+${part.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}` }) : part);
}
