// What was decided, put into the form of a page that the server made after it had refused to save.
import { controlsOf } from "./conflict-form.js";
import { alike, asText } from "./conflict-values.js";
import { sendAlong } from "./fields.js";

export function answer(form, decision, conflict) {
  const lock = form.closest("edit-lock");
  if (decision.action === "merged") {
    fill(form, decision);
    if (lock?.draft) {
      lock.merged(decision.version, texts(conflict.current ?? {}));
    }
  }
  if (decision.action === "recreate") {
    sendAlong(form, "recreate", "true");
  } else if (decision.version !== undefined) {
    sendAlong(form, lock?.versionField ?? "version", decision.version);
  }
  if (decision.action === "overwrite") {
    sendAlong(form, "overwrite", decision.reason);
  }
  form.requestSubmit();
}

/** As a draft has them; a field that is a list there is compared as it was. */
function texts(values) {
  const scalars = Object.entries(values).filter(([, value]) => value === null || !["boolean", "object"].includes(typeof value));
  return Object.fromEntries(scalars.map(([name, value]) => [name, asText(value)]));
}

/** What is as it was keeps the way it is written. */
function fill(form, { values, choices }) {
  const controls = controlsOf(form);
  for (const [name, value] of Object.entries(values)) {
    const control = controls.get(name);
    if (!control && Object.hasOwn(choices, name)) {
      sendAlong(form, name, asText(value));
    } else if (control && !alike(control.value, value)) {
      control.value = value;
    }
  }
}
