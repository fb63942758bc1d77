#!/usr/bin/env python3
"""Checks the pages of a récitale project's site: tags are closed, ids are used once, every relative link,
picture, style and script leads to a file, pictures have sizes and alternative texts, srcset tells true
widths and ascends.

Usage: check_story.py OUT
"""
import os
import re
import struct
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
problems = []


def jpeg_size(path):
    """Width and height in the frame header."""
    with open(path, "rb") as f:
        data = f.read()
    at = 2
    while at + 9 < len(data):
        marker, size = data[at + 1], struct.unpack(">H", data[at + 2:at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5:at + 9])
            return width, height
        at += 2 + size
    return 0, 0


class Page(HTMLParser):
    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.path = path
        self.open_tags = []
        self.ids = set()
        self.headings = 0
        with open(path, encoding="utf-8") as f:
            self.feed(f.read())
        self.close()
        for tag in self.open_tags:
            self.problem(f"<{tag}> is not closed")
        if self.headings != 1:
            self.problem(f"has {self.headings} h1")

    def problem(self, text):
        problems.append(f"{self.path}: {text}")

    def target(self, url):
        parts = urlsplit(url)
        if parts.scheme or parts.netloc:
            return None
        file = os.path.join(os.path.dirname(self.path), unquote(parts.path)) if parts.path else self.path
        if not os.path.isfile(file):
            self.problem(f"leads to no file: {url}")
            return None
        return file

    def image(self, attrs):
        for name in ("src", "width", "height", "alt"):
            if name not in attrs:
                self.problem(f"an img without {name}: {attrs}")
        shown = jpeg_size(self.target(attrs["src"]))
        if (int(attrs["width"]), int(attrs["height"])) != shown:
            self.problem(f"{attrs['src']} is {shown}, announced {attrs['width']}x{attrs['height']}")
        widths = []
        for candidate in attrs.get("srcset", "").split(", ") if "srcset" in attrs else []:
            url, width = candidate.rsplit(" ", 1)
            widths.append(jpeg_size(self.target(url))[0])
            if width != f"{widths[-1]}w":
                self.problem(f"{url} is announced as {width}, is {widths[-1]} wide")
        if widths != sorted(set(widths)):
            self.problem(f"srcset does not ascend: {attrs['srcset']}")

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.headings += tag == "h1"
        if attrs.get("id") in self.ids:
            self.problem(f"id {attrs['id']} is here twice")
        if "id" in attrs:
            self.ids.add(attrs["id"])
        for name in ("href", "src"):
            if name in attrs:
                self.target(attrs[name])
        if tag == "img":
            self.image(attrs)
        if tag not in VOID:
            self.open_tags.append(tag)

    def handle_endtag(self, tag):
        if not self.open_tags or self.open_tags[-1] != tag:
            self.problem(f"</{tag}> closes <{self.open_tags[-1] if self.open_tags else ''}>")
        else:
            self.open_tags.pop()


def main():
    pages = [os.path.join(folder, file) for folder, _, files in os.walk(sys.argv[1])
             for file in files if re.fullmatch(r"index\.html|page-\d+\.html", file)]
    for page in pages:
        Page(page)
    print(f"pages {len(pages)}")
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
