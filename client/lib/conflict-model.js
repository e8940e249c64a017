// What there is to decide, without how it looks: fields, each with one question or, for long texts, one for every place.
import { alike, asText } from "./conflict-values.js";
import { compareLines, mergeLines, settled } from "./text-merge.js";

const LONG = 100;

/** One choice: {@code theirs}, {@code mine}, {@code both} or {@code edit}, or null while it is open. */
export class Question {
  choice = null;
  text;
  fresh = false;
  kept = false;

  constructor(field, values) {
    Object.assign(this, { field, ...values });
    this.text = asText(this.mine);
  }

  get value() {
    return this.choice === "edit" ? this.#edited() : this[this.choice];
  }

  get long() {
    const texts = [this.base, this.mine, this.theirs].filter((value) => typeof value === "string");
    return Boolean(this.field.control?.long) || texts.some((value) => value.includes("\n") || value.length > LONG);
  }

  get choices() {
    const typed = [this.mine, this.theirs].every((value) => value === null || !["boolean", "object"].includes(typeof value));
    return ["theirs", "mine", ...(this.both === undefined ? [] : ["both"]), ...(typed ? ["edit"] : [])];
  }

  /** Of the type, and with the line ends, that the field has; a place keeps its last one. */
  #edited() {
    const sides = [this.mine, this.theirs];
    if (this.text === "" && sides.includes(null)) {
      return null;
    }
    if (sides.some((side) => typeof side === "number") && this.text.trim() !== "" && Number.isFinite(Number(this.text))) {
      return Number(this.text);
    }
    const line = this.place && this.text && !this.text.endsWith("\n") && sides.some((side) => side.endsWith("\n"));
    const text = this.text + (line ? "\n" : "");
    return sides.some((side) => side?.includes?.("\r\n")) ? text.replaceAll("\n", "\r\n") : text;
  }
}

/** A field that somebody changed. {@code parts} are its text, settled or a question, if it is asked place by place. */
class Field {
  constructor(name, control, label, values) {
    Object.assign(this, { name, control, label, ...values });
  }

  get open() {
    return this.questions.some((question) => question.choice === null);
  }

  get value() {
    return this.parts ? this.parts.map((part) => (part instanceof Question ? part.value : part.text)).join("") : this.questions[0].value;
  }
}

/** Mine, from whoever knows it: the caller, the server, or the form as it is. */
export function mineOf(conflict, controls, given = {}) {
  const { current, merged = {}, conflicts = [] } = conflict;
  const asked = Object.fromEntries(conflicts.map((one) => [one.field, one.mine]));
  const of = (name) => {
    const known = [given, asked].find((side) => Object.hasOwn(side, name));
    return known ? known[name] : controls.get(name)?.value;
  };
  const record = Object.keys({ ...current, ...merged, ...asked, ...given });
  const names = record.length ? record : [...controls.keys()].filter((name) => controls.get(name).first.type !== "hidden");
  // What the server has read counts in the type that it gave, also where the form has it as text.
  const typed = (name) => {
    const mine = of(name);
    return Object.hasOwn(merged, name) && (mine === undefined || alike(mine, merged[name])) ? merged[name] : mine;
  };
  return { of, all: () => Object.fromEntries(names.map((name) => [name, typed(name)])) };
}

/**
 * @param conflict as the server answers it
 * @param mine value by name, or undefined where it is not known
 * @return {@code asked}, the fields in conflict, and {@code merged}, those that are decided already and may be decided otherwise
 */
export function fieldsOf(conflict, controls, labels, mine) {
  const asked = new Map((conflict.conflicts ?? []).map((one) => [one.field, one]));
  const names = new Set([...Object.keys(conflict.current ?? {}), ...Object.keys(conflict.merged ?? {}), ...asked.keys()]);
  const inOrder = [...[...controls.keys()].filter((name) => names.has(name)), ...[...names].filter((name) => !controls.has(name))];
  const result = { asked: [], merged: [] };
  for (const name of inOrder) {
    const control = controls.get(name);
    const label = labels?.[name] || control?.label || name;
    if (asked.has(name)) {
      const field = new Field(name, control, label, asked.get(name));
      askAbout(field, conflict.baseKnown !== false);
      result.asked.push(field);
    } else {
      const field = mergedField(name, control, label, conflict, mine(name));
      if (field) {
        result.merged.push(field);
      }
    }
  }
  return result;
}

function askAbout(field, baseKnown) {
  const { base, mine, theirs } = field;
  const values = { base: base ?? null, mine, theirs };
  field.questions = [new Question(field, values)];
  if (typeof mine !== "string" || typeof theirs !== "string" || !field.questions[0].long) {
    return;
  }
  const parts = baseKnown ? mergeLines(base ?? "", mine, theirs) : compareLines(mine, theirs);
  if (settled(parts)) {
    field.questions[0].both = parts.map((part) => part.text).join("");
    return;
  }
  if (parts.length === 1) {
    return; // Nothing of it is settled, so it is asked about as any other field.
  }
  field.parts = parts.map((part) =>
    part.text === undefined ? new Question(field, { place: true, both: after(part.theirs, part.mine), ...part }) : part);
  field.questions = field.parts.filter((part) => part instanceof Question);
}

/** Theirs first, because that is what is stored. */
function after(theirs, mine) {
  return theirs && !theirs.endsWith("\n") ? `${theirs}\n${mine}` : theirs + mine;
}

/** Undefined when nobody changed it, or both did to the same. */
function mergedField(name, control, label, conflict, mine) {
  const [merged, theirs] = [conflict.merged[name], conflict.current?.[name]];
  const isTheirs = alike(merged, theirs);
  if (isTheirs && (mine === undefined || alike(merged, mine))) {
    return undefined;
  }
  const isMine = mine === undefined || alike(merged, mine);
  const by = isTheirs ? "theirs" : isMine ? "mine" : "both";
  const field = new Field(name, control, label, { by });
  // What the server has merged counts in the type that it gave, also where the form has it as text.
  const question = new Question(field, { mine, theirs, [by]: merged });
  question.choice = by;
  field.questions = [question];
  return field;
}
