// The left side: channels, forums with their posts and tags; and the head of the open place.
import { fill, h } from "./dom.js";
import { on, person, view, watch } from "./talk.js";
import { plain } from "./text.js";
import { moment } from "./time.js";

const SHOWN = 12;
const seen = new Map();
let baseline = null;
const opened = new Set();

/** Whether one identifier is later than another: they are decimal numbers too big for numbers. */
const later = (a, b) => Boolean(a) && (!b || BigInt(a) > BigInt(b));

const everything = () => (view.told.world?.channels ?? []).flatMap((one) => [one, ...one.posts]);

/** The place that is open: its kind, title and what is known of it. */
export function here() {
  const world = view.told.world;
  if (!world) return null;
  if (world.letters?.id === view.place) return { kind: "letters", title: world.bot.name, of: world.letters };
  for (const channel of world.channels) {
    if (channel.id === view.place) return { kind: channel.kind, title: channel.name, of: channel };
    const post = channel.posts.find((one) => one.id === view.place);
    if (post) return { kind: "post", title: post.title, of: post, forum: channel };
  }
  return null;
}

/** A channel by name, or the post in it whose title begins so. */
export function find(channel, post) {
  const found = view.told.world?.channels.find((one) => one.name === channel);
  if (!found || !post) return found;
  return found.posts.find((one) => one.title.startsWith(post));
}

/** What this person has read: another chair has read other things. */
function read(id) {
  return seen.get(`${view.who}/${id}`) ?? baseline;
}

function markRead() {
  const place = everything().find((one) => one.id === view.place) ?? (view.told.world?.letters?.id === view.place ? view.told.world.letters : null);
  if (place?.last) seen.set(`${view.who}/${view.place}`, place.last);
}

/** Forgets what was read: another world has begun. */
export function forget() {
  seen.clear();
  opened.clear();
  baseline = null;
}

/** Opens a place in this window. */
export function open(id, tab = "middle") {
  document.body.dataset.tab = tab;
  location.hash = new URLSearchParams({ who: view.who, place: id });
}

/** Takes another chair in the same place. */
export function sit(who) {
  location.hash = new URLSearchParams({ who, place: view.place });
}

function place(item, words, extra = "") {
  const unread = later(item.last, read(item.id)) && item.id !== view.place;
  const pinged = later(item.pinged, read(item.id)) && item.id !== view.place;
  const current = item.id === view.place;
  return h("a", {
    href: `#${new URLSearchParams({ who: view.who, place: item.id })}`,
    class: `place${unread ? " unread" : ""}${extra}`,
    "aria-current": current ? "page" : undefined,
    on: { click: (event) => { if (!event.ctrlKey && !event.metaKey) { event.preventDefault(); open(item.id); } } },
  }, words, pinged && h("span", { class: "badge", "aria-hidden": "true" }, "@"),
  (pinged || unread) && h("span", { class: "hidden" }, pinged ? " (mentions you)" : " (unread)"));
}

export const tag = (name) => h("span", { class: "tag" }, name);

function showPlaces() {
  const world = view.told.world;
  const nav = document.querySelector("#places");
  if (!world) {
    fill(nav, h("p", { class: "empty" }, "There is no server."));
    return;
  }
  // Before it is known whose chair it is, nothing is seen.
  if (baseline === null && world.me) {
    baseline = everything().map((one) => one.last).filter(Boolean).reduce((a, b) => (later(b, a) ? b : a), "0");
  }
  markRead();
  const text = world.channels.filter((one) => one.kind === "text");
  const forums = world.channels.filter((one) => one.kind === "forum");
  const threads = (channel) => channel.posts.map((post) => post.archived ? null : h("li", {}, place(post, h("span", { class: "words" }, post.title), " post")));
  const focused = nav.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  fill(nav,
    h("div", { class: "server" }, h("strong", {}, world.server),
      h("span", { class: world.bot.online ? "online" : "offline" }, `${world.bot.name} is ${world.bot.online ? "online" : "offline"}`)),
    h("h2", {}, "Channels"),
    h("ul", {}, text.map((one) => h("li", {}, place(one, [h("span", { class: "sign", "aria-hidden": "true" }, "#"), h("span", { class: "words" }, one.name)]), one.posts.length ? h("ul", {}, threads(one)) : null))),
    h("h2", {}, "Forums"),
    h("ul", {}, forums.map(forum)),
    h("h2", {}, "Direct messages"),
    h("ul", {}, h("li", {}, world.letters
      ? place(world.letters, [h("span", { class: "sign", "aria-hidden": "true" }, "✉"), h("span", { class: "words" }, world.bot.name)])
      : h("span", { class: "empty" }, "None so far."))));
  if (focused) nav.querySelector(`a[href="${focused}"]`)?.focus();
}

function forum(it) {
  const live = it.posts.filter((post) => !post.archived || post.id === view.place);
  const all = opened.has(it.id);
  const shown = all ? live : live.slice(0, SHOWN);
  return h("li", {},
    place(it, [h("span", { class: "sign", "aria-hidden": "true" }, "▤"), h("span", { class: "words" }, it.name)]),
    h("ul", {}, shown.map((post) => h("li", {}, place(post, [h("span", { class: "words" }, post.title), h("span", { class: "tags" }, post.tags.map(tag))], " post"))),
      live.length > shown.length && h("li", {}, h("button", { type: "button", class: "link", on: { click: () => { opened.add(it.id); showPlaces(); } } }, `${live.length - shown.length} more`))));
}

/** A forum's posts, the one that was active last first. */
export function forumList({ of: it }) {
  if (!it.posts.length) return h("p", { class: "empty" }, `No posts in #${it.name} so far.`);
  return h("ul", { class: "posts" }, it.posts.map((post) => h("li", {}, h("button", {
    type: "button", class: "post-card", on: { click: () => open(post.id) },
  },
    h("span", { class: "tags" }, post.tags.map(tag), post.archived && h("span", { class: "tag quiet" }, "archived"), post.locked && h("span", { class: "tag quiet" }, "locked")),
    h("span", { class: "post-title" }, post.title),
    h("span", { class: "excerpt" }, h("b", {}, `${post.author ?? "?"}: `), plain(post.excerpt ?? "")),
    h("span", { class: "quiet" }, `${post.count === 0 ? "no replies" : post.count === 1 ? "1 reply" : `${post.count} replies`} · `, post.active && moment(Date.parse(post.active), "R"))))));
}

function showHead() {
  const where = here();
  const head = document.querySelector("#head");
  if (!where) {
    fill(head, h("h1", {}, view.told.world?.server ?? "Sandbox"));
    return;
  }
  const { of: it } = where;
  const title = { text: `# ${where.title}`, forum: where.title, letters: `Direct messages: ${person(view.who)?.name ?? ""} and ${where.title}` }[where.kind] ?? where.title;
  fill(head,
    where.forum && h("a", { class: "up", href: `#${new URLSearchParams({ who: view.who, place: where.forum.id })}`, on: { click: (event) => { event.preventDefault(); open(where.forum.id); } } }, `‹ ${where.forum.name}`),
    h("h1", {}, title),
    where.kind === "post" && h("span", { class: "tags" }, it.tags.map(tag), it.archived && h("span", { class: "tag quiet" }, "archived"), it.locked && h("span", { class: "tag quiet" }, "locked")),
    it.topic && h("span", { class: "topic" }, plain(it.topic)));
  document.title = `${title} · ${view.told.world.server}`;
}

on("world", () => { showPlaces(); showHead(); });
on("moved", () => { showPlaces(); showHead(); watch(); });
