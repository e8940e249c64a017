export class EditConflict extends HTMLElement { async ask() { return { action: "draft" }; } }
