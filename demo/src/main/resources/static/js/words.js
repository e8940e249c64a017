// What Heldby's elements say at these workplaces, in the workplaces' own words: see the attribute wording.
import { words } from "/heldby/client.js";

const inUse = "The tickets of {label} are already in use by {who} (since {since}).";
const closed = "{label} is being edited by {who} (since {since}). Available after {until}. "
  + "Premiums depend on what is loaded, so it is closed to others.";

words("en", {
  "tickets.mine": "Only you answer this customer.",
  "tickets.held": inUse,
  "tickets.heldFor": inUse,
  "tickets.elsewhere": "The tickets are already in use by you, in another tab or browser (since {since}). What you typed there stays there.",
  "policy.mineUntil": "Only you can open this policy, until {until} at the latest. Saving, closing or signing out gives it back.",
  "policy.held": closed,
  "policy.heldFor": closed,
});
