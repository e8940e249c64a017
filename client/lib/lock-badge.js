// <lock-badge type="article" key="42">: who is editing a record, in any list, as it changes.
import { call, resource, user } from "./api.js";
import { listen } from "./events.js";
import { make, padlock, sheet } from "./look.js";
import { learn, nodes, text } from "./words.js";

const LOOK = sheet(`
  :host { display: inline; }
  .badge { display: inline-block; padding: .05rem .5rem; border: 1px solid currentColor; border-radius: 1rem;
    background: var(--_warn-soft); color: var(--_warn); font-size: .85rem; }
  .mine { background: var(--_ok-soft); color: var(--_ok); font-weight: 600; }
`);

const badges = new Set();
const CHANGES = ["lock.acquired", "lock.released", "lock.lost", "lock.transferred", "lock.freed", "lock.expiring", "lock.mode-changed"];
/** Some stores tell nothing, and time passes without news. */
const LOOK_AGAIN = 15_000;
let looking;
let gathering = false;

export class LockBadge extends HTMLElement {
  #end;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [LOOK];
  }

  get type() { return this.getAttribute("type"); }
  get key() { return this.getAttribute("key"); }

  async connectedCallback() {
    await learn(this);
    if (!this.isConnected || this.#end) {
      return;
    }
    badges.add(this);
    looking ??= setInterval(() => !document.hidden && gather(), LOOK_AGAIN);
    this.#end = listen((event) => {
      if (event.event === "up") {
        gather();
      } else if (event.type === this.type && event.id === this.key && CHANGES.includes(event.event)) {
        this.#look();
      }
    });
    gather();
  }

  disconnectedCallback() {
    badges.delete(this);
    if (badges.size === 0) {
      clearInterval(looking);
      looking = undefined;
    }
    this.#end?.();
    this.#end = null;
  }

  async #look() {
    const found = await call("GET", resource(this.type, this.key));
    if (found.ok) {
      this.show(found.body.holders.find((holder) => holder.state === "ACTIVE"));
    }
  }

  /** @param holder as the API's lists have it; nobody when it is missing */
  show(holder) {
    this.replaceChildren(); // What the server said is replaced by what is true now.
    this.toggleAttribute("held", Boolean(holder));
    if (!holder) {
      this.shadowRoot.replaceChildren();
      return;
    }
    const mine = holder.holder.user === user();
    const values = { who: mine ? text(this, "badgeYou") : holder.holder.displayName, since: new Date(holder.acquiredAt) };
    this.shadowRoot.replaceChildren(make("span", { class: mine ? "badge mine" : "badge", part: mine ? "badge mine" : "badge", title: holder.reason },
      padlock(), " ", nodes(this, "badge", values)));
  }
}

/** All badges of the page at once: one request for each type. */
function gather() {
  if (gathering) {
    return;
  }
  gathering = true;
  queueMicrotask(async () => {
    gathering = false;
    for (const type of new Set([...badges].map((badge) => badge.type))) {
      const found = await call("GET", `/locks?type=${encodeURIComponent(type)}&state=ACTIVE&limit=500`);
      if (found.ok) {
        const complete = !found.body.next;
        for (const badge of badges) {
          const holder = badge.type === type && found.body.locks.find((lock) => lock.id === badge.key);
          if (holder || (complete && badge.type === type)) {
            badge.show(holder);
          }
        }
      }
    }
  });
}
