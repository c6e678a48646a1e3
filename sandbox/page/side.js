// The right side: who I am, the clock, direct messages, what happened, and where to start from.
import { fill, h } from "./dom.js";
import { note } from "./bar.js";
import { dialog } from "./form.js";
import { face, message } from "./message.js";
import { open, sit } from "./places.js";
import { act, on, person, view } from "./talk.js";
import { plain } from "./text.js";
import { forInput, moment, now, styled, zone } from "./time.js";

const side = document.querySelector("#side");
const section = (id, title) => {
  const body = h("div", { class: "body", id });
  side.append(h("section", { class: "panel", "aria-labelledby": `${id}-title` }, h("h2", { id: `${id}-title` }, title), body));
  return body;
};
const you = section("you", "You are");
const clock = section("clock", "The clock");
/** Where the tour stands. */
export const tour = section("tour", "Try it");
const letters = section("letters", "Direct messages");
const feed = section("feed", "What happened");
const scenes = section("scenes", "Start from");

/** Asks the director for something that takes a while; what it says is shown where it was asked. */
async function order(name, body, at) {
  const line = at.querySelector(".panel-note");
  line.textContent = "";
  try {
    await act(name, body);
  } catch (refusal) {
    line.textContent = refusal.message;
  }
}

const noteLine = () => h("p", { class: "panel-note", role: "status" });

function showYou() {
  const world = view.told.world;
  const me = person(view.who);
  if (!world || !me || you.contains(document.activeElement) && document.activeElement.tagName === "SELECT" && you.dataset.people === JSON.stringify(world.people)) return;
  const focused = document.activeElement?.id;
  you.dataset.people = JSON.stringify(world.people);
  const select = h("select", { id: "who", "aria-label": "Whose chair you sit in", on: { change: () => sit(select.value) } },
    world.people.map((one) => h("option", { value: one.id, selected: one.id === view.who }, one.roles.length ? `${one.name} (${one.roles.join(", ")})` : one.name)));
  const other = world.people.find((one) => one.id !== view.who);
  fill(you,
    h("div", { class: "me" }, face(me.name), select),
    h("div", { id: "about" }),
    h("label", { class: "tick" }, h("input", { type: "checkbox", id: "letters-open", checked: world.letters_open, on: { change: (event) => act("letters", { open: event.target.checked }) } }), " Takes direct messages"),
    h("div", { class: "row" },
      h("button", { type: "button", id: "new-person", class: "button secondary", on: { click: newPerson } }, "Somebody new"),
      other && h("a", { class: "button secondary", target: "_blank", href: `/#${new URLSearchParams({ who: other.id, place: view.place })}` }, "Second window", h("span", { "aria-hidden": "true" }, " ↗"))));
  showAbout();
  if (focused) document.getElementById(focused)?.focus();
}

function showAbout() {
  const about = document.querySelector("#about");
  if (!about) return;
  const facts = (view.told.about ?? []).map((fact) => h("div", { class: "fact" }, h("h3", {}, fact.title),
    fact.lines.length ? h("ul", {}, fact.lines.map((line) => h("li", {}, line))) : h("p", { class: "quiet" }, fact.none)));
  fill(about, facts);
}

function newPerson() {
  const boxes = view.told.world.roles.map((role) => [role.name, h("input", { type: "checkbox" })]);
  const extra = boxes.length ? h("fieldset", { class: "many" }, h("legend", {}, "Roles"), boxes.map(([name, box]) => h("label", {}, box, ` ${name}`))) : null;
  dialog({ title: "Somebody new", about: "Joins the server, and you sit in that chair.", verb: "Join", extra, inputs: [{ label: "Name", required: true, most: 32 }] }, async ([[, name]]) => {
    try {
      const { id } = await act("member", { name, roles: boxes.filter(([, box]) => box.checked).map(([role]) => role) });
      sit(id);
    } catch (refusal) {
      if (refusal.at === "name") refusal.at = "Name";
      throw refusal;
    }
  });
}

const DAY = 86400000;
const date = h("input", { type: "datetime-local", id: "to-date" });
const stands = h("p", { class: "now" });
const clockNote = noteLine();
const moves = [];

/** The same time of day some days later, also across a change of the clocks. */
function later(days) {
  const at = new Date(now());
  at.setDate(at.getDate() + days);
  return at.toISOString();
}

function buildClock() {
  const move = (words, does, title) => {
    const button = h("button", { type: "button", class: "button secondary", title, on: { click: does } }, words);
    moves.push(button);
    return button;
  };
  fill(clock,
    stands,
    h("div", { class: "row" },
      move("+1 day", () => order("clock", { to: later(1) }, clock)),
      move("+1 week", () => order("clock", { to: later(7) }, clock)),
      move("To what is due next", () => order("next", {}, clock))),
    h("div", { class: "row" }, h("label", { htmlFor: "to-date" }, "To a date"), date,
      move("Go", () => {
        const to = new Date(date.value);
        if (Number.isNaN(to.valueOf())) clockNote.textContent = "Choose a date and time first.";
        else order("clock", { to: to.toISOString() }, clock);
      })),
    clockNote);
}

