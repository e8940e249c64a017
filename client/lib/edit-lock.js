// <edit-lock> wraps a form: it takes the lock of a record, keeps it while somebody types, says what is going on in a banner
// above the form, and loses no text whatever happens. The rest of the table is in the files next to this one.
import { call, home, meta, resource, user, whoAmI } from "./api.js";
import { Asker } from "./asking.js";
import { Banner } from "./banner.js";
import { Draft } from "./draft.js";
import { Ending } from "./ending.js";
import { listen, pause, resume } from "./events.js";
import { readOnly } from "./fields.js";
import { HandOver } from "./hand-over.js";
import { beatNow, signedInAgain } from "./heartbeat.js";
import { Idle } from "./idle.js";
import { Lease } from "./lease.js";
import { button, make } from "./look.js";
import { LostDialog, sentenceOf } from "./lost.js";
import { NewerVersion } from "./newer-version.js";
import { tab } from "./tab.js";
import { OneTab } from "./one-tab.js";
import { now } from "./times.js";
import { learn, nodes, text } from "./words.js";

/** In which states people may type. */
const OPEN = new Set(["mine", "ready", "optimistic", "saving"]);
/** After a reload, what the page that went asked of the one that comes, by record. */
const WISH = "heldby:wish";

export class EditLock extends HTMLElement {
  #view;
  #ends = [];
  #state = "";
  #lease = null;
  #frozenFor = null;

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
  get reason() { return this.getAttribute("reason") ?? undefined; }
  get form() { return this.querySelector("form"); }
  get session() { return this.getAttribute("session") ?? tab(); }
  get lease() { return this.#lease; }
  get state() { return this.#state; }
  get optimistic() { return this.getAttribute("acquire") === "none"; }

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
    if (!this.isConnected || this.#ends.length > 0) {
      return;
    }
    this.#ends.push(listen((event) => this.#heard(event)));
    await Promise.all([learn(this), user() ? null : whoAmI()]);
    this.draft = new Draft(this);
    this.asker = new Asker(this);
    this.handOver = new HandOver(this);
    this.newer = new NewerVersion(this);
    this.idle = new Idle(this);
    this.#on(window, "pagehide", () => this.#left());
    this.#on(window, "pageshow", (event) => event.persisted && this.#backFromMemory());
    this.#on(window, "submit", (event) => this.#submitted(event));
    this.#on(window, "focus", () => this.#state === "signed-out" && this.#backFromSignIn());
    this.#on(this, "input", (event) => this.#firstEdit(event), true);
    const wish = this.#wish();
    this.draft.recognise();
    if (this.hasAttribute("lock-id")) {
      this.#adopt();
    } else if (this.hasAttribute("lost-cause")) {
      this.#lostOnTheWay();
    } else if (this.optimistic) {
      this.#enter("optimistic");
      this.newer.watch();
    } else if (this.hasAttribute("held-since")) {
      await this.look();
    } else if (this.getAttribute("acquire") === "open" || wish) {
      await this.acquire();
    } else {
      this.#free();
    }
    await this.draft.offer(wish === "compare");
  }

  #on(target, event, listener, capture = false) {
    target.addEventListener(event, listener, capture);
    this.#ends.push(() => target.removeEventListener(event, listener, capture));
  }

