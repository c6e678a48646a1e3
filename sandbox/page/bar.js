// The bar below the messages: text, or a command whose options are filled in one after the other.
import { fill, h } from "./dom.js";
import { openForm } from "./form.js";
import { List } from "./list.js";
import { Option } from "./option.js";
import { here } from "./places.js";
import { act, on, view } from "./talk.js";

/** Says something to this window alone, below the messages. */
export function note(text) {
  const line = document.querySelector("#note");
  // The same words again are read out again.
  line.textContent = "";
  if (text) requestAnimationFrame(() => { line.textContent = text; });
}

/** Shows what came of an act: a form opens, a failure is told; messages come by themselves. */
export function answered(answer, chair, failure = "") {
  note("");
  if (answer.outcome === "form") openForm(answer.form, chair);
  else if (answer.outcome === "failed") note(`${failure || answer.text}. The bot did not answer in time: look whether it was done before you try again.`);
}

/** The commands by their full names. */
function commands() {
  const all = [];
  const walk = (it, path) => {
    const name = [...path, it.name];
    const below = (it.options ?? []).filter((one) => one.type === 1 || one.type === 2);
    if (below.length) below.forEach((one) => walk(one, name));
    else all.push({ name: name.join(" "), description: it.description, options: it.options ?? [] });
  };
  (view.told.commands ?? []).forEach((one) => walk(one, []));
  return all.sort((a, b) => a.name.localeCompare(b.name));
}

const bar = document.querySelector("#bar");
let command = null;
let options = [];
let text = null;
/** Offers the commands that fit what is typed. */
let offerAgain = () => {};

