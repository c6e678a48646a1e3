// The line to the sandbox: what is shown comes as events, what is done goes as requests.

/** What is shown, by part; and where this window stands. */
export const view = { who: "", place: "", show: 50, told: {} };

const hearers = new Map();

/** Calls `hear` whenever a part of the view has changed, until what this returns is called. */
export function on(part, hear) {
  hearers.set(part, [...(hearers.get(part) ?? []), hear]);
  return () => hearers.set(part, hearers.get(part).filter((other) => other !== hear));
}

/** Tells those who hear of a part. */
export function tell(part) {
  for (const hear of hearers.get(part) ?? []) hear();
}

const PARTS = ["time", "scene", "world", "commands", "place", "letters", "feed", "about"];
let source = null;

/** Opens the line again, from another chair or for another place. */
export function watch() {
  source?.close();
  const look = new URLSearchParams({ who: view.who || 0, place: view.place || 0, show: view.show });
  source = new EventSource(`/api/live?${look}`);
  const mine = source;
  for (const part of PARTS) {
    source.addEventListener(part, (event) => {
      if (mine !== source) return;
      view.told[part] = JSON.parse(event.data);
      tell(part);
    });
  }
  source.addEventListener("open", () => tell("open"));
  source.addEventListener("error", () => mine === source && tell("lost"));
}

/** Closes the line, as a page that is left does. */
addEventListener("pagehide", () => source?.close());

/** Something was not done; `at` names the option or input that is the cause, if one is. */
export class Refused extends Error {
  constructor(text, at) {
    super(text);
    this.at = at;
  }
}

/** What a file may have: the stand-in takes no more (limits.rs), and says so before all of it has come. */
const FILE_MIB = 10;

/** Does something from this window's chair; answers what came of it. */
export async function act(name, body = {}, files = null) {
  const whole = { who: view.who, place: view.place, ...body };
  let request = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(whole) };
  if (files) {
    const form = new FormData();
    form.append("act", JSON.stringify(whole));
    for (const [option, file] of files) {
      if (file.size > FILE_MIB * 1024 * 1024) throw new Refused(`A file can have at most ${FILE_MIB} MiB.`, option);
      form.append(option, file);
    }
    request = { method: "POST", body: form };
  }
  let response;
  try {
    response = await fetch(`/api/${name}`, request);
  } catch {
    throw new Refused("The sandbox does not answer. Is it still running?");
  }
  const text = await response.text();
  let answer = {};
  try {
    answer = JSON.parse(text);
  } catch {
    // Refusals of the server itself are plain text.
    if (!response.ok) throw new Refused(text || `The sandbox answered ${response.status}.`);
  }
  if (!response.ok) throw new Refused(answer.refused ?? text, answer.at ?? null);
  return answer;
}

/** A name by identifier, and what else the world knows. */
export const person = (id) => view.told.world?.people.find((one) => one.id === id);
