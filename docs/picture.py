"""Draws docs/check.svg, the picture in the README, from what the program prints.

Run it as `python3 docs/picture.py` after `cargo build --release`.
"""

import html
import pathlib
import re
import subprocess

COMMAND = ["check", "fixtures/broken", "--select", "misspelled-field,unreachable-rule"]
COLORS = {
    30: "#6e7681", 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff",
    36: "#76e3ea", 37: "#e6edf3", 90: "#8b949e", 91: "#ffa198", 92: "#56d364", 93: "#e3b341",
    94: "#79c0ff", 95: "#d2a8ff", 96: "#76e3ea", 97: "#ffffff",
}
CHARACTER, LINE, MARGIN = 8.43, 20, 20


def spans(line, style):
    """The parts of a line of one style each, as SVG; `style` lives on across lines."""
    drawn = []
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        codes = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
        if codes:
            change(style, [int(code or 0) for code in codes[1].split(";")])
        elif part:
            attributes = f' fill="{style["fill"]}"' if style["fill"] else ""
            attributes += ' font-weight="bold"' if style["bold"] else ""
            drawn.append(f"<tspan{attributes}>{html.escape(part)}</tspan>")
    return "".join(drawn)


def change(style, codes):
    for code in codes:
        if code == 0:
            style.update(fill=None, bold=False)
        elif code == 1:
            style.update(bold=True)
        elif code == 2:
            style.update(fill=COLORS[90])
        elif code == 39:
            style.update(fill=None)
        elif code in COLORS:
            style.update(fill=COLORS[code])


root = pathlib.Path(__file__).parent.parent
run = subprocess.run(
    ["target/release/catchall", *COMMAND, "--color", "always"],
    cwd=root,
    capture_output=True,
    text=True,
    check=False,
)
assert run.returncode == 1, run.stderr
lines = [f"\x1b[1m$ catchall {' '.join(COMMAND)}\x1b[0m", "", *run.stdout.splitlines()]
width = max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in lines) * CHARACTER + 2 * MARGIN
height = len(lines) * LINE + 2 * MARGIN
style = {"fill": None, "bold": False}
text = "\n".join(
    f'<text x="{MARGIN}" y="{MARGIN + LINE * (n + 0.75):g}" xml:space="preserve">'
    f"{spans(line, style)}</text>"
    for n, line in enumerate(lines)
)
svg = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" \
width="{width:g}" height="{height}" font-family="ui-monospace, Menlo, Consolas, \
'DejaVu Sans Mono', monospace" font-size="14" fill="#e6edf3">
<title>What catchall prints</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
{text}
</svg>
"""
(root / "docs" / "check.svg").write_text(svg)
