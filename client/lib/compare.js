// Three versions of a form, put before a person: what the text began with, what was typed, and what is stored now.
import { elementsOf } from "./fields.js";
import { merge } from "./merge.js";

/**
 * What fits together and what does not. Controls say how they merge, by `data-merge`, and which make sense only together, by the
 * same `data-together`.
 */
export function compared(lock, { base, mine, theirs }) {
  const policies = {};
  const groups = {};
  for (const { name, dataset } of elementsOf(lock.forms).filter((control) => control.name)) {
    if (dataset.merge) {
      policies[name] = dataset.merge.toUpperCase();
    }
    if (dataset.together) {
      groups[dataset.together] = [...new Set([...(groups[dataset.together] ?? []), name])];
    }
  }
  return merge(only(mine, base), mine, only(mine, theirs), policies, Object.values(groups));
}

/** Fields that are not typed in are nobody's question. */
function only(mine, values) {
  return Object.fromEntries(Object.keys(mine).map((name) => [name, values[name] ?? null]));
}

/**
 * Opens the conflict dialog.
 *
 * @param lock an `<edit-lock>`
 * @param sides `base`, `mine` and `theirs`, values by the names of the form's controls; `from`, the version that `base` is of
 * @returns a promise of what was decided, see `<edit-conflict>`
 */
export async function mergedByHand(lock, { base, mine, theirs, from, by, at, version }) {
  const found = compared(lock, { base, mine, theirs });
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
      current: only(mine, theirs),
      conflicts: found.conflicts,
      merged: found.merged,
    }, { form: { elements: elementsOf(lock.forms) }, mine, mayOverwrite: false });
  } finally {
    dialog.remove();
  }
}

function number(version) {
  return version === null ? null : Number(version);
}
