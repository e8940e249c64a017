// Two tabs of one browser share a session, and with it a lock; here they agree that only one of them edits a record.

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("heldby-demo-editing") : null;
const me = crypto.randomUUID?.() ?? String(Math.random());

/**
 * Calls stop("opened-elsewhere") when another tab edits this record already, and stop("continued-elsewhere") when another
 * tab goes on with it.
 */
export function onlyHere(record, stop) {
  if (!channel) {
    return;
  }
  const claimed = sessionStorage.getItem("heldby-demo:claimed") === record;
  sessionStorage.removeItem("heldby-demo:claimed");
  let editing = true;
  channel.addEventListener("message", ({ data }) => {
    if (!editing || data.record !== record || data.from === me) {
      return;
    }
    if (data.says === "who edits?") {
      channel.postMessage({ record, from: me, to: data.from, says: "I do" });
    } else if (data.says === "I do" && data.to === me) {
      editing = false;
      stop("opened-elsewhere");
    } else if (data.says === "I go on") {
      editing = false;
      stop("continued-elsewhere");
    }
  });
  channel.postMessage({ record, from: me, says: claimed ? "I go on" : "who edits?" });
}

/** The next load of this page, in this tab, is the one that edits. */
onlyHere.claim = (record) => sessionStorage.setItem("heldby-demo:claimed", record);
