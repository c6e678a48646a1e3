// The parts of a message: embeds, files, buttons and menus.
import { h } from "./dom.js";
import { answered, note } from "./bar.js";
import { act, view } from "./talk.js";
import { blocks, leads, spans } from "./text.js";
import { moment } from "./time.js";

const colour = (number) => `#${(number ?? 0).toString(16).padStart(6, "0")}`;

/** An embed. */
export function embed(it) {
  const box = h("section", { class: "embed" });
  // A policy against styles in markup lets code set them.
  if (it.color !== undefined && it.color !== null) box.style.setProperty("--embed", colour(it.color));
  if (it.author?.name) box.append(h("p", { class: "embed-author" }, it.author.name));
  if (it.title) {
    const words = spans(it.title);
    box.append(h("h3", { class: "embed-title" }, it.url ? h("a", leads(it.url), words) : words));
  }
  if (it.description) box.append(h("div", { class: "text" }, blocks(it.description)));
  if (it.fields?.length) box.append(fields(it.fields));
  if (it.image?.url) box.append(h("img", { class: "picture", src: local(it.image.url), alt: it.title ?? "Picture" }));
  const foot = [it.footer?.text && h("span", {}, it.footer.text), it.timestamp && moment(Date.parse(it.timestamp), "S")].filter(Boolean);
  if (foot.length) box.append(h("p", { class: "embed-foot" }, foot.length > 1 ? [foot[0], " · ", foot[1]] : foot));
  return box;
}

/** Inline fields stand three in a row, the others alone. */
function fields(all) {
  const grid = h("dl", { class: "fields" });
  for (const field of all) {
    grid.append(h("div", { class: field.inline ? "field inline" : "field" },
      h("dt", {}, spans(field.name)), h("dd", { class: "text" }, blocks(field.value))));
  }
  return grid;
}

/** A file's address within this page. */
function local(address) {
  const found = /\/attachments\/\d+\/(\d+)\/([^?]+)/.exec(address);
  return found ? `/files/${found[1]}/${found[2]}` : address;
}

const size = (bytes) => bytes < 1024 ? `${bytes} bytes` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1048576).toFixed(1)} MB`;

/** Files: pictures are shown, others offered. */
export function files(all) {
  return all.map((file) => /^image\/(png|jpeg|gif|webp)$/.test(file.type)
    ? h("a", { href: file.url, target: "_blank", class: "picture-link" }, h("img", { class: "picture", src: file.url, alt: file.description ?? file.name }))
    : h("a", { class: "file", href: file.url, download: file.name }, h("span", { "aria-hidden": "true" }, "📄 "), file.name, h("small", {}, ` ${size(file.size)}`)));
}

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary" };

/** Rows of buttons and menus below a message. */
export function components(message) {
  return message.components.map((row) => h("div", { class: "row" }, (row.components ?? []).map((part) => {
    if (part.type === 2) return button(message, part);
    return menu(message, part);
  })));
}

function button(message, part) {
  const words = [part.emoji?.name && `${part.emoji.name} `, part.label].filter(Boolean).join("");
  if (part.url) {
    const to = leads(part.url);
    return h("a", { class: "button secondary", ...to }, words, to.target && h("span", { "aria-hidden": "true" }, " ↗"));
  }
  const element = h("button", { type: "button", class: `button ${STYLES[part.style] ?? "secondary"}`, disabled: part.disabled === true }, words);
  element.addEventListener("click", () => touch(element, "press", message, part.custom_id));
  return element;
}

/** Sends a press or a choice, and shows what came of it. */
async function touch(element, kind, message, custom_id, values = []) {
  element.setAttribute("aria-busy", "true");
  const opener = { who: view.who, place: message.place };
  try {
    const answer = await act(kind, { place: message.place, message: message.id, custom_id, values });
    answered(answer, opener, "This interaction failed");
  } catch (refusal) {
    note(refusal.message);
  } finally {
    element.removeAttribute("aria-busy");
  }
}

/** What can be chosen from a menu. */
function choices(part) {
  const world = view.told.world;
  const people = () => world.people.map((one) => ({ value: one.id, label: one.name }));
  const roles = () => world.roles.map((one) => ({ value: one.id, label: `@${one.name}` }));
  switch (part.type) {
    case 5: return people();
    case 6: return roles();
    case 7: return [...people(), ...roles()];
    case 8: return world.channels.map((one) => ({ value: one.id, label: `#${one.name}` }));
    default: return (part.options ?? []).map((one) => ({ ...one }));
  }
}

function menu(message, part) {
  const all = choices(part);
  const name = part.placeholder ?? "Make a selection";
  if ((part.max_values ?? 1) > 1) return manyMenu(message, part, all, name);
  const select = h("select", { class: "menu", "aria-label": name, disabled: part.disabled === true },
    h("option", { value: "", disabled: true, selected: !all.some((one) => one.default) }, name),
    all.map((one) => h("option", { value: one.value, selected: one.default === true },
      one.description ? `${one.label} – ${one.description}` : one.label)));
  select.addEventListener("change", () => touch(select, "choose", message, part.custom_id, [select.value]));
  return select;
}

/** A menu from which several are chosen: they are sent together. */
function manyMenu(message, part, all, name) {
  const boxes = all.map((one) => h("input", { type: "checkbox", value: one.value, checked: one.default === true }));
  const send = h("button", { type: "button", class: "button primary" }, "Choose");
  send.addEventListener("click", () => {
    const values = boxes.filter((box) => box.checked).map((box) => box.value);
    touch(send, "choose", message, part.custom_id, values);
  });
  return h("fieldset", { class: "many" }, h("legend", {}, name),
    all.map((one, at) => h("label", {}, boxes[at], ` ${one.label}`, one.description && h("small", {}, ` ${one.description}`))), send);
}
