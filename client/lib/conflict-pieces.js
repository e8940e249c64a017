// Three-way merge of lists of pieces. Changes that touch or overlap are to be decided, except for what both made alike.
import { changes } from "./conflict-diff.js";

const NONE = [Infinity, Infinity, Infinity, Infinity];

/** Parts as in text-merge.js; one that only one side changed says {@code by} whom. */
export function mergePieces(base, mine, theirs) {
  const merging = new Merging(base, mine, theirs);
  if (mine.length && theirs.length) {
    merging.walk(changes(base, mine), changes(base, theirs));
  } else {
    merging.emptied();
  }
  return merging.parts;
}

class Merging {
  parts = [];
  /** Up to where the base is dealt with, and up to where it was last kept. */
  #at = 0;
  #kept = 0;
  /** Conflicts whose base ends where it is kept again. */
  #unended = [];

  constructor(base, mine, theirs) {
    Object.assign(this, { base, mine, theirs });
  }

  /** Who empties a text does not keep what the other wrote into it, so this is all or nothing. */
  emptied() {
    const { base, mine, theirs } = this;
    const other = mine.length ? mine : theirs;
    if (other.length && changes(base, other).length) {
      this.parts.push({ base: base.join(""), mine: mine.join(""), theirs: theirs.join("") });
    }
  }

  walk(byMe, byThem) {
    let my = byMe.shift() ?? NONE;
    let their = byThem.shift() ?? NONE;
    while (my !== NONE || their !== NONE) {
      if (my[1] < their[0]) {
        this.#change(my, this.mine, "mine");
        my = byMe.shift() ?? NONE;
      } else if (their[1] < my[0]) {
        this.#change(their, this.theirs, "theirs");
        their = byThem.shift() ?? NONE;
      } else {
        const [myFirst, theirFirst] = [my, their];
        // As long as the next change of one side touches the last of the other, it is the same conflict.
        for (;;) {
          if (byThem.length && my[1] >= byThem[0][0]) {
            their = byThem.shift();
          } else if (byMe.length && their[1] >= byMe[0][0]) {
            my = byMe.shift();
          } else {
            break;
          }
        }
        this.#overlap(myFirst, my, theirFirst, their);
        my = byMe.shift() ?? NONE;
        their = byThem.shift() ?? NONE;
      }
    }
    this.#keep(this.base.length);
    this.#endConflicts(this.base.length);
  }

  #keep(to) {
    if (to > this.#at) {
      this.#endConflicts(this.#at);
      this.#settle(this.base, this.#at, to);
      this.#kept = to;
    }
  }

  #endConflicts(to) {
    for (const conflict of this.#unended.splice(0)) {
      conflict.base = this.base.slice(conflict.base, to).join("");
    }
  }

  #settle(pieces, from, to, by) {
    this.parts.push({ text: pieces.slice(from, to).join(""), by });
  }

  #change([fromBase, toBase, from, to], side, by) {
    this.#keep(fromBase);
    this.#settle(side, from, to, by);
    this.#at = toBase;
  }

  #overlap(myFirst, myLast, theirFirst, theirLast) {
    const from = Math.min(myFirst[0], theirFirst[0]);
    const to = Math.max(myLast[1], theirLast[1]);
    const cut = (side, first, last) => side.slice(first[2] - first[0] + from, last[3] - last[1] + to);
    const here = cut(this.mine, myFirst, myLast);
    const there = cut(this.theirs, theirFirst, theirLast);
    this.#keep(from);
    const least = Math.min(here.length, there.length);
    let start = 0;
    while (start < least && here[start] === there[start]) {
      start++;
    }
    let end = 0;
    while (end < least - start && here.at(-1 - end) === there.at(-1 - end)) {
      end++;
    }
    this.#settle(here, 0, start);
    if (here.length !== there.length || start + end < least) {
      const [mine, theirs] = [here, there].map((side) => side.slice(start, side.length - end).join(""));
      const conflict = { base: this.#kept, mine, theirs };
      this.#unended.push(conflict);
      this.parts.push(conflict);
    }
    this.#settle(here, here.length - end, here.length);
    this.#at = to;
  }
}
