// How the elements look: one sheet for all of them, adopted by their shadow roots, so that no page needs to allow inline
// styles. Pages change it by the custom properties, and by ::part().

const CSS = `
:host {
  --_ink: var(--heldby-ink, light-dark(#1c2128, #e4e8ed));
  --_soft: var(--heldby-soft, light-dark(#565f6b, #a2acb8));
  --_surface: var(--heldby-surface, light-dark(#fff, #1a1f26));
  --_sunken: var(--heldby-sunken, light-dark(#f0f2f5, #14181e));
  --_line: var(--heldby-line, light-dark(#d3d8df, #323a45));
  --_edge: var(--heldby-edge, light-dark(#7f8894, #77818e));
  --_accent: var(--heldby-accent, light-dark(#1f5fbf, #8db8f5));
  --_on-accent: var(--heldby-on-accent, light-dark(#fff, #0c1e38));
  --_ok: var(--heldby-ok, light-dark(#17603a, #8ed3a9));
  --_ok-soft: var(--heldby-ok-soft, light-dark(#e6f4ec, #15291e));
  --_warn: var(--heldby-warn, light-dark(#6b4600, #efc576));
  --_warn-soft: var(--heldby-warn-soft, light-dark(#fdf1d8, #2d2411));
  --_danger: var(--heldby-danger, light-dark(#9b1c1c, #f4a19c));
  --_danger-soft: var(--heldby-danger-soft, light-dark(#fcebea, #351b1b));
  --_radius: var(--heldby-radius, 6px);
  overflow-wrap: anywhere;
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; border-radius: 3px; }
button {
  min-height: 2.25rem; padding: .3rem .9rem; border: 1px solid var(--_edge); border-radius: var(--_radius);
  background: var(--_surface); color: var(--_ink); font: inherit; font-weight: 500; line-height: 1.25; cursor: pointer;
}
button:hover { background: var(--_sunken); }
button.first { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); }
button.first:hover { filter: brightness(1.08); }
button:disabled { background: var(--_sunken); border-style: dashed; color: var(--_soft); cursor: not-allowed; filter: none; }
input:not([type=radio], [type=checkbox]), textarea {
  min-height: 2.25rem; padding: .35rem .6rem; border: 1px solid var(--_edge); border-radius: var(--_radius);
  background: var(--_surface); color: var(--_ink); font: inherit; width: 100%;
}
[aria-invalid=true] { border: 2px solid var(--_danger) !important; }
.padlock { width: 1em; height: 1em; vertical-align: -.12em; }
.seen-by-readers { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** A sheet of the given rules after the common ones. */
export function sheet(rules) {
  const made = new CSSStyleSheet();
  made.replaceSync(CSS + rules);
  return made;
}

/** @param options {@code class}, {@code part}, {@code text}, {@code on} (click), and attributes */
export function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "on") {
      element.addEventListener("click", value);
    } else if (name === "text") {
      element.textContent = value;
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children);
  return element;
}

/** @param press called on click; while its promise is open, the button cannot be pressed again */
export function button(label, press, options = {}) {
  const element = make("button", { type: "button", part: "button", ...options, text: label });
  element.addEventListener("click", async () => {
    if (element.disabled) {
      return;
    }
    element.disabled = true;
    try {
      await press();
    } finally {
      element.disabled = false;
    }
  });
  return element;
}

/** A padlock, as a picture: not every computer has one among its letters. */
export function padlock() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "padlock");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M4.5 7V5a3.5 3.5 0 0 1 7 0v2h1.5v7h-10v-7zm2 0h3V5a1.5 1.5 0 0 0-3 0z");
  path.setAttribute("fill", "currentColor");
  svg.append(path);
  return svg;
}
