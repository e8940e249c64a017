// How the dialog looks: a grid on a desk, cards on a phone.
import { sheet } from "./look.js";

export const LOOK = sheet(`
dialog {
  width: min(76rem, calc(100vw - 2rem)); max-width: none; height: fit-content; max-height: calc(100dvh - 2rem); padding: 0;
  border: 1px solid var(--_line); border-radius: calc(var(--_radius) + 4px); overflow: hidden;
  background: var(--_surface); color: var(--_ink); font: .875rem/1.45 system-ui, sans-serif; box-shadow: 0 16px 48px #0006;
}
dialog::backdrop { background: #10141a99; }
.step { display: flex; flex-direction: column; max-height: calc(100dvh - 2rem - 2px); }
.body { overflow: auto; padding: 0 1.25rem 1rem; }
header { padding: 1.1rem 0 .75rem; }
h2, h3, p, dl, dd { margin: 0; }
h2 { font-size: 1.125rem; line-height: 1.35; font-weight: 650; }
.body > h2 { padding: 1.1rem 0 .5rem; }
header p { margin-top: .25rem; }
.soft, small, .of { color: var(--_soft); }
.keys { padding-top: .75rem; font-size: .8125rem; }
.kept { border-left: 3px solid var(--_accent); padding-left: .6rem; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: .5rem .6rem; text-align: start; vertical-align: top; border-top: 1px solid var(--_line); }
thead th { position: sticky; top: 0; z-index: 1; background: var(--_surface); color: var(--_soft); font-size: .8125rem; font-weight: 500; border: 0; }
thead th.field { width: 15%; }
thead th.result { width: 27%; }
tbody th { font-weight: 600; }
th small, td small { display: block; font-weight: 400; font-size: .8125rem; }
.fresh { width: fit-content; margin-top: .15rem; padding: 0 .4rem; border-radius: 3px; background: var(--_accent); color: var(--_on-accent); }
.value { white-space: pre-wrap; unicode-bidi: isolate; }
.value.empty, .undecided { color: var(--_soft); font-style: italic; }
td.theirs, td.mine { cursor: pointer; }
td.theirs:hover, td.mine:hover { background: var(--_sunken); }
td.chosen { background: var(--_ok-soft) !important; }
td.chosen .value::before { content: "✓ " / ""; color: var(--_ok); font-weight: 700; }
tr.open > th { box-shadow: inset 3px 0 var(--_warn); }
tr.open .undecided { padding: 0 .4rem; border: 1px dashed var(--_warn); border-radius: 3px; background: var(--_warn-soft); color: var(--_warn); font-style: normal; }
tr.settled > td { color: var(--_soft); }
tbody tr + tr > * { border-top-style: dotted; }
mark { padding: 0 1px; border-radius: 2px; background: var(--_warn-soft); color: inherit; text-decoration: underline 2px var(--_warn); text-underline-offset: 3px; }
.code { margin: 0 1px; padding: 0 .2rem; border: 1px solid var(--_edge); border-radius: 3px; font: .6875rem ui-monospace, monospace; }
.of { display: none; }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
.choices { display: flex; flex-wrap: wrap; gap: .15rem .8rem; }
.choices label { display: flex; align-items: center; gap: .3rem; min-height: 1.5rem; cursor: pointer; }
input[type=radio] { width: 1rem; height: 1rem; margin: 0; accent-color: var(--_accent); }
.answer { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center; }
.decided .outcome { flex: 1 0 100%; }
tr.decided .outcome > .value { font-weight: 600; }
.outcome select { width: 100%; min-height: 2.25rem; font: inherit; color: var(--_ink); background: var(--_surface); border: 1px solid var(--_edge); border-radius: var(--_radius); }
textarea { display: block; resize: vertical; }
.error { margin-top: .25rem; color: var(--_danger); font-weight: 500; }
.error:empty { display: none; }
.error::before { content: "! " / ""; font-weight: 700; }
fieldset[aria-invalid=true] { border: 0 !important; }
.merged { margin-top: .75rem; border-top: 1px solid var(--_line); padding-top: .6rem; }
summary { cursor: pointer; color: var(--_soft); }
.merged > summary b { color: var(--_ink); margin-inline-end: .6rem; }
.merged > summary span { margin-inline-end: .9rem; }
footer {
  display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; flex: none; padding: .75rem 1.25rem;
  border-top: 1px solid var(--_line); background: var(--_sunken);
}
footer [role=status] { font-weight: 500; }
.rest { display: flex; flex-wrap: wrap; gap: .5rem; margin-inline-start: auto; }
button.danger { border-color: var(--_danger); color: var(--_danger); }
dl { display: grid; grid-template-columns: minmax(6rem, 1fr) 5fr; gap: .5rem 1rem; }
dt { font-weight: 600; }
ul { margin: 0; padding-inline-start: 1.1rem; }
li { margin-top: .2rem; }
del { color: var(--_soft); }
.body > label { display: block; margin-top: 1rem; font-weight: 600; }
.body > textarea { margin-top: .3rem; }
@media (max-width: 600px) {
  dialog { width: 100vw; height: 100dvh; max-height: none; border: 0; border-radius: 0; }
  .step { height: 100dvh; max-height: none; }
  .body { flex: 1; padding-inline: .9rem; }
  table, tbody, tr, th, td { display: block; }
  thead { display: none; }
  tr { margin-top: .6rem; border: 1px solid var(--_line); border-radius: var(--_radius); overflow: hidden; }
  th, td { border: 0; padding: .4rem .7rem; }
  tbody th { background: var(--_sunken); }
  th small { display: inline; }
  bdi:not(.seen-by-readers) + small { margin-inline-start: .5rem; }
  td.base, td.theirs, td.mine { display: grid; grid-template-columns: 5rem 1fr; column-gap: .6rem; border-bottom: 1px solid var(--_line); }
  td small { grid-column: 2; }
  .of { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; font-size: .8125rem; }
  .result .of, .keys { display: none; }
  .choices { gap: .3rem 1.1rem; }
  .choices label { min-height: 2rem; }
  tr.settled { border-style: dotted; }
  footer { gap: .4rem; padding: .6rem .9rem; }
  .rest { display: grid; grid-template-columns: 1fr 1fr; width: 100%; gap: .4rem; }
  footer button { min-height: 2rem; padding-inline: .6rem; }
  .rest .danger { grid-column: 1 / -1; }
  dl { grid-template-columns: 1fr; gap: .1rem; }
  dd { margin-bottom: .5rem; }
}
@media (forced-colors: active) { mark { forced-color-adjust: none; background: Mark; color: MarkText; } }
`);
