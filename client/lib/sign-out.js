// Signing out on purpose, with text that is not saved: it may be somebody else's browser soon.
import * as drafts from "./drafts.js";
import { DIALOG, openDialog } from "./dialog.js";
import { button, make, sheet } from "./look.js";
import { learn, nodes, text } from "./words.js";

const LOOK = sheet(DIALOG);

/** Forms that say `data-heldby-sign-out` ask first. */
addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches?.("[data-heldby-sign-out]") || form.dataset.heldbyAsked) {
    return;
  }
  const records = new Set(drafts.mine().map(({ record }) => record));
  if (records.size > 0) {
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form, event.submitter, records.size);
  }
}, true);

async function ask(form, submitter, count) {
  await learn(form);
  const host = make("div");
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [LOOK];
  const go = () => {
    form.dataset.heldbyAsked = "yes";
    form.requestSubmit(submitter);
  };
  document.body.append(host);
  const dialog = openDialog(shadow, { role: "alertdialog", "aria-labelledby": "title", "aria-describedby": "what" },
    make("h2", { id: "title", text: text(form, "signOutTitle") }),
    make("p", { id: "what" }, nodes(form, count === 1 ? "signOutDrafts1" : "signOutDrafts", { count: String(count) })),
    make("div", { class: "row" },
      button(text(form, "signOutKeep"), go, { class: "first" }),
      button(text(form, "signOutDelete"), () => {
        drafts.mine().forEach(({ name }) => drafts.drop(name));
        go();
      }),
      button(text(form, "cancel"), () => dialog.close())));
  dialog.addEventListener("close", () => host.remove());
}