  #stop() {
    this.#ends.forEach((end) => end());
    this.#ends = [];
    this.#lease?.release();
    this.#lease = null;
    this.#state = "";
  }

  // The ways into a lock.

  /** The lock that the server took before it rendered the page. */
  #adopt() {
    this.#hold({
      lockId: this.getAttribute("lock-id"),
      token: this.getAttribute("token"),
      beat: Number(this.getAttribute("beat") ?? 0),
      expiresInSeconds: Number(this.getAttribute("expires-in-seconds") ?? 60),
      maxUntil: this.getAttribute("max-until"),
    });
    // The page may be old: out of the browser's memory, or from a slow line.
    beatNow();
  }

  /**
   * Takes the lock, if nobody else has it. With a `version`, only if the record still has it.
   *
   * @param how `continueHere`: from another tab or browser of the same user
   */
  async acquire(how = {}) {
    this.#enter("asking", nodes(this, "asking"));
    const sent = performance.now();
    const version = this.version === null || how.anyVersion ? undefined : Number(this.version);
    const answer = await call("POST", "/locks", {
      body: { type: this.type, id: this.key, session: this.session, reason: this.reason, ifVersion: version, continueHere: how.continueHere },
    });
    if (answer.ok) {
      this.#hold(answer.body, sent);
      return true;
    }
    this.#refused(answer, how);
    return false;
  }

  #hold(lease, sent) {
    this.#lease?.end();
    this.ending = new Ending(this);
    this.#lease = new Lease(lease, {
      renewed: () => this.#renewed(),
      lost: (loss) => this.lost(loss),
      asked: (requests) => this.handOver.show(requests),
      unreachable: () => this.#unreachable(),
      signedOut: () => this.#signedOut(),
      woke: () => {
        this.idle.touched(); // Whoever wakes it up is there.
        this.#freeze("checking");
      },
      tick: () => this.#tick(),
    }, sent);
    this.asker.end();
    this.#carry({ lockId: lease.lockId, token: lease.token, session: this.session });
    this.oneTab?.close();
    this.oneTab = new OneTab(this.record, lease.lockId, (how) => this.#otherTab(how));
    this.#mine();
    this.dispatchEvent(new CustomEvent("heldby-granted", { bubbles: true, detail: { lockId: lease.lockId } }));
  }

  /** Hidden inputs, so that an ordinary form carries the lock to the save. */
  #carry(values) {
    for (const [name, value] of Object.entries(values)) {
      const input = this.form?.querySelector(`input[type=hidden][name="${name}"]`) ?? make("input", { type: "hidden", name });
      input.value = value;
      if (!input.isConnected) {
        this.form?.append(input);
      }
    }
  }

  #refused(answer, how) {
    const problem = answer.problem ?? {};
    if (answer.signedOut) {
      this.#signedOut();
    } else if (answer.unreachable) {
      this.#enter("failed", nodes(this, "unreachable"), [button(text(this, "tryAgain"), () => this.acquire(how))]);
    } else if (problem.slug === "locked" || problem.slug === "reserved") {
      this.look();
    } else if (problem.slug === "saving") {
      this.#enter("asking", nodes(this, "saving", { who: problem.holders?.[0]?.displayName }));
      setTimeout(() => this.isConnected && this.acquire(how), 1000 * (answer.retryAfter || 1));
    } else if (problem.field === "ifVersion") {
      // The server cannot read versions of this type. The save compares them all the same.
      this.acquire({ ...how, anyVersion: true });
    } else if (problem.slug === "stale-version") {
      this.#stale(problem);
    } else {
      const known = { "not-permitted": "notPermitted", "quota-exceeded": "quota" }[problem.slug];
      this.#enter("failed", known ? nodes(this, known) : nodes(this, "failed", { detail: problem.detail ?? answer.status }));
    }
  }

  /** What the page shows is older than what is stored. With nothing typed, the newer one is simply shown. */
  #stale(problem) {
    if (!this.draft.dirty()) {
      this.reopen("edit");
      return;
    }
    this.draft.keepNow();
    this.#enter("stale", nodes(this, "stale", { shown: String(problem.expectedVersion), current: String(problem.currentVersion) }), [
      button(text(this, "compareReapply"), () => this.reopen("compare"), { class: "first" }),
    ]);
  }

  #firstEdit() {
    if (this.#state === "ready") {
      this.acquire();
    }
  }

  #free() {
    if (this.getAttribute("acquire") === "first-edit") {
      this.#enter("ready");
    } else {
      this.#enter("free", nodes(this, "free"), [button(text(this, "edit"), () => this.acquire(), { class: "first" })]);
    }
  }

  // While it is mine.

  #mine() {
    this.#frozenFor = null;
    const until = this.#lease.maxUntil;
    const sentence = until && this.hasAttribute("show-until") ? nodes(this, "mineUntil", { until }) : nodes(this, "mine");
    const done = this.hasAttribute("done") ? [button(text(this, "done"), () => this.done())] : [];
    this.#enter("mine", sentence, done);
  }

  #renewed() {
    if (this.#state !== "saving" && (this.#state !== "mine" || this.#frozenFor)) {
      this.#mine();
    }
  }

  #tick() {
    if (!this.#lease || this.#state === "saving") {
      return;
    }
    this.idle.tick();
    if (this.#state === "frozen" || this.#state === "mine") {
      if (this.#lease.overdue && this.#frozenFor !== "offlineOver") {
        this.#freeze("offlineOver");
        beatNow();
      } else if (this.#state === "mine") {
        this.ending.tick();
      }
    }
  }

  /** A new grant for a further maximum hold, if nobody was faster and nothing was saved in between. */
  async again() {
    this.draft.keepNow();
    const old = this.#lease;
    this.#lease = null;
    await old.release();
    await this.acquire();
  }

  /** The form is sent as if [Save] had been pressed. Whoever saves by script listens for `heldby-save` and prevents the default. */
  async save() {
    if (!this.optimistic && !this.#lease && !(await this.acquire())) {
      return;
    }
    if (this.dispatchEvent(new CustomEvent("heldby-save", { bubbles: true, cancelable: true }))) {
      const button = [...(this.form?.elements ?? [])].find((each) => each.type === "submit" && !each.hasAttribute("formaction"));
      this.form?.requestSubmit(button);
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

  /** Gives the record back; unsaved text is asked about first, and stays as a draft. */
  async done() {
    if (this.draft.dirty() && !(await this.#sureToGiveBack())) {
      return;
    }
    this.draft.keepNow();
    const lease = this.#lease;
    this.#lease = null;
    await lease?.release();
    this.handOver.show([]);
    this.#free();
  }

  #sureToGiveBack() {
    return this.confirm(nodes(this, "doneUnsaved"), text(this, "giveBack"));
  }

  #submitted(event) {
    if (event.target !== this.form || event.defaultPrevented) {
      return;
    }
    this.draft.submit();
    if (this.#lease) {
      this.#enter("saving");
      // A page that is still there after this was not replaced by the answer.
      setTimeout(() => this.#state === "saving" && (this.#lease ? this.#mine() : this.reopen("compare")), 30_000);
    }
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
      this.oneTab = new OneTab(this.record, this.#lease.lockId, (how) => this.#otherTab(how));
      if (this.#state === "saving") {
        this.#freeze("checking");
      }
    } else if (this.#state === "blocked") {
      this.look();
    }
  }

  // When something is in the way of typing on.

  #freeze(why) {
    if (this.#state === "saving" && why !== "checking") {
      return;
    }
    this.draft.keepNow();
    this.#frozenFor = why;
    const retry = why === "checking" ? [] : [button(text(this, "tryAgain"), () => beatNow())];
    this.#enter("frozen", nodes(this, why), retry);
  }

  #unreachable() {
    if (this.#state === "mine" || this.#frozenFor === "checking") {
      if (this.#lease.overdue) {
        this.#freeze("offlineOver");
      } else {
        // The lease outlasts several beats: type on.
        this.#frozenFor = "offline";
        const until = new Date(now() + this.#lease.goodFor);
        this.#enter("mine", nodes(this, "offline", { until }), [button(text(this, "tryAgain"), () => beatNow())], "warn");
        this.draft.keepNow();
      }
    }
  }

  #signedOut() {
    if (this.#state === "saving") {
      return;
    }
    this.draft?.keepNow();
    if (this.#lease) {
      this.#lease.active = false;
    }
    const where = meta("heldby-login") ?? new URL("..", home).href;
    this.#enter("signed-out", nodes(this, "signedOut"), [
      make("a", { href: where, target: "_blank", rel: "opener", text: text(this, "signIn"), part: "link" }),
    ]);
    pause();
  }

  async #backFromSignIn() {
    if (this.#lease) {
      this.#lease.active = true;
    }
    if (await signedInAgain()) {
      resume();
      if (!this.#lease) {
        await this.acquire();
      }
    } else if (this.#lease) {
      this.#lease.active = false;
    }
  }

  /** Nobody has touched it for long: others may have it, the text stays. */
  away(since) {
    this.draft.keepNow();
    this.#lease.active = false;
    pause();
    this.#enter("away", nodes(this, "away", { since }), [
      button(text(this, "keepEditing"), () => this.back(), { class: "first" }),
    ]);
  }

  async back() {
    resume();
    this.#lease.active = true;
    this.#freeze("checking");
    await beatNow();
  }

  #otherTab(how) {
    this.draft.keepNow();
    if (how === "continued") {
      this.lost({ cause: "continued-elsewhere", at: new Date(now()).toISOString() });
      return;
    }
    this.#lease.end();
    this.#enter("blocked", nodes(this, "elsewhereHere"), [
      button(text(this, "continueHere"), () => {
        this.oneTab.claim();
        this.reopen("edit");
      }, { class: "first" }),
    ]);
  }

  /** The lock is over for good. */
  lost(loss) {
    const lease = this.#lease;
    this.#lease = null;
    lease?.end();
    this.oneTab?.close();
    if (this.#state === "saving" || (loss.cause === "expired" && lease && this.#recovers())) {
      return;
    }
    this.handOver.show([]);
    this.draft.keepNow();
    const actions = this.draft.dirty()
      ? () => [
        button(text(this, "compareReapply"), () => this.reopen("compare"), { class: "first" }),
        button(text(this, "copyDraft"), () => this.draft.copy()),
      ]
      : () => [button(text(this, "openAgain"), () => this.reopen("edit"), { class: "first" })];
    const sentence = () => sentenceOf(this, loss, this.draft.dirty());
    this.#enter("lost", sentence(), actions());
    this.dispatchEvent(new CustomEvent("heldby-lost", { bubbles: true, detail: loss }));
    if (loss.cause !== "handed-over" && loss.cause !== "continued-elsewhere") {
      new LostDialog(this).open(sentence(), actions());
    }
  }

  /** The save came too late, and the server has sent the form back. */
  #lostOnTheWay() {
    const said = (name) => this.getAttribute(`lost-${name}`) ?? undefined;
    this.lost({ cause: said("cause"), by: said("by"), at: said("at"), reason: said("reason") });
  }

  /** Only the time was over: if nobody has taken or changed the record, its editor goes on. */
  #recovers() {
    if (this.version === null) {
      return false;
    }
    this.acquire();
    return true;
  }

  // While somebody else has it.

  /** Looks whose it is, and says so. */
  async look() {
    const answer = await call("GET", resource(this.type, this.key));
    if (answer.signedOut) {
      this.#signedOut();
    } else if (answer.ok && !this.#lease) {
      this.asker.show(answer.body);
    } else if (!answer.ok && !this.#lease) {
      setTimeout(() => this.isConnected && !this.#lease && this.look(), 5000);
    }
  }

  /** For what stands beside this file: a state without the lock. */
  block(sentence, actions, kind = "held", state = "blocked") {
    this.#enter(state, sentence, actions, kind);
  }

  #heard(event) {
    if (event.event === "up" || (event.type === this.type && event.id === this.key)) {
      if (this.#lease) {
        if (event.lockId === this.#lease.lockId && ["lock.lost", "lock.transferred", "lock.released"].includes(event.event)) {
          beatNow();
        } else if (event.event?.startsWith("lock.request") || event.event === "lock.kept") {
          this.handOver.look();
        }
      } else if (["blocked", "free", "your-turn"].includes(this.#state)) {
        this.look();
      }
      this.newer?.heard(event);
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

  #enter(state, sentence, actions = [], kind = KINDS[state] ?? "warn") {
    const changed = this.#state !== state;
    this.#state = state;
    this.setAttribute("state", state);
    if (this.form) {
      readOnly(this.form, !OPEN.has(state));
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

  answered() {
    this.#mine();
  }
}

const KINDS = { mine: "ok", asking: "", free: "ok", lost: "danger", failed: "danger", "signed-out": "danger", frozen: "warn" };
