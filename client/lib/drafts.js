// What people type, kept in this browser until it is saved: for each page that edits a record a draft of its own, so that two
// tabs never overwrite each other's.
import { user } from "./api.js";
import { randomId } from "./tab.js";

const PREFIX = "heldby:draft:";
const SUBMITTED = "heldby:submitted";
const DAYS = 14;

/**
 * @typedef {object} Kept a draft: whose it is and of which record, when it was typed, and on top of what
 * @property {string} name under which it is stored
 * @property {string} at
 * @property {string} record such as `article/42`
 * @property {string|null} version that was shown
 * @property {Record<string, string|string[]>} base what the page came with
 * @property {Record<string, string|string[]>} mine what was typed
 */

const key = (record) => `${PREFIX}${JSON.stringify([user() ?? "", record])}:`;

/** A name for the draft of one page. */
export function newName(record) {
  return key(record) + randomId();
}

/** Returns whether the browser could. */
export function keep(name, record, version, base, mine) {
  try {
    localStorage.setItem(name, JSON.stringify({ at: new Date().toISOString(), record, version, base, mine }));
    return true;
  } catch (full) {
    console.warn("heldby: this browser keeps no drafts", full);
    return false;
  }
}

export function drop(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing has nothing to remove.
  }
}

/** All drafts of a record, the newest first. @returns {Kept[]} */
export function of(record) {
  return all().filter(({ name }) => name.startsWith(key(record))).sort((one, other) => other.at.localeCompare(one.at));
}

/** All drafts of the signed-in user. */
export function mine() {
  const prefix = `${PREFIX}${JSON.stringify([user() ?? ""]).slice(0, -1)},`;
  return all().filter(({ name }) => name.startsWith(prefix));
}

/** The form is on its way; the page after it may say that it was saved. */
export function submitted(name, record) {
  sessionStorage.setItem(SUBMITTED, JSON.stringify({ name, record }));
}

/** The draft that was sent last from this tab, if it is of this record. */
export function sent(record) {
  const last = JSON.parse(sessionStorage.getItem(SUBMITTED) ?? "null");
  return last?.record === record ? last.name : null;
}

/** The page says that a record was saved: the draft that was sent has done its work. Others', of other tabs, stay. */
export function saved(record) {
  const name = sent(record);
  if (name) {
    drop(name);
  }
  sessionStorage.removeItem(SUBMITTED);
}

function all() {
  const found = [];
  try {
    for (let index = 0; index < localStorage.length; index += 1) {
      const name = localStorage.key(index);
      if (name.startsWith(PREFIX)) {
        found.push({ name, ...JSON.parse(localStorage.getItem(name)) });
      }
    }
  } catch {
    return [];
  }
  const oldest = Date.now() - DAYS * 24 * 60 * 60 * 1000;
  found.filter(({ at }) => Date.parse(at) < oldest).forEach(({ name }) => drop(name));
  return found.filter(({ at }) => Date.parse(at) >= oldest);
}

for (const meta of document.querySelectorAll("meta[name=heldby-saved]")) {
  saved(meta.content);
}
