#!/usr/bin/env python3
"""Writes the table of all keys in docs/settings.md from gallery/settings/key_table.c.

Usage: keys.py [--check]
--check writes nothing; it fails if the table differs from what would be written, if the rows are not in order, if a
key of album.md has no row of its own in docs/albums.md, from whose tables the manual is made, or if a parser knows a
key that is no row, or no parser knows a row.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).parent.parent
BEGIN, END = "<!-- keys: made by ./run generate -->\n", "<!-- end of keys -->\n"
ROW = re.compile(r'^    ROW\("([a-z_-]+)", "([a-z_ -]*)", ([A-Z]+), ([A-Z_ |]+), "([^"\\]*)"\)$', re.M)
BOUND = re.compile(r'\b(?:KEY|ROOT|GALLERY|DEPLOY|TG_KEY_OF_MAP)\("([a-z_-]+)",')
VALUES = {"TEXT": "text", "SHOWN": "text", "BOOL": "`true`, `false`", "DATE": "date", "QUALITY": "0–100",
          "PERCENT": "percent", "TEXTS": "list", "MAP": "mapping", "NODE": "list or mapping"}
PLACES = {"PROJECT": "project", "SETTINGS": "`settings`", "GALLERY": "gallery", "FIRST": "first `album.md`",
          "ALBUM": "`album.md`", "ALBUMS": "`albums`", "SECTION": "section", "FULL": "`full-picture`",
          "BORDERED": "`bordered-picture`", "IFRAME": "`iframe`", "WORDS": "section", "FULL_TEXT": "`text` of a picture",
          "PICTURE": "picture", "GM": "`gm`", "MEDIA": "`ffmpeg`", "DEPLOY": "`deploy`", "LICENCE": "`licence`"}


def read_rows():
    text = (ROOT / "gallery/settings/key_table.c").read_text()
    rows = ROW.findall(text)
    if len(rows) != text.count("    ROW("):
        sys.exit("gallery/settings/key_table.c: a ROW is not one line of the usual form")
    return [(name, aliases.split(), kind, places.split(" | "), meaning) for name, aliases, kind, places, meaning in rows]


def table_of(rows):
    lines = ["| key | place | value | meaning |", "|---|---|---|---|"]
    for name, aliases, kind, places, meaning in rows:
        names = ", ".join(f"`{n}`" for n in [name, *aliases])
        lines.append(f"| {names} | {', '.join(PLACES[p] for p in places)} | {VALUES[kind]} | {meaning} |")
    return "\n".join(lines) + "\n"


def problems_of(rows):
    names = [row[0] for row in rows]
    albums = (ROOT / "docs/albums.md").read_text()
    sources = [*(ROOT / "gallery/settings").glob("*.c"), *(ROOT / "gallery/source").glob("*.c")]
    bound = {name for path in sources for name in BOUND.findall(path.read_text())}
    taken = set()

    if names != sorted(names):
        yield "gallery/settings/key_table.c: the rows are not in order of names"
    for name, aliases, _, places, _ in rows:
        for key in [(n, p) for n in [name, *aliases] for p in places]:
            if key in taken:
                yield f"{key[0]} stands in {key[1]} by two rows"
            taken.add(key)
        if {"FIRST", "ALBUM"} & set(places) and f"\n| `{name}` |" not in albums:
            yield f"no row of docs/albums.md is for the key {name}"
    for name in sorted(bound ^ set(names)):
        yield f"the key {name} has " + ("no row in gallery/settings/key_table.c" if name in bound else "no parser")


def main():
    path = ROOT / "docs/settings.md"
    rows, text = read_rows(), path.read_text()
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        sys.exit("docs/settings.md: the marks around the table of keys are not there")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    made = f"{before}{BEGIN}\n{table_of(rows)}\n{END}{after}"
    if sys.argv[1:] != ["--check"]:
        path.write_text(made)
        return
    problems = list(problems_of(rows))
    if made != text:
        problems.append("docs/settings.md: its table of keys differs from gallery/settings/key_table.c: run ./run generate")
    sys.exit("\n".join(problems) or 0)


main()
