// Asks for a line of text in a dialog.
import { openDialog } from "./dialog.js";
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
    const press = send ?? text(lock, "send");
    const input = make("input", { type: "text", maxlength: LONGEST, autocomplete: "off", required });
    const form = make("form", { method: "dialog" },
      ...(title ? [make("h2", { id: "title" }, title)] : []),
      ...(hint ? [make("p", {}, hint)] : []),
      make("label", {}, label, input),
      make("div", { class: "row" },
        make("button", { type: "submit", class: "first", part: "button", text: press }),
        button(text(lock, "cancel"), () => dialog.close())));
    form.addEventListener("submit", () => answer(input.value.trim())); // Which closes the dialog.
    const dialog = openDialog(lock.shadowRoot, title ? { "aria-labelledby": "title" } : { "aria-label": press }, form);
    dialog.addEventListener("close", () => answer(null));
    input.focus();
  });
}
