// <edit-conflict>: who saved too late decides, field by field, what the record is to be.
// All that the dialog needs is loaded with the first such element, so that pages without one do not wait for it.
import { learn } from "./words.js";

export class EditConflict extends HTMLElement {
  #code;
  #shown;

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
  }

  connectedCallback() {
    this.#load().catch(() => {});
    const given = this.querySelector("script[type='application/json']");
    if (given && this.hasAttribute("for")) {
      const conflict = JSON.parse(given.textContent);
      given.remove(); // Asked once, also if the element is moved.
      this.#askFor(conflict);
    }
  }

  /**
   * Asks what is to become of the conflict, which is the body of a 409 or 412.
   *
   * @param options {@code form}, {@code labels}, {@code mine}, {@code mayOverwrite}, {@code remember}, {@code label} (what
   *     people call the record), {@code me}; also as {@code conflict.options}
   * @return what was decided; see client.d.ts
   */
  async ask(conflict, options = conflict.options ?? {}) {
    const [{ ConflictDialog }] = await Promise.all([this.#load(), learn(this)]);
    this.#shown?.close({ action: "draft" }); // A later conflict is about the same text, and the one before is out of date.
    const decision = await new Promise((decide) => {
      this.#shown = new ConflictDialog(this, conflict, this.#completed(options), decide);
      this.#shown.show();
    });
    this.dispatchEvent(new CustomEvent("heldby-decided", { bubbles: true, detail: decision }));
    return decision;
  }

  #load() {
    this.#code ??= import("./conflict-dialog.js").catch((failed) => {
      this.#code = undefined; // The network may be back next time.
      throw failed;
    });
    return this.#code;
  }

  #completed(options) {
    const user = document.querySelector("meta[name=heldby-user]");
    return {
      form: this.#form,
      mayOverwrite: this.hasAttribute("may-overwrite"),
      label: this.getAttribute("label") ?? undefined,
      ...options,
      me: [options.me, this.getAttribute("user"), user?.content, user?.dataset.name].filter(Boolean),
    };
  }

  get #form() {
    return this.getRootNode().getElementById(this.getAttribute("for"));
  }

  /** A page that the server made after it had refused to save: what was decided goes into its form, and is sent. */
  async #askFor(conflict) {
    const form = this.#form;
    const decision = await this.ask(conflict);
    if (decision.action === "draft") {
      return;
    }
    if (decision.action === "discard") {
      location.replace(this.getAttribute("reload") ?? location.href.split("#")[0]);
      return;
    }
    (await this.#load()).answer(form, decision, conflict);
  }
}

if (!customElements.get("edit-conflict")) {
  customElements.define("edit-conflict", EditConflict);
}
