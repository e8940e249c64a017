// What the tests ask about; the answer stands in window.decided.
import "/heldby/lib/edit-conflict.js";
import { merge } from "/heldby/lib/merge.js";

const at = (hours, minutes) => {
  const time = new Date();
  time.setHours(hours, minutes, 0, 0);
  return time.toISOString();
};

const base = {
  name: "Pen, blue",
  price: "1.99",
  currency: "EUR",
  stock: 100,
  soldSince: "2026-03-01",
  active: true,
  shelf: "A-01",
  notes: "Blue ink.\nRefill sold separately.\nStored dry.\nAsk Bob before ordering.\nShips in boxes of 20.\n",
  margin: "0.30",
};
const mine = {
  ...base,
  name: "Ballpoint pen, blue",
  price: "1.99",
  stock: 95,
  shelf: "A-03",
  margin: "0.35",
  notes: "Blue ink.\nRefill sold separately.\nStored dry.\nAsk Kim before ordering.\nShips in boxes of 50.\n",
};
const theirs = {
  ...base,
  name: "Pen, royal blue",
  price: "2.19",
  currency: "USD",
  stock: 97,
  active: false,
  margin: "0.40",
  notes: "Blue ink, waterproof.\nRefill sold separately.\nStored dry.\nAsk Alice before ordering.\nShips in boxes of 20.\n",
};
const policies = { stock: "ADD" };

function body(base, mine, theirs, more) {
  return {
    entity: "article", id: "42", kind: "modified", expectedVersion: 7, currentVersion: 8,
    modifiedBy: "Bob", modifiedAt: at(10, 52), deleted: false, baseKnown: base !== null, current: theirs,
    ...merge(base, mine, theirs, policies), ...more,
  };
}

window.cases = {
  usual: () => body(base, mine, theirs),
  one: () => body(base, { ...base, name: "Ballpoint pen, blue" }, { ...base, name: "Pen, royal blue", price: "2.19" }),
  none: () => body(base, { ...base, name: "Ballpoint pen, blue" }, { ...base, price: "2.19" }),
  noBase: () => body(null, mine, theirs, { expectedVersion: undefined }),
  deleted: () => ({
    entity: "article", id: "42", kind: "deleted", expectedVersion: 7, modifiedBy: "Bob", modifiedAt: at(10, 52), deleted: true,
  }),
  made: body,
  base, mine, theirs, at,
};

window.ask = (conflict, options) => {
  window.decided = undefined;
  document.querySelector("edit-conflict").ask(conflict, options).then((decision) => (window.decided = decision));
};
window.ready = true;
