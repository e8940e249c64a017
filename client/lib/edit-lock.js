// <edit-lock> wraps a form, or several: it takes the lock of a record, keeps it while somebody types, says what is going on in a
// banner above it, and loses no text whatever happens. The rest of the table is in the files next to this one.
import { call, resource, user, whoAmI } from "./api.js";
import { Asker } from "./asking.js";
import { Banner } from "./banner.js";
import { Draft } from "./draft.js";
import { Ending } from "./ending.js";
import { listen } from "./events.js";
import { readOnly, sendAlong } from "./fields.js";
import { HandOver } from "./hand-over.js";
import { beatNow } from "./heartbeat.js";
import { Idle } from "./idle.js";
import { Lease } from "./lease.js";
import { button, make } from "./look.js";
import { Losing } from "./lost.js";
import { NewerVersion } from "./newer-version.js";
import { tab } from "./tab.js";
import { OneTab } from "./one-tab.js";
import { Taking } from "./taking.js";
import { Trouble } from "./trouble.js";
import { learn, nodes, text } from "./words.js";

/** In which states people may type. */
const OPEN = new Set(["mine", "ready", "optimistic", "saving"]);
/** After a reload, what the page that went asked of the one that comes, by record. */
const WISH = "heldby:wish";

export class EditLock extends HTMLElement {
  #view;
  #here = null;
  #state = "";
  #lease = null;

  constructor() {
    super();
    this.#view = new Banner(this);
    this.notices = this.#view.notices;
  }

