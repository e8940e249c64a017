// The record is somebody else's: looks every few seconds, and says when it is free.
import { holders } from "./api.js";
import { timeElement } from "./times.js";

export function waitUntilFree(form) {
  const [type, id] = form.dataset.record.split("/");
  const every = Number(form.dataset.lookSeconds) * 1000;
  const banner = document.getElementById("lock-banner");
  const me = document.querySelector("meta[name=signed-in]").content;
  let lockId;
  setTimeout(look, every);

  async function look() {
    try {
      const lock = (await holders(type, id)).find((lock) => lock.state === "ACTIVE");
      if (!lock) {
        offer();
        return;
      }
      if (lockId && lockId !== lock.lockId) {
        tell(lock);
      }
      lockId = lock.lockId;
    } catch {
      // Off line or signed out: the next look may succeed.
    }
    setTimeout(look, every);
  }

  /** Focus stays where it is; the banner is a live region. */
  function offer() {
    const edit = document.createElement("a");
    edit.className = "button primary";
    edit.href = location.href;
    edit.textContent = "Edit";
    banner.replaceChildren("It is free now: ", edit);
    banner.className = "banner ok";
  }

  function tell(lock) {
    const who = document.createElement("b");
    who.textContent = lock.holder.user === me ? "You" : lock.holder.displayName;
    const text = document.createElement("span");
    text.append(who, lock.holder.user === me ? " have" : " has", " been editing since ", timeElement(lock.acquiredAt),
      lock.reason ? ` (“${lock.reason}”).` : ".");
    banner.replaceChildren(text);
  }
}
