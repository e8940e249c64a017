// Heldby in the browser. One import registers the elements; what they do is described in docs/browser-client.md.
import { EditConflict } from "./lib/edit-conflict.js";
import { EditLock } from "./lib/edit-lock.js";
import { LockBadge } from "./lib/lock-badge.js";
import "./lib/sign-out.js";

customElements.define("edit-lock", EditLock);
customElements.define("lock-badge", LockBadge);

export { EditConflict, EditLock, LockBadge };
export { merge } from "./lib/merge.js";
export { words } from "./lib/words.js";
export { listen } from "./lib/events.js";
