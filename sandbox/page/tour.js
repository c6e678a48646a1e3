// What a newcomer can try, one step after the other: each goes to the chair and the place it is done from.
import { fill, h } from "./dom.js";
import { begin, note } from "./bar.js";
import { find } from "./places.js";
import { tour } from "./side.js";
import { act, on, view } from "./talk.js";
import { styled } from "./time.js";

let done = new Set();
/** The step that was begun last: what it says stays in sight. */
let begun = -1;
let of = "";

function showTour() {
  const scene = view.told.scene;
  if (!scene) return;
  const key = `${scene.world} ${scene.scene}`;
  if (key !== of) {
    done = new Set();
    begun = -1;
  }
  of = key;
  const it = scene.scenes.find((one) => one.id === scene.scene);
  if (!it) return;
  const next = it.steps.findIndex((_, at) => !done.has(at));
  fill(tour,
    h("h3", {}, it.title), h("p", {}, it.about),
    h("ol", { class: "steps" }, it.steps.map((step, at) => {
      const state = done.has(at) ? "done" : at === next ? "next" : "";
      return h("li", { class: state, "aria-current": state === "next" ? "step" : undefined },
        h("details", { open: state === "next" || at === begun },
          h("summary", {}, step.title, state === "done" && h("span", { class: "hidden" }, " (done)")),
          h("p", {}, step.text),
          button(step, at, Boolean(scene.busy), state === "next")));
    })));
}

function button(step, at, busy, next) {
  const words = step.until ? `Move the clock to ${styled(Date.parse(step.until), "D")}`
    : step.line ? `Fill it in as ${step.who}` : step.who ? `Go there as ${step.who}` : null;
  return words && h("button", { type: "button", class: `button ${next ? "primary" : "secondary"}`, disabled: busy, on: { click: () => go(step, at) } }, words);
}

/** Waits for the view of a place from a chair. */
function arrived(who, place) {
  return new Promise((resolve) => {
    const here = () => view.told.world?.me === who && (view.told.place?.id ?? place) === place && view.told.commands;
    if (here()) {
      resolve();
      return;
    }
    const offs = ["world", "place", "commands"].map((part) => on(part, () => {
      if (!here()) return;
      offs.forEach((off) => off());
      resolve();
    }));
  });
}

async function go(step, at) {
  try {
    if (step.until) {
      await act("clock", { to: step.until });
    } else {
      const who = view.told.world.people.find((one) => one.name === step.who)?.id ?? view.who;
      const channel = find(step.channel);
      const place = (find(step.channel, step.post ?? undefined) ?? channel)?.id ?? view.place;
      document.body.dataset.tab = "middle";
      if (who !== view.who || place !== view.place) {
        delete view.told.place;
        delete view.told.commands;
        location.hash = new URLSearchParams({ who, place });
        await arrived(who, place);
      }
      if (step.post && !find(step.channel, step.post)) {
        note("There is no such post yet: do the steps before this one first.");
        return;
      }
      if (step.line) {
        const read = await act("line", { line: step.line });
        begin(read.command, read.options);
      } else {
        document.querySelector("#scroll").focus();
      }
    }
    done.add(at);
    begun = at;
  } catch (refusal) {
    note(refusal.message);
    document.body.dataset.tab = "middle";
  }
  showTour();
}

on("scene", showTour);
