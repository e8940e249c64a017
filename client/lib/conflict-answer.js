// What was decided, put into the form of a page that the server made after it had refused to save.
import { controlsOf } from "./conflict-form.js";
import { alike, asText } from "./conflict-values.js";

export function answer(form, decision) {
  if (decision.action === "merged") {
    fill(form, decision);
  }
  if (decision.action === "recreate") {
    hidden(form, "recreate", "true");
  } else if (decision.version !== undefined) {
    hidden(form, "version", decision.version);
  }
  if (decision.action === "overwrite") {
    hidden(form, "overwrite", decision.reason);
  }
  form.requestSubmit();
}

/** What is as it was keeps the way it is written. */
function fill(form, { values, choices }) {
  const controls = controlsOf(form);
  for (const [name, value] of Object.entries(values)) {
    const control = controls.get(name);
    if (!control && Object.hasOwn(choices, name)) {
      hidden(form, name, asText(value));
    } else if (control && !alike(control.value, value)) {
      control.value = value;
    }
  }
}

function hidden(form, name, value) {
  let field = form.elements.namedItem(name);
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  field.value = value ?? "";
}
