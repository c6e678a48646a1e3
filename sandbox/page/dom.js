// Elements, made from code: no text ever becomes markup.

/** An element. `props` are properties or, with a dash or `role`, attributes; `on` holds listeners. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    } else if (name === "class") {
      element.className = value;
    } else if (name === "dataset") {
      Object.assign(element.dataset, value);
    } else if (name in element && !name.includes("-") && name !== "role" && name !== "list") {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts children in place of those an element has. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

/** Keeps a list of elements: each item has a key and a text of what it shows, and is made again only when that differs. */
export class Keyed {
  constructor(parent, make) {
    this.parent = parent;
    this.make = make;
    this.known = new Map();
  }

  show(items) {
    const next = new Map();
    let before = null;
    for (const { key, text, item } of items) {
      const old = this.known.get(key);
      let entry = old;
      if (!old || old.text !== text) {
        entry = { text, node: this.make(item) };
        if (old) old.node.replaceWith(entry.node);
      }
      const place = before ? before.nextSibling : this.parent.firstChild;
      if (entry.node !== place) this.parent.insertBefore(entry.node, place);
      before = entry.node;
      next.set(key, entry);
    }
    for (const [key, entry] of this.known) if (!next.has(key)) entry.node.remove();
    this.known = next;
  }
}

let count = 0;
/** An identifier for an element that another one names. */
export function fresh(name) {
  count += 1;
  return `${name}-${count}`;
}
