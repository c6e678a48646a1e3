// An option of a command: typed, completed, chosen or attached.
import { fresh, h } from "./dom.js";
import { List } from "./list.js";
import { act, view } from "./talk.js";

// Discord, Application Commands, "Application Command Option Type".
const KIND = { integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10, file: 11 };
// Discord, Channel, "Channel Types".
const CHANNEL = { text: 0, category: 4, forum: 15 };

export class Option {
  /** `command` is the command's name, `others` gives what the other options hold, `next` goes on. */
  constructor(it, command, others, hear) {
    this.it = it;
    this.command = command;
    this.others = others;
    this.hear = hear;
    this.picked = null;
    this.turn = 0;
    const id = fresh("option");
    this.error = h("span", { id: `${id}-error`, class: "option-error" });
    const label = h("label", { htmlFor: id }, it.name);
    if (it.type === KIND.file) {
      this.input = h("input", { id, type: "file" });
    } else {
      this.input = h("input", { id, type: "text", autocomplete: "off", spellcheck: false, placeholder: hint(it) });
      if (it.type === KIND.integer || it.type === KIND.number) this.input.inputMode = "decimal";
    }
    this.input.setAttribute("aria-describedby", `${id}-error command-about`);
    if (it.required) this.input.setAttribute("aria-required", "true");
    if (this.hasList()) {
      this.list = new List(this.input, `Choices for ${it.name}`, (item) => {
        this.picked = item;
        this.input.value = item.name;
        this.fit();
        this.fault("");
        this.hear.next(this);
      });
    }
    this.input.addEventListener("input", () => {
      this.picked = null;
      this.fault("");
      this.fit();
      this.complete();
    });
    this.input.addEventListener("focus", () => {
      this.hear.focused(this);
      this.complete();
    });
    this.input.addEventListener("keydown", (event) => {
      if (this.list?.key(event)) return;
      if (event.key === "Enter" && it.type !== KIND.file) {
        event.preventDefault();
        this.hear.enter(this);
      } else if (event.key === "Backspace" && this.input.value === "") {
        event.preventDefault();
        this.hear.back(this);
      }
    });
    this.node = h("div", { class: `option${it.required ? " required" : ""}` }, label, this.input, this.list?.box, this.error);
    this.fit();
  }

  hasList() {
    const { it } = this;
    return it.autocomplete === true || it.choices?.length > 0
      || [KIND.boolean, KIND.user, KIND.channel, KIND.role, KIND.mentionable].includes(it.type);
  }

  /** Shows a fault at this option, or that there is none. */
  fault(text) {
    this.error.textContent = text;
    if (text) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  /** The input is as wide as what it holds. */
  fit() {
    if (this.it.type === KIND.file) return;
    this.input.size = Math.min(Math.max((this.input.value || this.input.placeholder).length + 1, 6), 44);
  }

  /** Puts a value in, as from a line of text. */
  set(value) {
    this.input.value = value;
    this.picked = null;
    this.fit();
  }

  get file() {
    return this.it.type === KIND.file ? this.input.files[0] ?? null : null;
  }

  get empty() {
    return this.it.type === KIND.file ? !this.file : this.input.value.trim() === "" && !this.picked;
  }

  /** What is sent. */
  get value() {
    if (this.picked) return this.picked.value;
    const typed = this.input.value.trim();
    const same = this.known().find((item) => item.name.toLowerCase() === typed.toLowerCase());
    return same ? same.value : typed;
  }

  /** What can be chosen without asking the bot. */
  known() {
    const { it } = this;
    const { world } = view.told;
    const people = () => [...world.people, { id: world.bot.id, name: world.bot.name, roles: [] }]
      .map((one) => ({ name: `@${one.name}`, value: one.id, detail: one.roles.join(", ") }));
    const roles = () => world.roles.map((one) => ({ name: `@${one.name}`, value: one.id, detail: "role" }));
    if (it.choices?.length) return it.choices.map((one) => ({ name: one.name, value: String(one.value) }));
    switch (it.type) {
      case KIND.boolean: return [{ name: "True", value: "true" }, { name: "False", value: "false" }];
      case KIND.user: return people();
      case KIND.role: return roles();
      case KIND.mentionable: return [...people(), ...roles()];
      case KIND.channel: return world.channels
        .filter((one) => !it.channel_types?.length || it.channel_types.includes(CHANNEL[one.kind]))
        .map((one) => ({ name: `#${one.name}`, value: one.id, detail: one.kind }));
      default: return [];
    }
  }

  async complete() {
    if (!this.list) return;
    const typed = this.input.value.trim();
    this.turn += 1;
    if (this.it.autocomplete !== true) {
      const wanted = typed.toLowerCase().replace(/^[@#]/, "");
      const fits = this.known().filter((item) => this.picked || item.name.toLowerCase().includes(wanted));
      this.list.show(fits, "No options match your search.");
      return;
    }
    const { turn } = this;
    try {
      const options = this.others(this);
      const { choices } = await act("complete", { command: this.command, option: this.it.name, typed, options });
      // An answer to what was typed before comes too late.
      if (turn !== this.turn || document.activeElement !== this.input) return;
      this.list.show(choices, typed ? "" : "No options match your search.");
    } catch (refusal) {
      if (turn === this.turn && document.activeElement === this.input) this.list.show([], refusal.message);
    }
  }
}

function hint(it) {
  if (it.choices?.length || it.autocomplete) return "choose";
  return { [KIND.boolean]: "True or False", [KIND.user]: "@person", [KIND.role]: "@role", [KIND.channel]: "#channel" }[it.type] ?? "";
}
