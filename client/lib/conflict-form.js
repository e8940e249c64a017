// What the form knows about a field: its label and place, the names of its options, and what it takes.
import { asText, alike } from "./conflict-values.js";
import { text } from "./words.js";

const FIELDS = "input, select, textarea";
/** Of a field, what says which values it takes; not its id, nor that it is locked now. */
const KEPT =
  "name type value required min max step pattern minlength maxlength multiple inputmode rows".split(" ");
const NO_VALUE = ["submit", "button", "reset", "image", "file", "password"];

/** The fields in the order of the form, by their names. */
export function controlsOf(form) {
  const controls = new Map();
  for (const element of form?.elements ?? []) {
    if (element.name && element.matches(FIELDS) && !NO_VALUE.includes(element.type)) {
      const control = controls.get(element.name) ?? new Control();
      control.add(element);
      controls.set(element.name, control);
    }
  }
  return controls;
}

/** One field: a single element, or all its radio buttons or check boxes. */
class Control {
  elements = [];

  /** A hidden field of the same name is what is sent when a box is not checked, and says nothing about the field. */
  add(element) {
    const visible = this.elements.filter((one) => one.type !== "hidden");
    this.elements = element.type === "hidden" ? [...this.elements, element].slice(0, visible.length || 1) : [...visible, element];
  }

  get first() {
    return this.elements[0];
  }

  get label() {
    const first = this.first;
    const legend = this.elements.length > 1 && first.closest("fieldset")?.querySelector("legend");
    const element = (legend || first.labels?.[0])?.cloneNode(true);
    element?.querySelectorAll(`${FIELDS}, button, output`).forEach((inner) => inner.remove());
    return (element?.textContent || first.ariaLabel || "").replace(/[\s:*]+$/, "").trim();
  }

  get long() {
    return this.first.localName === "textarea";
  }

  /** What the user chose from a list has a name there. */
  optionName(value) {
    const options = this.first.options ?? (this.first.type === "radio" ? this.elements : []);
    const option = [...options].find((one) => one.value === asText(value));
    return option?.label || option?.labels?.[0]?.textContent.trim();
  }

  get value() {
    const { first, elements } = this;
    if (first.type === "checkbox" && elements.length === 1) {
      return first.checked;
    }
    if (first.type === "checkbox" || first.multiple) {
      return chosen(first.options ? [...first.options] : elements).map((one) => one.value);
    }
    return first.type === "radio" ? chosen(elements)[0]?.value ?? null : first.value;
  }

  set value(value) {
    const { first, elements } = this;
    const listed = (Array.isArray(value) ? value : [value]).map(asText);
    if (first.type === "checkbox" && elements.length === 1) {
      first.checked = value === true || value === "true" || listed.includes(first.value);
    } else if (first.multiple && first.options) {
      [...first.options].forEach((one) => (one.selected = listed.includes(one.value)));
    } else if (first.type === "checkbox" || first.type === "radio") {
      elements.forEach((one) => (one.checked = listed.includes(one.value)));
    } else {
      first.value = asText(value);
    }
    first.dispatchEvent(new Event("input", { bubbles: true }));
    first.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** A field like this one that belongs to no form; it takes what the form takes, also while that is locked. */
  copy() {
    const copy = new Control();
    copy.elements = this.elements.map((element) => {
      const twin = element.cloneNode(true);
      [...twin.attributes].filter(({ name }) => !KEPT.includes(name)).forEach(({ name }) => twin.removeAttribute(name));
      return twin;
    });
    return copy;
  }

  /** What the form has against the value; empty if it takes it. */
  problem(value, element) {
    const copy = this.copy();
    document.createElement("form").append(...copy.elements);
    copy.value = value;
    const [{ maxLength }, length] = [this.first, asText(value).length];
    if (maxLength > -1 && length > maxLength) {
      return text(element, "conflictTooLong", { n: maxLength, has: length });
    }
    if (this.first.validity.customError && alike(this.value, value)) {
      return this.first.validationMessage; // The page's own scripts have looked at this very value.
    }
    if (asText(value) !== "" && asText(copy.value) === "") {
      // Such as a text in a field for numbers, which drops it.
      return text(element, "conflictNotTaken", { value: asText(value) });
    }
    return copy.elements.find((one) => !one.checkValidity())?.validationMessage ?? "";
  }
}

function chosen(options) {
  return options.filter((one) => one.checked || one.selected);
}
