// Choices made so far, for when saving meets a further conflict: they stand as long as both sides of the question do.

/** @param key of the record in the session's storage */
export class Memory {
  constructor(key) {
    this.key = `heldby-conflict:${key}`;
  }

  /** Puts back what was chosen ({@code kept}), and tells what is asked for the first time ({@code fresh}). */
  restore(questions) {
    const known = this.#read();
    const before = Object.keys(known).length > 0;
    for (const question of questions) {
      const then = known[nameOf(question)];
      question.fresh = before && !then;
      if (then?.choice && question.choices.includes(then.choice)) {
        question.choice = then.choice;
        question.text = then.text ?? question.text;
        question.kept = true;
      }
    }
    this.keep(questions);
  }

  keep(questions) {
    const kept = questions
      .filter((question) => !question.field.control?.first.closest("[data-no-draft]"))
      .map((question) => [nameOf(question), { choice: question.choice, ...(question.choice === "edit" && { text: question.text }) }]);
    this.#store((storage) => storage.setItem(this.key, JSON.stringify(Object.fromEntries(kept))));
  }

  forget() {
    this.#store((storage) => storage.removeItem(this.key));
  }

  #read() {
    let known;
    this.#store((storage) => (known = JSON.parse(storage.getItem(this.key))));
    return known ?? {};
  }

  /** A browser may keep nothing at all; then nothing is remembered. */
  #store(use) {
    try {
      use(sessionStorage);
    } catch {}
  }
}

function nameOf({ field, mine, theirs }) {
  return JSON.stringify([field.name, mine, theirs]);
}