function showClock() {
  fill(stands, styled(now(), "F"), h("span", { class: "quiet" }, ` ${zone}`));
  const least = forInput(now());
  date.min = least;
  if (!date.value || date.value < least) date.value = least;
}
setInterval(() => view.told.time && showClock(), 5000);

function showBusy() {
  const busy = view.told.scene?.busy;
  for (const button of moves) button.disabled = Boolean(busy);
  clock.setAttribute("aria-busy", String(Boolean(busy)));
  document.body.classList.toggle("busy", Boolean(busy));
}

function showLetters() {
  const place = view.told.letters;
  const all = place?.messages ?? [];
  if (!all.length) {
    fill(letters, h("p", { class: "quiet" }, "None so far."));
    return;
  }
  fill(letters,
    h("div", { class: "letters" }, all.slice(-3).map(message)),
    h("button", { type: "button", class: "button secondary", on: { click: () => open(place.id) } }, all.length > 3 ? `Open all ${all.length}` : "Open"));
}

const FIRST = 140;

function showFeed() {
  const items = view.told.feed ?? [];
  if (!items.length) {
    fill(feed, h("p", { class: "quiet" }, "Nothing so far."));
    return;
  }
  const at = feed.querySelector("ol");
  const scrolled = at?.scrollTop ?? 0;
  const list = h("ol", { class: "feed", tabIndex: 0, "aria-label": "What happened, the newest first" }, items.toReversed().map(item));
  fill(feed, list);
  list.scrollTop = scrolled;
}

function item(it) {
  const when = h("span", { class: "when" }, `${styled(Date.parse(it.at), "d")} ${styled(Date.parse(it.at), "t")}`);
  if (it.kind === "told") return h("li", { class: "told" }, it.text);
  const words = plain(it.text ?? "");
  const short = words.length > FIRST ? `${words.slice(0, FIRST)}…` : words;
  const go = (name) => h("button", { type: "button", class: "link", on: { click: () => open(it.place) } }, name);
  switch (it.kind) {
    case "did": return h("li", {}, when, " ", h("b", {}, it.who), " ", it.text.startsWith("/") ? h("code", {}, short) : short);
    case "letter": return h("li", {}, when, " ", h("b", {}, it.who), " wrote to ", h("b", {}, it.to), `: ${short}`);
    default: return h("li", {}, when, " ", go(it.in), ` ${short}`, it.notified.length ? h("span", { class: "quiet" }, ` Notified: ${it.notified.join(", ")}.`) : null);
  }
}

function showScenes() {
  const scene = view.told.scene;
  if (!scene || (scenes.dataset.scene === scene.scene && scenes.dataset.busy === String(scene.busy))) return;
  Object.assign(scenes.dataset, { scene: scene.scene, busy: String(scene.busy) });
  const select = h("select", { id: "scene", "aria-label": "Where to start from" },
    scene.scenes.map((one) => h("option", { value: one.id, selected: one.id === scene.scene }, one.title)));
  const about = h("p", { class: "quiet" });
  const explain = () => { about.textContent = scene.scenes.find((one) => one.id === select.value)?.about ?? ""; };
  select.addEventListener("change", explain);
  explain();
  const play = (live) => order("scene", { scene: select.value, live }, scenes);
  fill(scenes, select, about,
    h("div", { class: "row" },
      h("button", { type: "button", class: "button primary", disabled: Boolean(scene.busy), on: { click: () => play(false) } }, "Start"),
      h("button", { type: "button", class: "button secondary", disabled: Boolean(scene.busy), on: { click: () => play(true) } }, "Play it live"),
      scene.busy && h("button", { type: "button", class: "button secondary", on: { click: () => act("hurry") } }, "Finish at once")),
    h("p", { class: "quiet" }, "Starting puts a new world in place of this one, for every window."),
    noteLine(),
    scene.busy && h("p", { class: "busy-line", role: "status" }, scene.busy));
}

const THEMES = ["system", "light", "dark"];
function theme(name) {
  document.documentElement.dataset.theme = name;
  try {
    localStorage.setItem("theme", name);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
function buildTheme() {
  let kept = "system";
  try {
    kept = localStorage.getItem("theme") ?? "system";
  } catch {
    // As above.
  }
  theme(THEMES.includes(kept) ? kept : "system");
  const select = h("select", { id: "theme", on: { change: () => theme(select.value) } },
    THEMES.map((one) => h("option", { value: one, selected: one === document.documentElement.dataset.theme }, one)));
  side.append(h("p", { class: "theme" }, h("label", { htmlFor: "theme" }, "Colours "), select));
}

buildClock();
buildTheme();
on("world", showYou);
on("moved", () => { delete you.dataset.people; showYou(); note(""); });
on("about", showAbout);
on("time", showClock);
on("scene", () => { showBusy(); showScenes(); });
on("letters", showLetters);
on("feed", showFeed);
