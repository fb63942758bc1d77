#!/usr/bin/env python3
"""Reads the index of a search as docs/albums.md describes it, and checks it against the pages of the site.

Usage: check_search.py OUT        prints a line of each word of each item: WORD, a tab, its address in the site
Every address leads to a file and to an id in it, every thumbnail to a file.
"""
import json
import pathlib
import re
import sys
import urllib.parse

out = pathlib.Path(sys.argv[1])
DIGITS = [chr(c) for c in range(0x23, 0x7F) if chr(c) not in "<\\"]
VALUE = {digit: i for i, digit in enumerate(DIGITS)}
assert len(DIGITS) == 90


def numbers(text):
    n, found = 0, []
    for digit in text:
        n = n * 45 + VALUE[digit] % 45
        if VALUE[digit] >= 45:
            found.append(n)
            n = 0
    assert n == 0, text
    return found


def signed(n):
    return -(n + 1) // 2 if n % 2 else n // 2


def sums(text, total=0):
    found = []
    for n in numbers(text):
        total += signed(n)
        found.append(total)
    return found


def arguments(name, kind, number):
    text = (out / "tirage-assets" / name).read_text("utf-8")
    call = re.fullmatch(r"tirageSearch\((.*)\)\n", text, re.S)
    assert call, f"{name}: not a call"
    given = json.loads(f"[{call[1]}]")
    assert given[:2] == [kind, number], f"{name}: {given[:2]}"
    return given[2:]


def next_name(last, name):
    if name and name[0] != "!":
        return last[:VALUE[name[0]] - 45] + name[1:]
    step = numbers(name[1:])[0] if name else 1
    dot = last.rfind(".")
    run = re.search(r"\d{1,9}(?=\D*$)", last[:dot] if dot >= 0 else last)
    return last[:run.start()] + str(int(run[0]) + step).zfill(len(run[0])) + last[run.end():]


def address(directory, name):
    return f"{directory}/{name}" if directory else name


def check_file(url):
    path = out / urllib.parse.unquote(url)
    assert path.is_file(), f"no file {path}"
    return path


(head,) = arguments("search-index.js", "head", 0)
items = [(address(directory, "index.html"), cover) for directory, cover in zip(head["dirs"], head["covers"])]
photos = []
for number, mark in enumerate(head["photos"]):
    kinds, names, days, pages, which, titles = arguments(f"search-photos-{mark}.js", "photos", number)
    last = ""
    rows = list(zip(names.split(" "), sums(days), sums(pages, 1), numbers(which), titles))
    assert len(rows) == len(titles) <= head["size"]
    for name, _, page, kind, _ in rows:
        last = next_name(last, name)
        photos.append((last, page, kinds[kind]))
at = 0
for directory, count in zip(head["dirs"], numbers(head["counts"])):
    for name, page, kind in photos[at:at + count]:
        stem = re.sub(r"\.[^.]*$", "", name.split(":")[0])
        thumb = kind[2:] if kind[1:2] == "/" else address(directory, stem + kind[1:]) if kind[1:] else ""
        items.append((address(directory, f"page-{page}.html" if page > 1 else "index.html") + "#" + name, thumb))
    at += count
assert at == len(photos)
assert len(head["depths"]) == len(head["titles"]) == len(head["dirs"])

pages = {}
for url, thumb in items:
    page, _, name = url.partition("#")
    if page not in pages:
        pages[page] = check_file(page).read_text("utf-8")
    assert not name or f' id="{name}"' in pages[page], f"no {name} in {page}"
    if thumb:
        check_file(thumb)

last_word = ""
for number in range(0, len(head["words"]), 2):
    keys, lists = arguments(f"search-words-{head['words'][number + 1]}.js", "words", number // 2)
    word, first = "", 0
    for key, entry in zip(keys.split(" "), lists.split(" "), strict=True):
        steps = numbers(entry)
        word = word[:VALUE[key[0]] - 45] + key[1:]
        item = first = first + signed(steps[0])
        assert key is not keys.split(" ")[0] or word == head["words"][number]
        assert word.encode("utf-16-be") > last_word.encode("utf-16-be"), f"{word} is behind {last_word}"
        last_word = word
        print(f"{word}\t{items[item][0]}")
        steps = iter(steps[1:])
        for step in steps:
            run = next(steps) if step == 0 else 1
            for _ in range(run):
                item += 1 if step == 0 else step
                print(f"{word}\t{items[item][0]}")
