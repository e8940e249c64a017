// The lock is over for good: who did it, when and why, and the way on.
import { openDialog } from "./dialog.js";
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

export class Losing {
  #lock;

  constructor(lock) {
    this.#lock = lock;
  }

  /** @param loss `cause`, `by`, `at`, `reason` as the server says */
  lost(loss) {
    const lock = this.#lock;
    const lease = lock.letGo();
    lock.oneTab?.close();
    if (lock.state === "saving" || (loss.cause === "expired" && lease && this.#recovers())) {
      return;
    }
    lock.handOver.show([]);
    lock.draft.keepNow();
    lock.enter("lost", this.#sentence(loss), this.#actions());
    lock.dispatchEvent(new CustomEvent("heldby-lost", { bubbles: true, detail: loss }));
    if (loss.cause !== "handed-over" && loss.cause !== "continued-elsewhere") {
      this.#openDialog(loss);
    }
  }

  /** The save came too late, and the server has sent the form back. */
  onTheWay() {
    const said = (name) => this.#lock.getAttribute(`lost-${name}`) ?? undefined;
    this.lost({ cause: said("cause"), by: said("by"), at: said("at"), reason: said("reason") });
  }

  /** Only the time was over: if nobody has taken or changed the record, its editor goes on. */
  #recovers() {
    if (this.#lock.version === null) {
      return false;
    }
    this.#lock.acquire();
    return true;
  }

  #sentence(loss) {
    const lock = this.#lock;
    const key = loss.at ? CAUSES[loss.cause] ?? "lostUnknown" : "lostUnknown";
    const saying = loss.reason && ["lostTakenOver", "lostReleased", "lostBroken"].includes(key) ? "Saying" : "";
    const sentence = document.createDocumentFragment();
    sentence.append(nodes(lock, key + saying, { by: loss.by ?? "?", at: new Date(loss.at ?? 0), reason: loss.reason }));
    if (lock.draft.dirty()) {
      sentence.append(" ", nodes(lock, "draftSafe"));
    }
    return sentence;
  }

  #actions() {
    const lock = this.#lock;
    return lock.draft.dirty()
      ? [
        button(text(lock, "compareReapply"), () => lock.reopen("compare"), { class: "first" }),
        button(text(lock, "copyDraft"), () => lock.draft.copy()),
      ]
      : [button(text(lock, "openAgain"), () => lock.reopen("edit"), { class: "first" })];
  }

  /** Over a page that cannot be typed into any more. Closed, the banner says the same. */
  #openDialog(loss) {
    const lock = this.#lock;
    const labels = { role: "alertdialog", "aria-labelledby": "lost-title", "aria-describedby": "lost-why" };
    const dialog = openDialog(lock.shadowRoot, labels,
      make("h2", { id: "lost-title", text: text(lock, "lostTitle") }),
      make("p", { id: "lost-why" }, this.#sentence(loss)),
      make("div", { class: "row" }, ...this.#actions(), button(text(lock, "close"), () => dialog.close())));
  }
}