function showText(value = "") {
  command = null;
  options = [];
  const input = h("input", { id: "say", type: "text", autocomplete: "off", value });
  const list = new List(input, "Commands", (item) => showCommand(item.command));
  const offer = () => {
    if (!input.value.startsWith("/")) {
      list.close();
      return;
    }
    const words = input.value.slice(1).toLowerCase().split(/\s+/).filter(Boolean);
    const all = commands().filter((one) => words.every((word) => one.name.includes(word)));
    const first = words.join(" ");
    all.sort((a, b) => Number(b.name.startsWith(first)) - Number(a.name.startsWith(first)));
    list.show(all.map((one) => ({ name: `/${one.name}`, detail: one.description, command: one })), "No command of that name is shown to you here.");
  };
  // What is shown to another person or in another place may come while a name is being typed.
  offerAgain = () => { if (document.activeElement === input) offer(); };
  input.addEventListener("input", offer);
  input.addEventListener("focus", offer);
  input.addEventListener("keydown", (event) => {
    if (list.key(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      say(input);
    }
  });
  text = input;
  const send = h("button", { type: "button", class: "button primary", on: { click: () => say(input) } }, "Send");
  const slash = h("button", { type: "button", class: "button secondary slash", "aria-label": "Commands", title: "Commands", on: { click: () => { input.value = "/"; input.focus(); offer(); } } }, "/");
  fill(bar, h("div", { class: "say" }, list.box, slash, h("label", { class: "hidden", htmlFor: "say" }, "Message, or / for commands"), input, send));
  placeholder();
}

function placeholder() {
  if (!text || command) return;
  const where = here();
  // Neither messages nor commands are typed in a forum itself: only in its posts.
  const forum = where?.kind === "forum";
  bar.classList.toggle("shut", forum);
  bar.querySelectorAll("input, button").forEach((one) => { one.disabled = forum; });
  if (forum) {
    text.placeholder = "Open a post to write or type commands";
    return;
  }
  const place = { text: `Message #${where?.title}`, letters: `Message ${where?.title}`, post: "Message this post" }[where?.kind] ?? "";
  const may = view.told.place?.write !== false;
  // On a phone there is room for a few words.
  const narrow = matchMedia("(max-width: 820px)").matches;
  const what = may ? place : "You may not write here";
  text.placeholder = narrow ? (may ? "Message, or / for commands" : "/ for commands") : `${what} – type / for commands`;
}

async function say(input) {
  const words = input.value.trim();
  if (!words) return;
  try {
    if (words.startsWith("/")) {
      const read = await act("line", { line: words });
      begin(read.command, read.options);
      return;
    }
    await act("say", { text: words });
    input.value = "";
    note("");
  } catch (refusal) {
    note(refusal.message);
  }
}

/** Puts a command with options in the bar, ready to be sent. */
export function begin(name, given) {
  const found = commands().find((one) => one.name === name);
  if (!found) {
    note(`/${name} is not among the commands shown to you here.`);
    return;
  }
  showCommand(found, given);
}

function showCommand(it, given = []) {
  command = it;
  options = [];
  offerAgain = () => {};
  note("");
  const about = h("p", { id: "command-about", class: "about" }, it.description);
  const row = h("div", { class: "options" });
  const more = h("div", { class: "more" });
  const others = (but) => options.filter((one) => one !== but && !one.empty && !one.file).map((one) => [one.it.name, one.value]);
  const hear = {
    focused: (option) => fill(about, h("b", {}, option.it.name), ` ${option.it.description}`, !option.it.required && h("span", { class: "quiet" }, " (optional)")),
    next: (option) => next(option),
    enter: (option) => (next(option) ? undefined : send()),
    back: (option) => {
      if (option.it.required) {
        const at = options.indexOf(option);
        if (at > 0) {
          options[at - 1].input.focus();
        } else {
          showText("/");
          text.focus();
        }
        return;
      }
      remove(option);
    },
  };
  const add = (definition, focus) => {
    const option = new Option(definition, it.name, others, hear);
    options.push(option);
    row.append(option.node);
    offer();
    if (focus) option.input.focus();
    return option;
  };
  const remove = (option) => {
    options = options.filter((one) => one !== option);
    option.node.remove();
    offer();
    (options.at(-1)?.input ?? more.querySelector("button") ?? send_button).focus();
  };
  const offer = () => {
    const left = it.options.filter((one) => !options.some((option) => option.it.name === one.name));
    fill(more, left.length && h("span", { class: "quiet" }, "Optional:"), left.map((one) => h("button", {
      type: "button", class: "add", title: one.description, on: { click: () => add(one, true) },
    }, `+ ${one.name}`)));
  };
  const send_button = h("button", { type: "button", class: "button primary", on: { click: () => send() } }, "Send");
  const leave = h("button", { type: "button", class: "button secondary", "aria-label": "Leave this command", title: "Leave this command (Esc)", on: { click: () => { showText(); text.focus(); } } }, "✕");
  const form = h("div", { class: "command", role: "group", "aria-label": `Command /${it.name}` },
    about,
    h("div", { class: "line" }, h("span", { class: "command-name" }, `/${it.name}`), row),
    h("div", { class: "line" }, more, h("span", { class: "ends" }, leave, send_button)));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      showText();
      text.focus();
    }
  });
  fill(bar, form);
  for (const definition of it.options.filter((one) => one.required)) add(definition, false);
  for (const [name, value] of given) {
    const known = options.find((one) => one.it.name === name);
    const definition = it.options.find((one) => one.name === name);
    if (definition) (known ?? add(definition, false)).set(value);
  }
  offer();
  const first = options.find((one) => one.empty);
  (given.length && !first ? send_button : first?.input ?? more.querySelector("button") ?? send_button).focus();
}

/** Goes to the next required option that is empty. */
function next(option) {
  const open = options.find((one) => one.it.required && one.empty && one !== option);
  open?.input.focus();
  return Boolean(open);
}

let sending = false;

async function send() {
  if (sending || !command) return;
  const missing = options.find((one) => one.it.required && one.empty);
  if (missing) {
    missing.fault("This option is required. Specify a value");
    missing.input.focus();
    return;
  }
  sending = true;
  const sent = command;
  const chair = { who: view.who, place: view.place };
  const filled = options.filter((one) => !one.empty);
  const files = filled.filter((one) => one.file).map((one) => [one.it.name, one.file]);
  bar.setAttribute("aria-busy", "true");
  try {
    const given = filled.filter((one) => !one.file).map((one) => [one.it.name, one.value]);
    const answer = await act("command", { command: sent.name, options: given }, files);
    if (command === sent) {
      showText();
      text.focus();
    }
    answered(answer, chair);
  } catch (refusal) {
    const option = options.find((one) => one.it.name === refusal.at);
    if (option) {
      option.fault(refusal.message);
      option.input.focus();
    } else {
      note(refusal.message);
    }
  } finally {
    sending = false;
    bar.removeAttribute("aria-busy");
  }
}

// A command that was begun stays when another place is opened, as it does in Discord.
on("commands", () => offerAgain());
on("place", placeholder);
on("world", placeholder);
on("moved", placeholder);
showText();
