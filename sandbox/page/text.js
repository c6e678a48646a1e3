// Discord's markdown, as far as bots use it. Source: Discord's help centre, "Markdown Text 101".
import { h } from "./dom.js";
import { view } from "./talk.js";
import { moment } from "./time.js";

/** The nodes of a text with blocks: headings, lists, quotes, code. */
export function blocks(text) {
  const nodes = [];
  const lines = text.split("\n");
  let paragraph = [];
  const end = () => {
    if (paragraph.length) nodes.push(h("p", {}, spans(paragraph.join("\n"))));
    paragraph = [];
  };
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i];
    const heading = /^(#{1,3}) +(.+)$/.exec(line);
    const small = /^-# +(.+)$/.exec(line);
    const fence = /^```\w*$/.exec(line);
    if (fence) {
      const close = lines.findIndex((other, at) => at > i && other.trim() === "```");
      if (close > 0) {
        end();
        nodes.push(h("pre", { tabIndex: 0 }, h("code", {}, lines.slice(i + 1, close).join("\n"))));
        i = close;
        continue;
      }
    }
    if (heading) {
      end();
      // A message stands below the place's own heading.
      nodes.push(h("p", { class: `heading h${heading[1].length}` }, spans(heading[2])));
    } else if (small) {
      end();
      nodes.push(h("p", { class: "small" }, spans(small[1])));
    } else if (/^ *[-*] +\S/.test(line) || /^ *\d+\. +\S/.test(line)) {
      end();
      const ordered = /^ *\d/.test(line);
      const items = [];
      const first = /^ *(\d+)/.exec(line);
      const item = ordered ? /^( *)\d+\. +(.+)$/ : /^( *)[-*] +(.+)$/;
      for (; i < lines.length && item.test(lines[i]); i += 1) {
        const [, indent, words] = item.exec(lines[i]);
        items.push(h("li", { class: indent.length > 1 ? "deep" : "" }, spans(words)));
      }
      i -= 1;
      nodes.push(ordered ? h("ol", { start: Number(first[1]) }, items) : h("ul", {}, items));
    } else if (/^>>> /.test(line)) {
      end();
      nodes.push(h("blockquote", {}, blocks([line.slice(4), ...lines.slice(i + 1)].join("\n"))));
      break;
    } else if (/^> /.test(line)) {
      end();
      const quoted = [];
      for (; i < lines.length && /^> ?/.test(lines[i]); i += 1) quoted.push(lines[i].replace(/^> ?/, ""));
      i -= 1;
      nodes.push(h("blockquote", {}, blocks(quoted.join("\n"))));
    } else if (line.trim() === "") {
      end();
    } else {
      paragraph.push(line);
    }
  }
  end();
  return nodes;
}

const RULES = [
  [/^\\([^\p{L}\p{N}\s])/u, (m) => m[1]],
  [/^```(?:\w*\n)?([\s\S]+?)```/, (m) => h("code", { class: "block" }, m[1])],
  [/^`([^`\n]+)`/, (m) => h("code", {}, m[1])],
  [/^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, (m) => moment(Number(m[1]) * 1000, m[2] ?? "f")],
  [/^<(@!?|@&|#)(\d+)>/, (m) => mention(m[1].replace("!", ""), m[2])],
  [/^<\/([^:>]+):\d+>/, (m) => h("span", { class: "mention" }, `/${m[1]}`)],
  [/^\*\*\*(?=\S)([\s\S]+?)\*\*\*/, (m) => h("strong", {}, h("em", {}, spans(m[1])))],
  [/^\*\*(?=\S)([\s\S]+?)\*\*(?!\*)/, (m) => h("strong", {}, spans(m[1]))],
  [/^__(?=\S)([\s\S]+?)__(?!_)/, (m) => h("u", {}, spans(m[1]))],
  [/^~~(?=\S)([\s\S]+?)~~/, (m) => h("s", {}, spans(m[1]))],
  [/^\*(?=\S)((?:\\.|[^*\\])+?)\*(?!\*)/, (m) => h("em", {}, spans(m[1]))],
  [/^_(?=\S)((?:\\.|[^_\\])+?)_(?![\p{L}\p{N}_])/u, (m) => h("em", {}, spans(m[1]))],
  [/^\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/, (m) => link(m[2], spans(m[1]))],
  [/^<(https?:\/\/[^\s>]+)>/, (m) => link(m[1], m[1])],
  [/^https?:\/\/[^\s<>)\]]+[^\s<>)\].,;:!?'"]/, (m) => link(m[0], m[0])],
  [/^@(everyone|here)\b/, (m) => h("span", { class: "mention" }, m[0])],
];

/** Where an address leads: one of Discord's own, to a channel or message, to the same place in this page. */
export function leads(url) {
  const found = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/(?:\d+|@me)\/(\d+)/.exec(url);
  return found ? { href: `#${new URLSearchParams({ who: view.who, place: found[1] })}` } : { href: url, target: "_blank", rel: "noopener noreferrer" };
}

function link(address, words) {
  return h("a", leads(address), words);
}

function mention(sign, id) {
  const name = view.told.world?.names[`${sign}${id}`];
  if (sign === "#" && name) {
    const href = `#who=${view.who}&place=${id}`;
    return h("a", { class: "mention", href }, name);
  }
  const mine = sign === "@" && id === view.who;
  return h("span", { class: mine ? "mention mine" : "mention" }, name ?? `${sign[0]}unknown`);
}

/** The nodes of a text on one line, or on lines of one paragraph. */
export function spans(text) {
  const nodes = [];
  let plain = "";
  let rest = text;
  let wordBefore = false;
  const flush = () => {
    if (plain) nodes.push(plain);
    plain = "";
  };
  while (rest) {
    if (rest[0] === "\n") {
      flush();
      nodes.push(h("br"));
      rest = rest.slice(1);
      wordBefore = false;
      continue;
    }
    // An underscore within a word is no sign.
    const skip = rest[0] === "_" && wordBefore;
    const found = !skip && /[\\`<*_~[h@]/.test(rest[0]) && RULES.map(([rule, make]) => [rule.exec(rest), make]).find(([m]) => m);
    if (found) {
      const node = found[1](found[0]);
      if (typeof node === "string") plain += node;
      else {
        flush();
        nodes.push(node);
      }
      rest = rest.slice(found[0][0].length);
      wordBefore = false;
    } else {
      plain += rest[0];
      wordBefore = /[\p{L}\p{N}]/u.test(rest[0]);
      rest = rest.slice(1);
    }
  }
  flush();
  return nodes;
}

/** A text without its signs, for where there is room for words only. */
export function plain(text) {
  const words = text.replace(/^(#{1,3}|-#|>) /gm, "").replace(/\s*\n\s*/g, " ");
  return h("span", {}, spans(words)).textContent;
}
