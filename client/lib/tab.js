// The editing session of this tab. It is in sessionStorage only while no page of the tab is alive: a page takes it out when
// it starts and puts it back when it is left. So a reload and the next page of the tab have the same session, and a
// duplicated tab, which gets a copy of sessionStorage, finds none there and makes its own.

const STORED = "heldby:tab";
const id = sessionStorage.getItem(STORED) ?? randomId();
sessionStorage.removeItem(STORED);
addEventListener("pagehide", () => sessionStorage.setItem(STORED, id));
addEventListener("pageshow", (event) => event.persisted && sessionStorage.removeItem(STORED));

export function tab() {
  return id;
}

/** 128 random bits. `crypto.randomUUID` is not there on pages without TLS. */
export function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
