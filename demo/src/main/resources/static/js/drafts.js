// What is being typed, kept in this browser until it is saved. One draft per person and record.
import { clock } from "./times.js";

const me = document.querySelector("meta[name=signed-in]")?.content;
const key = (record) => `heldby-demo:draft:${me}:${record}`;
const typed = (form) => [...form.querySelectorAll("input:not([type=hidden]), textarea")];

export function keep(form) {
  const text = Object.fromEntries(typed(form).map((element) => [element.name, element.value]));
  localStorage.setItem(key(form.dataset.record), JSON.stringify({ at: new Date().toISOString(), text }));
}

export function forget(record) {
  localStorage.removeItem(key(record));
}

/** Offers text that was typed before and not saved, when it differs from what the page shows. */
export function offer(form) {
  const draft = JSON.parse(localStorage.getItem(key(form.dataset.record)) ?? "null");
  if (!draft || typed(form).every((element) => (draft.text[element.name] ?? element.value) === element.value)) {
    return;
  }
  const bar = document.createElement("div");
  bar.className = "banner warn";
  bar.setAttribute("role", "status");
  const put = button("Put it back", () => {
    for (const element of typed(form)) {
      element.value = draft.text[element.name] ?? element.value;
    }
    close();
  });
  const discard = button("Discard", () => {
    forget(form.dataset.record);
    close();
  });
  const text = document.createElement("span");
  text.textContent = `You have unsaved text from ${clock(draft.at)}.`;
  bar.append(text, put, discard);
  form.before(bar);

  function close() {
    bar.remove();
    typed(form)[0].focus();
  }
}

function button(text, press) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.addEventListener("click", press);
  return element;
}
