// What is typed into forms, by the names of their controls. A name with one control has a text; a name with several, and
// every checkbox, radio group and multiple choice, has a list of texts.

const NEVER = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);
const TICKED = new Set(["checkbox", "radio"]);

/** The controls that people type into, by name. */
function controls(forms, also = () => true) {
  const byName = new Map();
  for (const control of elementsOf(forms)) {
    if (control.name && !NEVER.has(control.type) && control.type !== undefined && !control.matches("fieldset, output") && also(control)) {
      byName.set(control.name, [...(byName.get(control.name) ?? []), control]);
    }
  }
  return byName;
}

/** All controls of the forms. */
export function elementsOf(forms) {
  return forms.flatMap((form) => [...form.elements]);
}

function isList(group) {
  return group.length > 1 || TICKED.has(group[0].type) || group[0].type === "select-multiple";
}

function valuesOf(group, value, ticked, chosen) {
  return group.flatMap((control) => {
    if (TICKED.has(control.type)) {
      return ticked(control) ? [control.value] : [];
    }
    return control.type === "select-multiple" ? [...control.options].filter(chosen).map((option) => option.value) : [value(control)];
  });
}

function readBy(forms, value, ticked, chosen) {
  const read = {};
  for (const [name, group] of controls(forms)) {
    const values = valuesOf(group, value, ticked, chosen);
    read[name] = isList(group) ? values : values[0];
  }
  return read;
}

/** What is in the forms now. */
export function typed(forms) {
  return readBy(forms, (control) => control.value, (control) => control.checked, (option) => option.selected);
}

/** What the page came with. */
export function original(forms) {
  return readBy(
    forms,
    (control) => control.type === "select-one"
      ? ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value ?? ""
      : control.defaultValue,
    (control) => control.defaultChecked,
    (option) => option.defaultSelected,
  );
}

/** Puts values into the forms; those of names that they do not have, or not as often, are returned. */
export function putIn(forms, values) {
  const groups = controls(forms);
  const left = {};
  for (const [name, value] of Object.entries(values)) {
    const group = groups.get(name);
    if (!group || (Array.isArray(value) && !TICKED.has(group[0].type) && group[0].type !== "select-multiple" && value.length !== group.length)) {
      left[name] = value;
      continue;
    }
    const list = Array.isArray(value) ? value.map(String) : [String(value ?? "")];
    group.forEach((control, index) => {
      if (TICKED.has(control.type)) {
        control.checked = list.includes(control.value);
      } else if (control.type === "select-multiple") {
        [...control.options].forEach((option) => { option.selected = list.includes(option.value); });
      } else {
        control.value = list[index] ?? control.value;
      }
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  return left;
}

/** Names of controls, or of what is around them, that say `data-no-draft`. */
export function notKept(forms) {
  return new Set(controls(forms, (control) => control.closest("[data-no-draft]") !== null).keys());
}

export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The same but for white space, which servers tidy up. */
export function alike(one, other) {
  const tidy = (value) => (Array.isArray(value) ? value.map(tidy) : String(value ?? "").replaceAll(/\s+/g, " ").trim());
  return same(tidy(one), tidy(other));
}

/** The names whose values differ. */
export function changed(from, to) {
  return Object.keys(to).filter((name) => !same(from[name], to[name]));
}

/** Lets the form send a hidden value along, in place of the one it had. */
export function sendAlong(form, name, value) {
  let field = [...form.elements].find((element) => element.name === name && element.type === "hidden");
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  field.value = value ?? "";
}

const NOT_TEXT = new Set(["checkbox", "radio", "range", "color", "file", "submit", "reset", "image"]);
const WAS_OPEN = "data-heldby-was-open";

/** Makes forms ones that are only read, and back again; what was so before stays so. */
export function readOnly(forms, on) {
  for (const control of elementsOf(forms)) {
    if (on) {
      close(control);
    } else if (control.hasAttribute(WAS_OPEN)) {
      control[control.getAttribute(WAS_OPEN)] = false;
      control.removeAttribute(WAS_OPEN);
    }
  }
}

function close(control) {
  if (["hidden", "button"].includes(control.type) || control.matches("fieldset, output")) {
    return;
  }
  const property = control.matches("textarea, input") && !NOT_TEXT.has(control.type) ? "readOnly" : "disabled";
  if (!control[property]) {
    control[property] = true;
    control.setAttribute(WAS_OPEN, property);
  }
}
