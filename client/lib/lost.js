// The lock is over for good: who did it, when and why, and the way on.
import { button, make } from "./look.js";
import { nodes, text } from "./words.js";

const CAUSES = {
  expired: "lostExpired",
  "taken-over": "lostTakenOver",
  "handed-over": "lostHandedOver",
  "continued-elsewhere": "lostContinued",
  released: "lostReleased",
  broken: "lostBroken",
};

/** @param loss `cause`, `by`, `at`, `reason` as the server says */
export function sentenceOf(lock, loss, hasText) {
  const key = loss.at ? CAUSES[loss.cause] ?? "lostUnknown" : "lostUnknown";
  const saying = loss.reason && ["lostTakenOver", "lostReleased", "lostBroken"].includes(key) ? "Saying" : "";
  const sentence = document.createDocumentFragment();
  sentence.append(nodes(lock, key + saying, { by: loss.by ?? "?", at: new Date(loss.at ?? 0), reason: loss.reason }));
  if (hasText) {
    sentence.append(" ", nodes(lock, "draftSafe"));
  }
  return sentence;
}

export class LostDialog {
  #lock;

  constructor(lock) {
    this.#lock = lock;
  }

  /** Opens over a page that cannot be typed into any more. Closed, the banner says the same. */
  open(sentence, actions) {
    const lock = this.#lock;
    const dialog = make("dialog", { role: "alertdialog", part: "dialog", "aria-labelledby": "lost-title", "aria-describedby": "lost-why" },
      make("h2", { id: "lost-title", text: text(lock, "lostTitle") }),
      make("p", { id: "lost-why" }, sentence),
      make("div", { class: "row" }, ...actions, button(text(lock, "close"), () => dialog.close())));
    dialog.addEventListener("close", () => dialog.remove());
    lock.shadowRoot.append(dialog);
    dialog.showModal();
  }
}
