// Where this window stands: in whose chair, in which place. The address keeps both.
import { fill, h } from "./dom.js";
import { on, person, tell, view, watch } from "./talk.js";
import { find, forget, here } from "./places.js";
import "./time.js";
import "./message.js";
import "./bar.js";
import "./side.js";
import "./tour.js";

/** The world this window was in, and the names of who and where, which another world may know too. */
let world = null;
const names = { who: "", place: "", forum: "" };

function readAddress() {
  const address = new URLSearchParams(location.hash.slice(1));
  const who = /^\d+$/.test(address.get("who") ?? "") ? address.get("who") : view.who;
  const place = /^\d+$/.test(address.get("place") ?? "") ? address.get("place") : view.place;
  const moved = who !== view.who || place !== view.place;
  if (place !== view.place) view.show = 50;
  Object.assign(view, { who, place });
  return moved;
}

addEventListener("hashchange", () => {
  if (readAddress()) tell("moved");
});

/** Another world has begun: the same people and places may be there under other identifiers. */
function settle() {
  const { told } = view;
  if (!told.scene || !told.world) return;
  // Identifiers of another world may be there in this one, and mean somebody else.
  const another = told.scene.world !== world && names.who !== "";
  if (told.scene.world !== world) {
    world = told.scene.world;
    document.body.dataset.world = world;
    forget();
  }
  const first = told.scene.scenes.find((one) => one.id === told.scene.scene)?.steps[0];
  let { who, place } = view;
  if (another || !person(who)) {
    const same = (name) => told.world.people.find((one) => one.name === name);
    who = (same(names.who) ?? same(first?.who) ?? told.world.people[0])?.id ?? "";
  }
  if (another || !here()) {
    const found = find(names.forum || names.place, names.forum ? names.place : undefined)
      ?? find(names.forum) ?? find(first?.channel) ?? told.world.channels[0];
    place = found?.id ?? "";
  }
  if (who !== view.who || place !== view.place) {
    Object.assign(view, { who, place });
    history.replaceState(null, "", `#${new URLSearchParams({ who, place })}`);
    tell("moved");
    return;
  }
  const where = here();
  names.who = person(who)?.name ?? "";
  names.forum = where?.forum?.name ?? "";
  names.place = where?.kind === "post" ? where.title.split(" ")[0] : where?.title ?? "";
}

on("world", settle);
on("lost", () => {
  const lost = document.querySelector("#lost");
  fill(lost, "The line to the sandbox is broken; trying again…");
  lost.hidden = false;
});
on("open", () => { document.querySelector("#lost").hidden = true; });

// On a phone one part is shown at a time.
const TABS = [["places", "Channels"], ["middle", "Messages"], ["side", "You & clock"]];
function showTabs() {
  const now = document.body.dataset.tab;
  fill(document.querySelector("#tabs"), TABS.map(([id, name]) => h("button", {
    type: "button", "aria-pressed": String(id === now),
    on: { click: () => { document.body.dataset.tab = id; showTabs(); } },
  }, name)));
}
new MutationObserver(showTabs).observe(document.body, { attributeFilter: ["data-tab"] });
showTabs();

readAddress();
if (view.place) document.body.dataset.tab = "middle";
watch();
