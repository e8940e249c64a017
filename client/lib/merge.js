// Three-way merge of records, field by field. The same laws as io.heldby.merge, of which it knows the policies ASK, ADD, TEXT
// and NEVER, and groups: whatever else a server merges by is a question here, never a guess.
import { mergeText, settled } from "./text-merge.js";

/**
 * @param base what both sides were made from; null when nobody knows it, and every difference is a conflict then
 * @param policies by field, such as {@code {stock: "ADD"}}
 * @param groups lists of fields that only make sense together, such as {@code [["price", "currency"]]}
 * @return {@code merged}, the decided values by field; {@code conflicts}, each {@code {field, base, mine, theirs}}, of a group with
 *     {@code together}, the names in it; and the names of the fields that only one side changed. A field that a side does not have
 *     is one that it did not change
 */
export function merge(base, mine, theirs, policies = {}, groups = []) {
  const result = { merged: {}, conflicts: [], onlyMine: [], onlyTheirs: [] };
  const fields = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  const sides = Object.fromEntries(
    fields.map((field) => [field, sidesOf(field, base, mine, theirs, policies[field] ?? "ASK")]),
  );
  for (const field of fields) {
    const group = groups.find((names) => names.includes(field)) ?? [field];
    const side = sides[field];
    const outcome = group.length > 1 ? inGroup(side, group.map((name) => sides[name]).filter(Boolean)) : alone(side);
    if (outcome.open) {
      const { mine, theirs } = side;
      const together = group.length > 1 ? { together: group } : {};
      result.conflicts.push({ field, ...(base && { base: side.base }), mine, theirs, ...together });
    } else {
      result.merged[field] = outcome.value;
      result[outcome.only]?.push(field);
    }
  }
  return result;
}

function sidesOf(field, base, mine, theirs, policy) {
  const has = (record) => record && Object.hasOwn(record, field);
  const before = (has(base) ? base[field] : null) ?? null;
  const stored = (has(theirs) ? theirs[field] : before) ?? null;
  const typed = (has(mine) ? mine[field] : base ? before : stored) ?? null;
  const equal = policy === "ADD" ? sameNumber : same;
  return {
    policy,
    base: before,
    mine: typed,
    theirs: stored,
    baseKnown: Boolean(base),
    byMe: !equal(before, typed),
    byThem: !equal(before, stored),
    different: !equal(typed, stored),
  };
}

const NUMBER = /^\s*([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?\s*$/;
const OPEN = { open: true };
const takeMine = (side) => ({ value: side.mine, only: "onlyMine" });
const takeTheirs = (side) => ({ value: side.theirs, only: "onlyTheirs" });
const stored = (side) => ({ value: side.theirs });

function alone(side) {
  const { policy, base, mine, theirs, baseKnown, byMe, byThem, different } = side;
  if (!baseKnown) {
    return different ? OPEN : stored(side);
  }
  if (!byThem) {
    return byMe ? takeMine(side) : stored(side);
  }
  if (!byMe && policy !== "NEVER") {
    return takeTheirs(side);
  }
  if (policy === "ADD" && (mine !== null || theirs !== null)) {
    const sum = added(base, mine, theirs);
    return sum === undefined ? OPEN : { value: sum };
  }
  if (!different) {
    return stored(side);
  }
  if (policy === "TEXT" && [base, mine, theirs].every((value) => typeof value === "string")) {
    const parts = mergeText(base, mine, theirs);
    return settled(parts) ? { value: parts.map((part) => part.text).join("") } : OPEN;
  }
  return OPEN;
}

/** All of one side, or all that changed is open. */
function inGroup(side, group) {
  const none = (what) => !group.some((member) => member[what]);
  const never = group.some((member) => member.policy === "NEVER");
  if (side.baseKnown ? !side.different && !side.byThem : !side.different) {
    return stored(side);
  }
  if (!side.baseKnown) {
    return OPEN;
  }
  if (none("byThem")) {
    return takeMine(side);
  }
  if (none("different")) {
    return stored(side);
  }
  return !never && none("byMe") ? takeTheirs(side) : OPEN;
}

/** Values of JSON; objects by what is in them. */
export function same(one, other) {
  if (one === other) {
    return true;
  }
  if (typeof one !== "object" || typeof other !== "object" || !one || !other || Array.isArray(one) !== Array.isArray(other)) {
    return false;
  }
  const names = Object.keys(one);
  return names.length === Object.keys(other).length
    && names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]));
}

function sameNumber(one, other) {
  const [first, second] = [decimal(one), decimal(other)];
  return first && second ? sum([first, second], [1n, -1n]).digits === 0n : same(one, other);
}

/** Mine + theirs − base, in decimals, as people compute: 1.1, made 1.2 by one and 1.3 by the other, is 1.4. */
function added(base, mine, theirs) {
  const numbers = [mine, theirs, base].map(decimal);
  if (numbers.includes(undefined)) {
    return undefined;
  }
  const text = written(sum(numbers, [1n, 1n, -1n]));
  if (typeof theirs !== "number") {
    return text;
  }
  const value = Number(text);
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : value;
}

/** A number of JSON, or the text of a decimal, which a number would round; undefined when it is neither. */
function decimal(value) {
  const found = ["number", "string"].includes(typeof value) && NUMBER.exec(value);
  if (!found) {
    return undefined;
  }
  const [, sign, whole, places = "", power = "0"] = found;
  const scale = places.length - Number(power);
  const digits = BigInt(sign + whole + places) * 10n ** BigInt(Math.max(0, -scale));
  return { digits, scale: Math.max(0, scale) };
}

function sum(numbers, signs) {
  const scale = Math.max(...numbers.map((number) => number.scale));
  const digits = numbers.reduce(
    (total, number, index) => total + signs[index] * number.digits * 10n ** BigInt(scale - number.scale),
    0n,
  );
  return { digits, scale };
}

function written({ digits, scale }) {
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
  const cut = text.length - scale;
  return (digits < 0n ? "-" : "") + text.slice(0, cut) + (scale ? `.${text.slice(cut)}` : "");
}
