import { forget } from "./drafts.js";
import { edit } from "./editor.js";
import { keepFresh } from "./live.js";
import { localise } from "./times.js";
import { waitUntilFree } from "./waiting.js";

keepFresh();
localise(document);
// On a phone the workplaces are wider than the screen.
document.querySelector(".bar nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

for (const saved of document.querySelectorAll("[data-forget-draft]")) {
  forget(`customer/${saved.dataset.forgetDraft}`);
}
const form = document.getElementById("editor");
if (form?.dataset.lock) {
  edit(form);
} else if (form?.dataset.waiting) {
  waitUntilFree(form);
}

// Menus close like menus: on Escape, focus back where it was, and on a click elsewhere.
addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.menu[open]")) {
    if (!open.contains(event.target)) {
      open.open = false;
    }
  }
});