  // What it is about.
  get type() { return this.getAttribute("type"); }
  get key() { return this.getAttribute("key"); }
  get record() { return `${this.type}/${this.key}`; }
  get version() { return this.getAttribute("version"); }
  /** The name of the hidden input with which the form sends the version. */
  get versionField() { return this.getAttribute("version-field") ?? "version"; }
  get reason() { return this.getAttribute("reason") ?? undefined; }
  get forms() { return [...this.querySelectorAll("form")]; }
  get form() { return this.querySelector("form"); }
  get session() { return this.getAttribute("session") ?? tab(); }
  get lease() { return this.#lease; }
  get state() { return this.#state; }
  get optimistic() { return this.getAttribute("acquire") === "none"; }
  /** Whether somebody may want to edit who cannot yet. */
  get waiting() { return ["blocked", "free", "your-turn"].includes(this.#state); }
  /** Ends what the element listens to when it is taken out of the page. */
  get signal() { return this.#here.signal; }

  connectedCallback() {
    this.#whenParsed(() => this.#start());
  }

  disconnectedCallback() {
    // Moved within the page, or gone for good.
    queueMicrotask(() => this.isConnected || this.#stop());
  }

  #whenParsed(start) {
    if (document.readyState === "loading") {
      addEventListener("DOMContentLoaded", start, { once: true });
    } else {
      queueMicrotask(start);
    }
  }

  async #start() {
    if (!this.isConnected || this.#here) {
      return;
    }
    this.#here = new AbortController();
    const { signal } = this;
    await Promise.all([learn(this), user() ? null : whoAmI()]);
    if (signal.aborted) {
      return;
    }
    this.querySelectorAll("[slot=without-scripts]").forEach((element) => element.remove());
    this.draft = new Draft(this);
    this.asker = new Asker(this);
    this.handOver = new HandOver(this);
    this.newer = new NewerVersion(this);
    this.idle = new Idle(this);
    this.taking = new Taking(this);
    this.trouble = new Trouble(this);
    this.losing = new Losing(this);
    signal.addEventListener("abort", listen((event) => this.#heard(event)));
    addEventListener("pagehide", () => this.#left(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.#backFromMemory(), { signal });
    addEventListener("submit", (event) => this.#submitted(event), { signal });
    addEventListener("focus", () => this.#state === "signed-out" && this.trouble.backFromSignIn(), { signal });
    this.addEventListener("input", () => this.#state === "ready" && this.acquire(), { signal, capture: true });
    const wish = this.#wish();
    this.draft.recognise();
    if (this.hasAttribute("lock-id")) {
      this.taking.adopt();
    } else if (this.hasAttribute("lost-cause")) {
      this.losing.onTheWay();
    } else if (this.optimistic) {
      this.enter("optimistic");
    } else if (this.hasAttribute("held-since")) {
      await this.look();
    } else if (this.getAttribute("acquire") === "open" || wish) {
      await this.acquire();
    } else {
      this.taking.wait();
    }
    await this.draft.offer(wish === "compare");
  }

  #stop() {
    this.#here?.abort();
    this.#here = null;
    this.letGo()?.release();
    this.oneTab?.close();
    this.notices.replaceChildren();
    this.#state = "";
  }

  /** Takes the lock. @returns a promise of whether it is this page's now; the banner says why if not */
  acquire(how = {}) {
    return this.taking.acquire(how);
  }

  /** The lock is this page's. @param sent when it was asked for, by the monotonic clock */
  hold(lease, sent) {
    this.#lease?.end();
    this.ending = new Ending(this);
    this.#lease = new Lease(lease, {
      renewed: () => this.#renewed(),
      lost: (loss) => this.losing.lost(loss),
      asked: (requests) => this.handOver.show(requests),
      unreachable: () => this.trouble.unreachable(),
      signedOut: () => this.trouble.signedOut(),
      woke: () => this.trouble.woke(),
      tick: () => this.#tick(),
    }, sent);
    this.asker.end();
    this.#carry({ lockId: lease.lockId, token: lease.token, session: this.session });
    this.oneTab?.close();
    this.oneTab = new OneTab(this.record, lease.lockId, (how) => this.trouble.otherTab(how));
    this.mine();
    this.dispatchEvent(new CustomEvent("heldby-granted", { bubbles: true, detail: { lockId: lease.lockId } }));
  }

  /** So that ordinary forms take the lock along to the save. */
  #carry(values) {
    for (const form of this.forms) {
      Object.entries(values).forEach(([name, value]) => sendAlong(form, name, value));
    }
  }

  // While it is mine.

  /** Nothing is in the way: people may type. */
  mine() {
    this.trouble.over();
    const until = this.#lease.maxUntil;
    const sentence = until && this.hasAttribute("show-until") ? nodes(this, "mineUntil", { until }) : nodes(this, "mine");
    const done = this.hasAttribute("done") ? [button(text(this, "done"), () => this.done())] : [];
    this.enter("mine", sentence, done);
  }

  #renewed() {
    if (this.#state !== "saving" && (this.#state !== "mine" || this.trouble.why)) {
      this.mine();
    }
  }

  #tick() {
    if (!this.#lease || this.#state === "saving") {
      return;
    }
    this.idle.tick();
    if (this.#state === "frozen" || this.#state === "mine") {
      if (this.#lease.overdue && this.trouble.why !== "offlineOver") {
        this.trouble.freeze("offlineOver");
        beatNow();
      } else if (this.#state === "mine") {
        this.ending.tick();
      }
    }
  }

  /** A new grant for a further maximum hold, if nobody was faster and nothing was saved in between. */
  async again() {
    this.draft.keepNow();
    await this.letGo().release();
    await this.acquire();
  }

  /** The form that something is typed in is sent as if its [Save] had been pressed. Whoever saves by script listens for `heldby-save` and prevents the default. */
  async save() {
    if (!this.optimistic && !this.#lease && !(await this.acquire())) {
      return;
    }
    if (this.dispatchEvent(new CustomEvent("heldby-save", { bubbles: true, cancelable: true }))) {
      const form = this.draft.typedIn() ?? this.form;
      const button = [...(form?.elements ?? [])].find((each) => each.type === "submit" && !each.hasAttribute("formaction"));
      form?.requestSubmit(button);
    }
  }

  /** For those who save by script: it is stored, as this version. */
  saved(version) {
    this.draft.forget();
    if (version !== undefined) {
      this.setAttribute("version", version);
    }
    this.dispatchEvent(new CustomEvent("heldby-saved", { bubbles: true, detail: { version } }));
  }

  /** What is in the form was merged with a newer version; from now on it is based on that, and so is its draft. */
  merged(version, stored) {
    this.setAttribute("version", version);
    for (const field of this.querySelectorAll(`input[type=hidden][name="${this.versionField}"]`)) {
      field.value = version;
    }
    const { base } = this.draft;
    this.draft.rebase(Object.fromEntries(Object.entries(base).map(([name, value]) => [name, stored[name] ?? value])));
  }

  /** Gives the record back; unsaved text is asked about first, and stays as a draft. */
  async done() {
    if (this.draft.dirty() && !(await this.#sureToGiveBack())) {
      return;
    }
    this.draft.keepNow();
    await this.letGo()?.release();
    this.handOver.show([]);
    this.taking.wait();
  }

  #sureToGiveBack() {
    return this.confirm(nodes(this, "doneUnsaved"), text(this, "giveBack"));
  }

  #submitted(event) {
    if (!this.forms.includes(event.target) || event.defaultPrevented) {
      return;
    }
    this.draft.submit(event.target);
    if (this.#lease) {
      this.enter("saving");
      // A page that is still there after this was not replaced by the answer.
      setTimeout(() => this.#state === "saving" && (this.#lease ? this.mine() : this.reopen("compare")), 30_000);
    }
  }

  /** The lock is not this page's any more, for whatever reason; it is not given back by this. Returns it. */
  letGo() {
    const lease = this.#lease;
    this.#lease = null;
    lease?.end();
    return lease;
  }

  #left() {
    this.draft.keepNow();
    if (this.#lease && this.#state !== "saving" && !this.hasAttribute("keep")) {
      this.#lease.farewell();
    }
    this.oneTab?.close();
  }

  #backFromMemory() {
    if (this.#lease) {
      this.oneTab = new OneTab(this.record, this.#lease.lockId, (how) => this.trouble.otherTab(how));
      if (this.#state === "saving") {
        this.trouble.freeze("checking");
      }
    } else if (this.#state === "blocked") {
      this.look();
    }
  }

  // While somebody else has it.

  /** Looks whose it is, and says so. */
  async look() {
    const answer = await call("GET", resource(this.type, this.key));
    if (answer.signedOut) {
      this.trouble.signedOut();
    } else if (answer.ok && !this.#lease) {
      this.asker.show(answer.body);
    } else if (!answer.ok && !this.#lease) {
      setTimeout(() => this.isConnected && !this.#lease && this.look(), 5000);
    }
  }

  #heard(event) {
    if (event.event === "up" || (event.type === this.type && event.id === this.key)) {
      if (this.#lease) {
        if (event.lockId === this.#lease.lockId && ["lock.lost", "lock.transferred", "lock.released"].includes(event.event)) {
          beatNow();
        } else if (event.event?.startsWith("lock.request") || event.event === "lock.kept") {
          this.handOver.look();
        }
      } else if (this.waiting) {
        this.look();
      }
      this.newer.heard(event);
    }
  }

  // The banner.

  /** Opens the record afresh; a page that loads by script listens for `heldby-reload` and prevents the default. */
  reopen(wish) {
    sessionStorage.setItem(WISH, JSON.stringify({ record: this.record, wish }));
    if (this.dispatchEvent(new CustomEvent("heldby-reload", { bubbles: true, cancelable: true, detail: { wish } }))) {
      const where = this.getAttribute("reload");
      if (where) {
        location.assign(where);
      } else {
        location.reload();
      }
    }
  }

  #wish() {
    const asked = JSON.parse(sessionStorage.getItem(WISH) ?? "null");
    if (asked?.record === this.record) {
      sessionStorage.removeItem(WISH);
      return asked.wish;
    }
    return null;
  }

  /**
   * Another state, and what the banner says of it.
   *
   * @param sentence nodes; without any, the banner is empty
   */
  enter(state, sentence, actions = [], kind = KINDS[state] ?? "warn") {
    const before = this.#state;
    const changed = before !== state;
    this.#state = state;
    this.setAttribute("state", state);
    // Who types on while the lock is asked for is not interrupted.
    if (!(state === "asking" && OPEN.has(before))) {
      readOnly(this.forms, !OPEN.has(state));
    }
    if (sentence) {
      this.#view.paint(kind, make("span", {}, sentence), actions);
    } else if (state !== "saving") {
      this.#view.clear();
    }
    if (changed) {
      this.dispatchEvent(new CustomEvent("heldby-state", { bubbles: true, detail: { state } }));
    }
  }

  /** For those who do not see the screen. */
  say(sentence) {
    this.#view.say(sentence);
  }

  confirm(question, yes) {
    return this.#view.confirm(question, yes);
  }

  /** Something to answer, above the form, while the record stays this page's. Returns where its words go. */
  question(actions) {
    const sentence = make("span");
    this.#view.paint("warn", sentence, actions, "off");
    return sentence;
  }
}

/** How the banner looks; all others warn. */
const KINDS = {
  mine: "ok", free: "ok", "your-turn": "ok", asking: "", blocked: "held", lost: "danger", failed: "danger", "signed-out": "danger",
};
