// The server writes times in its own zone; here they become the reader's. Same form: the date once it is over a day old.

const DAY = 24 * 60 * 60 * 1000;

export function clock(iso, short = false) {
  const at = new Date(iso);
  const date = Math.abs(Date.now() - at) > DAY
    ? `${at.getDate()} ${at.toLocaleString("en", { month: "short" })} ` : "";
  const hours = String(at.getHours()).padStart(short && !date ? 1 : 2, "0");
  return `${date}${hours}:${String(at.getMinutes()).padStart(2, "0")}`;
}

export function localise(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    time.textContent = clock(time.dateTime, "short" in time.dataset);
    time.title = new Date(time.dateTime).toLocaleString();
  }
}
