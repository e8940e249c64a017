// Who saved what and when, in a sentence.
import { now } from "./times.js";
import { languageOf, nodes, text } from "./words.js";

export class Teller {
  /** @param me the names by which the server may call the user */
  constructor(element, conflict, me) {
    this.element = element;
    this.conflict = conflict;
    this.byMe = me.includes(conflict.modifiedBy);
    this.who = conflict.modifiedBy || text(element, "conflictSomebody");
    this.at = conflict.modifiedAt ? new Date(conflict.modifiedAt) : undefined;
  }

  title(conflicts, merged) {
    const { element, who, conflict } = this;
    const kind = (conflict.deleted ? "conflictTitleDeleted" : "conflictTitle") + (this.byMe ? "Me" : "");
    return nodes(element, kind, {
      who,
      when: this.#when(),
      version: this.#version(conflict.currentVersion, "conflictThisRecord"),
      mine: this.#version(conflict.expectedVersion, "conflictIt"),
      conflicts: text(element, ["conflictNone", "conflictOne"][conflicts] ?? "conflictMany", { n: conflicts }),
      merged: text(element, "conflictMerged", { n: merged }),
    });
  }

  /** Which record, and the whole date. */
  about(record) {
    const { element, who, at, conflict } = this;
    const date = at?.toLocaleString(languageOf(element), { dateStyle: "long", timeStyle: "short", hourCycle: "h23" });
    const saved = at ? nodes(element, conflict.deleted ? "conflictDeleted" : "conflictSaved", { who, date }) : "";
    return nodes(element, "conflictAbout", { record, saved });
  }

  theirHead() {
    const { element, who, byMe, conflict } = this;
    return byMe || !conflict.modifiedBy
      ? text(element, byMe ? "conflictOther" : "conflictTheirs")
      : nodes(element, "conflictWhose", { who });
  }

  onlyThem() {
    return nodes(this.element, this.byMe ? "conflictOnlyOther" : "conflictOnlyThem", { who: this.who });
  }

  #when() {
    const today = this.at?.toDateString() === new Date(now()).toDateString();
    return this.at ? nodes(this.element, today ? "conflictAt" : "conflictOn", { at: this.at }) : "";
  }

  #version(n, unknown) {
    return n === undefined || n === null ? text(this.element, unknown) : nodes(this.element, "conflictVersion", { n });
  }
}
