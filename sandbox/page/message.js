// Messages: who, when, what, and the parts below.
import { fill, h, Keyed } from "./dom.js";
import { components, embed, files } from "./parts.js";
import { on, tell, view, watch } from "./talk.js";
import { blocks, plain } from "./text.js";
import { moment, styled } from "./time.js";
import { forumList, here } from "./places.js";

const TINTS = 8;

/** A round mark with somebody's initials. */
export function face(name, bot = false) {
  const letters = name.split(/\s+/).map((word) => word[0] ?? "").slice(0, 2).join("").toUpperCase();
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return h("span", { class: bot ? "face bot" : `face tint-${sum % TINTS}`, "aria-hidden": "true" }, letters);
}

const dismissed = new Set();

/** A message as an element. */
export function message(it) {
  const { author } = it;
  const head = h("div", { class: "message-head" },
    h("span", { class: "author" }, author.name),
    author.bot && h("span", { class: "app-tag" }, "APP"),
    moment(Date.parse(it.at), "S"),
    it.edited && h("span", { class: "edited", title: styled(Date.parse(it.edited), "F") }, "(edited)"));
  const used = it.used && h("p", { class: "used" }, h("b", {}, it.used.who), " used ", h("span", { class: "mention" }, `/${it.used.command}`));
  const reply = it.reply && h("p", { class: "used" }, "Reply to ", h("b", {}, it.reply.who ?? "a deleted message"), ` ${plain(it.reply.text)}`);
  const text = it.thinking
    ? h("p", { class: "thinking" }, `${author.name} is thinking…`)
    : h("div", { class: "text" }, blocks(it.text));
  const whole = h("article", { class: `message${it.private ? " private" : ""}${it.notified ? " notified" : ""}`, dataset: { id: it.id } },
    used ?? reply,
    h("div", { class: "message-row" },
      face(author.name, author.bot),
      h("div", { class: "message-body" },
        head,
        (it.thinking || it.text) && text,
        it.embeds.map(embed),
        files(it.files),
        components(it),
        it.private && h("p", { class: "only-you" }, "Only you can see this · ",
          h("button", { type: "button", class: "link", on: { click: () => { dismissed.add(it.id); tell("place"); } } }, "Dismiss message")))));
  return whole;
}

let list = null;
let shown = { place: "", last: "" };

/** Shows the open place. */
export function showPlace() {
  const log = document.querySelector("#log");
  const scroll = document.querySelector("#scroll");
  const place = view.told.place;
  const where = here();
  if (where?.kind === "forum") {
    list = null;
    shown = { place: view.place, last: "" };
    fill(log, forumList(where));
    return;
  }
  if (!place || place.id !== view.place) {
    list = null;
    fill(log, view.place ? [] : h("p", { class: "empty" }, "Choose a channel."));
    return;
  }
  if (!list || shown.place !== view.place) {
    const items = h("div");
    list = { items: new Keyed(items, message), earlier: h("div") };
    fill(log, list.earlier, items);
    shown = { place: view.place, last: "" };
  }
  const visible = place.messages.filter((one) => !dismissed.has(one.id));
  fill(list.earlier, place.earlier > 0
    ? h("button", { type: "button", class: "earlier", on: { click: earlier } }, `Show earlier messages (${place.earlier})`)
    : beginning(where, visible.length));
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
  // Names in mentions come with the world: a message is made again when they change.
  const names = JSON.stringify(view.told.world?.names ?? {}).length;
  list.items.show(visible.map((item) => ({ key: item.id, text: JSON.stringify(item) + names, item })));
  const last = visible.at(-1)?.id ?? "";
  const first = shown.last === "";
  if (last !== shown.last && (atEnd || first || visible.at(-1)?.private)) toEnd(scroll, first);
  shown.last = last;
}

function toEnd(scroll, first) {
  // A post is read from its card; a channel from what is newest.
  const where = here();
  const short = first && where?.kind === "post" && (view.told.place.messages.length <= 4);
  scroll.scrollTop = short ? 0 : scroll.scrollHeight;
}

function earlier() {
  view.show += 100;
  watch();
}

function beginning(where, count) {
  if (!where) return null;
  if (where.kind === "letters") return count ? null : h("p", { class: "empty" }, "No direct messages so far.");
  if (where.kind === "text") {
    return h("p", { class: "empty" }, count ? `The beginning of #${where.title}.` : `Nothing in #${where.title} so far. Type / below for the commands.`);
  }
  return null;
}

on("place", showPlace);
on("world", () => { showPlace(); });
