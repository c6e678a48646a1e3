// Moments, in the reader's time zone and by the sandbox's clock.
import { h } from "./dom.js";
import { on, view } from "./talk.js";

const LOCALE = "en-GB";
let anchor = null;

on("time", () => {
  anchor = { there: Date.parse(view.told.time), here: performance.now() };
  refresh();
});

/** The time inside the sandbox, in milliseconds. */
export function now() {
  return anchor ? anchor.there + (performance.now() - anchor.here) : Date.now();
}

/** The reader's time zone, such as "Europe/London". */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const made = new Map();
function format(options) {
  const key = JSON.stringify(options);
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(LOCALE, options));
  return made.get(key);
}

const HOURS = { hour: "2-digit", minute: "2-digit" };
// Discord, Reference, "Timestamp styles".
const STYLES = {
  t: HOURS,
  T: { ...HOURS, second: "2-digit" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { day: "numeric", month: "long", year: "numeric" },
  f: { day: "numeric", month: "long", year: "numeric", ...HOURS },
  F: { weekday: "long", day: "numeric", month: "long", year: "numeric", ...HOURS },
};

const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** "in 3 days". */
export function relative(moment) {
  const seconds = Math.round((moment - now()) / 1000);
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: "always" }).format(Math.trunc(seconds / size), unit);
}

/** A moment in one of Discord's styles. */
export function styled(moment, style) {
  if (style === "R") return relative(moment);
  const parts = format(STYLES[style] ?? STYLES.f).format(moment);
  return parts.replace(" at ", " ");
}

/** "Today at 09:05", or the date: as a message's head shows it. */
export function stamp(moment) {
  const day = (at) => format(STYLES.d).format(at);
  const time = styled(moment, "t");
  if (day(moment) === day(now())) return `Today at ${time}`;
  if (day(moment) === day(now() - 86400000)) return `Yesterday at ${time}`;
  return `${day(moment)} ${time}`;
}

/** An element that shows a moment, and goes on being true while time passes. */
export function moment(at, style) {
  const element = h("time", { class: style === "S" ? "stamp" : "moment", dateTime: new Date(at).toISOString(), dataset: { style } });
  show(element);
  element.title = styled(at, "F");
  return element;
}

function show(element) {
  const at = Date.parse(element.dateTime);
  const { style } = element.dataset;
  const text = style === "S" ? stamp(at) : styled(at, style);
  if (element.textContent !== text) element.textContent = text;
}

function refresh() {
  for (const element of document.querySelectorAll("time[data-style=R], time[data-style=S]")) show(element);
}
setInterval(refresh, 10000);

/** A date and time as an input of type datetime-local holds it. */
export function forInput(at) {
  const date = new Date(at);
  date.setMinutes(date.getMinutes() - date.getTimezoneOffset());
  return date.toISOString().slice(0, 16);
}
