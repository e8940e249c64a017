// Two tabs of one browser may carry the same lock, when the server rendered both pages in one HTTP session. Here they agree
// that only one of them edits.
import { randomId } from "./tab.js";

const CHANNEL = "heldby:tabs";
const CLAIM = "heldby:claim";

export class OneTab {
  #me = randomId();
  #channel;
  #record;

  /** @param told `"elsewhere"`: another tab edits it already; `"continued"`: another tab goes on with it */
  constructor(record, lockId, told) {
    this.#record = record;
    this.#channel = new BroadcastChannel(CHANNEL);
    this.#channel.onmessage = ({ data }) => {
      if (data.lockId !== lockId || data.from === this.#me) {
        return;
      }
      if (data.says === "who?") {
        this.#channel.postMessage({ lockId, from: this.#me, to: data.from, says: "me" });
      } else if (data.says === "me" && data.to === this.#me) {
        told("elsewhere");
      } else if (data.says === "mine now") {
        told("continued");
      }
    };
    const claimed = sessionStorage.getItem(CLAIM) === record;
    sessionStorage.removeItem(CLAIM);
    this.#channel.postMessage({ lockId, from: this.#me, says: claimed ? "mine now" : "who?" });
  }

  /** The next page of this tab is the one that edits. */
  claim() {
    sessionStorage.setItem(CLAIM, this.#record);
  }

  close() {
    this.#channel.close();
  }
}
