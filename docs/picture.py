#!/usr/bin/env python3
"""Makes docs/story.png from what `griffin sandbox --story solid-fuel` prints. Needs python3 and chromium.

Usage: cargo run --release -- sandbox --story solid-fuel > story.txt && docs/picture.py story.txt
"""

import html
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
STYLE = """
body { margin: 0; padding: 24px; width: 1232px; background: #313338; color: #dbdee1;
       font: 15px/1.4 'DejaVu Sans', sans-serif; display: grid; grid-template-columns: 1fr 1fr; gap: 20px; }
section { display: flex; flex-direction: column; gap: 16px; }
div { background: #2b2d31; border-left: 4px solid #28b463; border-radius: 4px; padding: 12px 16px; }
div.ask { border-color: #5865f2; }
h2 { margin: 0 0 8px; font-size: 13px; font-weight: normal; color: #949ba4; }
p { margin: 2px 0; } b { color: #f2f3f5; }
span { display: inline-block; background: #4e5058; color: #fff; border-radius: 3px; padding: 4px 12px; margin: 6px 6px 0 0; }
"""


def blocks(text):
    """The boxes of the story: a title, and the lines in it."""
    found, lines = [], text.splitlines()
    for at, line in enumerate(lines):
        if line.startswith("  ┌ "):
            inside = []
            for more in lines[at + 1 :]:
                if not more.startswith("  │ "):
                    break
                # A line that was wrapped goes on two blanks further in.
                if more.startswith("  │   ") and inside and not more.startswith("  │ | "):
                    inside[-1] += " " + more[6:].strip()
                else:
                    inside.append(more[4:].removeprefix("| "))
            found.append((line[4:], inside, lines[at - 1]))
    return found


def shown(title, lines, kind=""):
    out = [f'<div class="{kind}"><h2>{html.escape(title)}</h2>']
    for line in lines:
        if line.startswith("["):
            names = [name.strip("[ ") for name in line.split("]") if name.strip()]
            out.append("".join(f"<span>{html.escape(name)}</span>" for name in names))
        elif ": " in line and len(line.split(": ")[0]) < 32:
            name, value = line.split(": ", 1)
            out.append(f"<p><b>{html.escape(name)}:</b> {html.escape(value)}</p>")
        else:
            out.append(f"<p>{html.escape(line)}</p>")
    return "".join(out) + "</div>"


def main(path):
    all_blocks = blocks(pathlib.Path(path).read_text(encoding="utf-8"))
    card = [b for b in all_blocks if b[0].startswith("The card") and "Call-offs open" in b[0]][-1]
    chaser = next(b for b in all_blocks if "notifying Sioned Parry" in b[0])
    award = next(b for b in all_blocks if b[1][0].startswith("Awarded: SF-2027-01, House coal"))
    call_off = next(b for b in all_blocks if any("18.25 tonnes at" in line for line in b[1]))
    page = (
        f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><section>"
        + shown(card[0], card[1])
        + "</section><section>"
        + shown(chaser[0], chaser[1], "ask")
        + shown(award[0], award[1], "ask")
        + shown(call_off[0], call_off[1], "ask")
        + "</section>"
    )
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "story.html")
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
             f"--user-data-dir={folder}/profile", f"--screenshot={HERE / 'story.png'}", "--window-size=1280,690",
             source.as_uri()],
            check=True, stderr=subprocess.DEVNULL,
        )


if __name__ == "__main__":
    main(sys.argv[1])
