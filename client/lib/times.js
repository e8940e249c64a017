// Times as people read them: the clock, with the day once it is not today.

const DAY = 24 * 60 * 60 * 1000;

/** The server's clock less this one's, in milliseconds, as its last answer showed. */
let ahead = 0;

/** What the server says the time is; every answer about a lock has it. */
export function serverTime(iso) {
  const now = Date.parse(iso);
  if (!Number.isNaN(now)) {
    ahead = now - Date.now();
  }
}

/** Now, on the server's clock: a computer whose clock is wrong shows the right countdown all the same. */
export function now() {
  return Date.now() + ahead;
}

/** {@code 14:10}; {@code Tue 16:20} within a week; {@code 3 Mar 16:20} beyond. */
export function clock(at, language) {
  const time = at.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const today = new Date(now());
  if (at.toDateString() === today.toDateString()) {
    return time;
  }
  const day = Math.abs(today - at) < 6 * DAY
    ? at.toLocaleDateString(language, { weekday: "short" })
    : at.toLocaleDateString(language, { day: "numeric", month: "short" });
  return `${day} ${time}`;
}

export function timeElement(at, language) {
  const time = document.createElement("time");
  time.dateTime = at.toISOString();
  time.textContent = clock(at, language);
  time.title = at.toLocaleString(language);
  return time;
}

/** {@code 1:58} */
export function countdown(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
