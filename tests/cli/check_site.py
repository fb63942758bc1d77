#!/usr/bin/env python3
"""Checks the pages of a site: well-formed, every link and picture leads to a file and what of it the link names, every
picture has its size and an alternative text, srcset tells true widths, and every file can be reached from index.html.

Usage: check_site.py OUT
"""
import os
import re
import struct
import sys
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes, urlsplit

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
        self.seen = set()
        self.targets = []
        self.named = []  # files and what of them
        self.place = None  # how deep what is behind a dot of a map is
        self.images = 0
        self.scripts = []
        self.ids = set()
        with open(path, "rb") as f:
            raw = f.read()
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as e:
            self.problem(f"is not UTF-8: {e}")
            text = raw.decode("utf-8", "replace")
        if any(ord(c) < 32 and c != "\n" for c in text):
            self.problem("holds control characters")
        self.feed(text)
        self.close()
        for tag in self.open_tags:
            self.problem(f"<{tag}> is not closed")
        for tag in ("html", "title", "h1", "main"):
            if tag not in self.seen:
                self.problem(f"has no <{tag}>")

    def problem(self, text):
        problems.append(f"{os.fsdecode(self.path)}: {text}")

    def target(self, url):
        """The file that a link leads to; None if it leads nowhere."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return None
        if parts.scheme or parts.netloc or parts.query or parts.path[:1] == "/":
            self.problem(f"leads out of the site: {url}")
            return None
        file = os.path.join(os.path.dirname(self.path), unquote_to_bytes(parts.path)) if parts.path else self.path
        if not os.path.isfile(file):
            self.problem(f"leads to no file: {url}")
            return None
        self.targets.append(os.path.realpath(file))
        if parts.fragment:
            self.named.append((os.path.realpath(file), parts.fragment))
        return file

    def image(self, attrs):
        self.images += 1
        if self.place is not None:
            file = self.target(attrs["src"])
            if "srcset" in attrs or not attrs["alt"] or attrs["loading"] != "lazy":
                self.problem(f"no thumbnail of a map: {attrs}")
            if file and jpeg_size(file) != (int(attrs["width"]), int(attrs["height"])):
                self.problem(f"{attrs['src']} is {jpeg_size(file)}")
            return
        for name in ("src", "srcset", "width", "height", "alt", "sizes"):
            if name not in attrs:
                self.problem(f"an img without {name}: {attrs}")
                return
        widths = []
        for candidate in attrs["srcset"].split(", "):
            url, width = candidate.rsplit(" ", 1)
            file = self.target(url)
            if not file:
                continue
            size = jpeg_size(file)
            widths.append(size)
            if width != f"{size[0]}w":
                self.problem(f"{url} is announced as {width} and is {size[0]}x{size[1]}")
        said = int(attrs["width"]), int(attrs["height"])
        if widths and said != max(widths):
            self.problem(f"{attrs['src']} is announced as {said}, the largest is {max(widths)}")
        if widths != sorted(set(widths)):
            self.problem(f"srcset is not ascending: {attrs['srcset']}")

    def script(self, attrs):
        """The viewer, the timeline, the search and what visitors select pictures with are the only ones, and they are files."""
        if attrs.get("type") == "application/json" and attrs.get("id") in ("words", "proof-words", "search-words"):
            return  # what they say; nothing runs
        name = os.path.basename(attrs.get("src", ""))
        if name in self.scripts or not re.fullmatch(r"(viewer|timeline|proof|search)-[0-9a-f]{8}\.js", name):
            self.problem(f"holds a script that is not the viewer: {attrs}")
        self.scripts.append(name)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problem(f"<{tag}> has an attribute twice")
        attrs = dict(attrs)
        if any(name.startswith("on") for name in attrs):
            self.problem(f"holds a script: <{tag}>")
        if attrs.get("class") == "place":
            self.place = len(self.open_tags)
        if tag == "script":
            self.script(attrs)
        if "id" in attrs and attrs["id"] in self.ids:
            self.problem(f"id {attrs['id']} is here twice")
        self.ids.add(attrs.get("id"))
        if tag == "html" and not attrs.get("lang"):
            self.problem("has no language")
        for name in ("href", "src", "poster", "data-motion"):
            if name in attrs:
                self.target(attrs[name])
        if tag == "source":
            for candidate in attrs["srcset"].split(", "):
                self.target(candidate.rsplit(" ", 1)[0])
        if tag == "img":
            self.image(attrs)
        if tag not in VOID:
            self.open_tags.append(tag)

    def handle_endtag(self, tag):
        if not self.open_tags or self.open_tags[-1] != tag:
            self.problem(f"</{tag}> closes <{self.open_tags[-1] if self.open_tags else ''}>")
        else:
            self.open_tags.pop()
            if self.place == len(self.open_tags):
                self.place = None


def main():
    out = os.path.realpath(os.fsencode(sys.argv[1]))
    start = os.path.join(out, b"index.html")
    reached, todo, pages, images = {start, os.path.join(out, b".nojekyll")}, [start], 0, 0
    ids, named = {}, []
    while todo:
        page = Page(todo.pop())
        ids[os.path.realpath(page.path)] = page.ids
        named += [(page, *link) for link in page.named]
        pages += 1
        images += page.images
        for file in page.targets:
            if not file.startswith(out + b"/"):
                page.problem(f"leads out of the site: {file}")
            elif file not in reached:
                reached.add(file)
                if file.endswith(b".html"):
                    todo.append(file)
    for page, file, name in named:
        if name not in ids.get(file, ()):
            page.problem(f"leads to nothing on {os.path.basename(file)}: #{name}")
    for folder, folders, files in os.walk(out):
        if folder == out and b".tirage" in folders:
            folders.remove(b".tirage")
        for name in files:
            if re.fullmatch(rb"search-(index|words-.{8}|photos-.{8})\.js|found-.{8}\.css", name):
                continue  # the script asks for them: check_search.py
            # AVIF files are not offered before their album is done, nor if they are larger than JPEG.
            if os.path.join(folder, name) not in reached and not name.endswith(b".avif"):
                problems.append(f"nothing leads to {os.path.join(folder, name)}")
    print(f"pages {pages}\nimages {images}")
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


main()
