// Three versions of a form, put before a person: what the text began with, what was typed, and what is stored now.
import { elementsOf } from "./fields.js";
import { merge } from "./merge.js";

/**
 * Opens the conflict dialog.
 *
 * @param lock an `<edit-lock>`
 * @param sides `base`, `mine` and `theirs`, values by the names of the form's controls; `from`, the version that `base` is of
 * @returns a promise of what was decided, see `<edit-conflict>`
 */
export async function mergedByHand(lock, { base, mine, theirs, from, by, at, version }) {
  const elements = elementsOf(lock.forms);
  const policies = Object.fromEntries(elements
    .filter((control) => control.name && control.dataset.merge)
    .map((control) => [control.name, control.dataset.merge.toUpperCase()]));
  const names = Object.keys(mine);
  const only = (values) => Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  const found = merge(only(base), mine, only(theirs), policies);
  const dialog = document.createElement("edit-conflict");
  lock.append(dialog);
  try {
    return await dialog.ask({
      entity: lock.type,
      id: lock.key,
      expectedVersion: number(from),
      currentVersion: number(version ?? lock.version),
      modifiedBy: by ?? lock.getAttribute("modified-by"),
      modifiedAt: at ?? lock.getAttribute("modified-at"),
      baseKnown: true,
      current: only(theirs),
      conflicts: found.conflicts,
      merged: found.merged,
    }, { form: { elements }, mine, mayOverwrite: false });
  } finally {
    dialog.remove();
  }
}

function number(version) {
  return version === null ? null : Number(version);
}
