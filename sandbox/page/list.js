// A list that opens above an input while something is typed: commands, choices, people.
// Source of the keys and roles: WAI-ARIA Authoring Practices, "Combobox".
import { fill, fresh, h } from "./dom.js";

export class List {
  /** `pick` is called with the item that was chosen. */
  constructor(input, label, pick) {
    this.input = input;
    this.pick = pick;
    this.items = [];
    this.at = -1;
    this.box = h("ul", { id: fresh("list"), class: "list", role: "listbox", "aria-label": label, hidden: true });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.box.id);
    input.addEventListener("blur", () => setTimeout(() => this.close(), 120));
    // A press on an item must not take the focus from the input.
    this.box.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  get open() {
    return !this.box.hidden;
  }

  /** Shows items: `name`, and if wanted `detail`. */
  show(items, empty = "") {
    this.items = items;
    this.at = items.length ? 0 : -1;
    const nodes = items.map((item, at) => h("li", {
      id: `${this.box.id}-${at}`, role: "option", "aria-selected": "false",
      on: { click: () => this.choose(at), pointermove: () => this.mark(at) },
    }, h("span", { class: "list-name" }, item.name), item.detail && h("span", { class: "list-detail" }, item.detail)));
    fill(this.box, nodes.length ? nodes : empty ? h("li", { class: "list-empty", role: "option", "aria-disabled": "true", "aria-selected": "false" }, empty) : []);
    this.box.hidden = !nodes.length && !empty;
    this.input.setAttribute("aria-expanded", String(!this.box.hidden));
    this.mark(this.at);
  }

  close() {
    this.box.hidden = true;
    this.items = [];
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  mark(at) {
    this.box.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    this.at = at;
    const node = this.box.children[at];
    if (!node || !this.items.length) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    node.setAttribute("aria-selected", "true");
    node.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", node.id);
  }

  choose(at = this.at) {
    const item = this.items[at];
    if (!item) return false;
    this.close();
    this.pick(item);
    return true;
  }

  /** Whether a key was for the list. */
  key(event) {
    if (!this.open || !this.items.length) {
      if (event.key === "Escape" && this.open) {
        this.close();
        return true;
      }
      return false;
    }
    const count = this.items.length;
    switch (event.key) {
      case "ArrowDown": this.mark((this.at + 1) % count); break;
      case "ArrowUp": this.mark((this.at + count - 1) % count); break;
      case "Enter": case "Tab":
        if (event.shiftKey || !this.choose()) return false;
        break;
      case "Escape": this.close(); break;
      default: return false;
    }
    event.preventDefault();
    return true;
  }
}
