// A modal dialog in a shadow root, which goes when it is closed.
import { make } from "./look.js";

/** Rules for a sheet whose elements open dialogs. */
export const DIALOG = `
  dialog { max-width: min(34rem, calc(100vw - 2rem)); padding: 1.1rem 1.25rem; border: 1px solid var(--_edge);
    border-radius: var(--_radius); background: var(--_surface); color: var(--_ink); font: inherit; }
  dialog::backdrop { background: rgb(0 0 0 / .45); }
  dialog h2 { margin: 0 0 .5rem; font-size: 1.1rem; }
  dialog p, dialog label { margin: 0 0 .75rem; }
  .row { display: flex; flex-wrap: wrap; gap: .5rem; }
`;

/** @param attributes of the dialog, such as its role and label */
export function openDialog(root, attributes, ...content) {
  const dialog = make("dialog", { part: "dialog", ...attributes }, ...content);
  dialog.addEventListener("close", () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
  return dialog;
}
