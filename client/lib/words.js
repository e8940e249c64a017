// What people read. A sentence is a text with {placeholders}; what is put into them is isolated from the text around it,
// so that a name with right-to-left letters, quotes or markup stays a name.
import { clock, timeElement } from "./times.js";
import { en } from "./words-en.js";

const TABLES = { en };
/** Languages that are only loaded where they are read. */
const MORE = { de: () => import("./words-de.js") };
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** The language of the page: that of the element, or of the document. */
export function languageOf(element) {
  const tag = element?.closest?.("[lang]")?.lang || document.documentElement.lang || navigator.language || "en";
  return tag.toLowerCase();
}

/** Loads the language of an element, if it is one that is not there yet. Whoever shows sentences waits for it first. */
export async function learn(element) {
  const language = languageOf(element).split("-")[0];
  const load = MORE[language];
  if (load) {
    try {
      words(language, (await load()).default);
      delete MORE[language];
    } catch {
      // Then it is English.
    }
  }
}

/** Adds a language, or sentences to one: `words("fr", {mine: "…"})`. What a language does not have is English. */
export function words(language, table) {
  TABLES[language] = { ...TABLES[language], ...table };
}

/** The sentence as text, for titles and labels. */
export function text(element, key, values = {}) {
  return sentence(element, key).replaceAll(/\{(\w+)\}/g, (all, name) => {
    const value = values[name];
    return value instanceof Date ? clock(value, languageOf(element)) : plain(value ?? "");
  });
}

/** The sentence as nodes: names in {@code <bdi>}, times in {@code <time>}. */
export function nodes(element, key, values = {}) {
  const fragment = document.createDocumentFragment();
  sentence(element, key).split(/\{(\w+)\}/).forEach((part, index) => {
    const value = index % 2 ? values[part] ?? "" : part;
    if (index % 2 === 0) {
      fragment.append(value);
    } else if (value instanceof Date) {
      fragment.append(timeElement(value, languageOf(element)));
    } else if (value instanceof Node) {
      fragment.append(value);
    } else {
      const isolated = document.createElement("bdi");
      isolated.textContent = plain(value);
      fragment.append(isolated);
    }
  });
  return fragment;
}

/** Whoever writes it may not turn the rest of the line around. */
export function plain(value) {
  return String(value).replaceAll(CONTROLS, "");
}

/** An element with `wording="policy"` says `policy.held` in place of `held`, where there is such a sentence. */
function sentence(element, key) {
  const language = languageOf(element);
  const table = TABLES[language] ?? TABLES[language.split("-")[0]];
  const own = `${element?.getAttribute?.("wording")}.${key}`;
  const found = table?.[own] ?? TABLES.en[own] ?? table?.[key] ?? TABLES.en[key];
  if (found === undefined) {
    throw new Error(`heldby: there is no sentence "${key}"`);
  }
  return found;
}
