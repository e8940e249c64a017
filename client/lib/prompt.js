// Asks for a line of text in a dialog.
import { button, make } from "./look.js";
import { text } from "./words.js";

const LONGEST = 200;

/**
 * @param lock whose shadow root the dialog opens in
 * @param options `label` of the input, `title` and `hint` (nodes), `send` (the button), `required`
 * @returns a promise of what was entered; `null` when it was cancelled
 */
export function ask(lock, { label, title, hint, send, required = false }) {
  return new Promise((answer) => {
    const before = lock.shadowRoot.activeElement;
    const input = make("input", { type: "text", maxlength: LONGEST, autocomplete: "off", required });
    const form = make("form", { method: "dialog" });
    const dialog = make("dialog", { part: "dialog", "aria-label": title ? undefined : send ?? text(lock, "send") });
    const close = (what) => {
      dialog.remove();
      before?.focus();
      answer(what);
    };
    if (title) {
      form.append(make("h2", { id: "title" }, title));
      dialog.setAttribute("aria-labelledby", "title");
    }
    if (hint) {
      form.append(make("p", {}, hint));
    }
    form.append(
      make("label", {}, label, input),
      make("div", { class: "row end" },
        make("button", { type: "submit", class: "first", part: "button", text: send ?? text(lock, "send") }),
        button(text(lock, "cancel"), () => close(null))),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      close(input.value.trim());
    });
    dialog.addEventListener("cancel", () => close(null));
    dialog.append(form);
    lock.shadowRoot.append(dialog);
    dialog.showModal();
    input.focus();
  });
}
