#!/usr/bin/python3
"""Compares what tirage makes of picture files with Chromium, Pillow and libvips; oracle.md explains the results.

Usage: oracle.py [OPTION...] TIRAGE FOLDER_OR_FILE...
"""
import argparse
import collections
import concurrent.futures
import json
import os
import random
import re
import sys
import tempfile

try:
    import looks
    import readers
except ImportError as missing:
    print(f"oracle: needs Pillow (Debian: python3-pil): {missing}", file=sys.stderr)
    sys.exit(77)

# From the worst to the best; see verdict().
CLASSES = ("crash", "refused", "differs", "uneven", "split", "alone", "unshown", "same")
GOOD = ("unshown", "same")  # rows that only --all prints
SHEETS = ("refused", "differs", "uneven", "split")  # those with pictures side by side
MAGIC = (
    (b"\xff\xd8", "JPEG"), (b"\x89PNG", "PNG"), (b"GIF8", "GIF"), (b"BM", "BMP"), (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"), (b"II+\0", "BigTIFF"), (b"MM\0+", "BigTIFF"), (b"\0\0\0\x0cJXL ", "JPEG XL"), (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cjP", "JPEG 2000"), (b"\xff\x4f\xff\x51", "JPEG 2000"), (b"8BPS", "PSD"), (b"FUJIFILMCCD-RAW", "raw"),
    (b"IIRO", "raw"), (b"IIRS", "raw"), (b"MMOR", "raw"), (b"IIU\0", "raw"), (b"FOVb", "raw"), (b"\0MRM", "raw"),
)
SUFFIXES = re.compile(r"\.(jpe?g|jpe|jfif|pjpe?g|pjp|mpo|a?png|gif|webp|tiff?|bmp|dib|avif|hei[cf]|hif|jxl|jp2|psd|ico|"
                      r"nef|arw|dng|crw|cr[23]|pef|srw|orf|rw2|raf|mrw|x3f|iiq|3fr|erf|kdc|dcr)$", re.IGNORECASE)


def kind_of(path):
    """By content.  None: no picture, neither by content nor by name."""
    with open(path, "rb") as file:
        head = file.read(32)
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:8] == b"ftyp":
        return "AVIF" if head[8:11] == b"avi" else "HEIF" if head[8:12] in (b"heic", b"heix", b"mif1") else "ISO media"
    if head[6:14] == b"HEAPCCDR":
        return "raw"
    return "no known kind" if SUFFIXES.search(path) else None


def files_of(paths):
    """(name in the table, path, kind) of all pictures, sorted."""
    found = []
    for given in paths:
        root = os.path.basename(os.path.abspath(given))
        if os.path.isfile(given):
            found.append((root, given))
        for folder, _, names in os.walk(given):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    found.append((os.path.join(root, os.path.relpath(path, given)), path))
    kinds = ((name, path, kind_of(path)) for name, path in sorted(found))
    return [entry for entry in kinds if entry[2]]


# Comparison of one file


def compare(ours, theirs, near, scaled=False):
    """Of an oracle: {"result": same, differs, size or refused, ...}."""
    if not theirs.look:
        return {"result": "refused", "says": theirs.says}
    size = f"{theirs.look.width}x{theirs.look.height}"
    if not ours.look:
        return {"result": "shows", "size": size}
    compared = looks.scaled_difference if scaled else looks.difference
    found = compared(ours.look, theirs.look, **({} if scaled else {"damaged": "damaged" in ours.says}))
    if not found:
        return {"result": "size", "size": size}
    same = found.most <= near and found.mean <= near / 6
    return {"result": "same" if same else "differs", "mean": round(found.mean, 1), "max": found.most}


def verdict(ours, small, results):
    """One word of CLASSES for a file."""
    shown = [r["result"] for name, r in results.items() if name != "thumb" and r["result"] != "refused"]
    if ours.crash or small.crash:
        return "crash"
    if not ours.look:
        return "refused" if shown else "unshown"
    if shown and "same" not in shown:
        return "differs"
    if results["thumb"]["result"] != "same":
        return "uneven"
    if not shown:
        return "alone"
    return "same" if set(shown) == {"same"} else "split"


def wrongness(record):
    """Within a class, how wrong: by how much the nearest oracle differs, and how many show what we refuse."""
    others = [r for name, r in record["oracles"].items() if r["result"] != "refused" and name != "thumb"]
    if record["class"] in ("refused", "split"):
        bad = [r for r in others if r["result"] != "same"]
        return len(bad) * 256 + max((r.get("max", 256) for r in bad), default=0)
    if record["class"] == "uneven":
        return record["oracles"]["thumb"].get("max", 256)
    return min((r.get("max", 256) for r in others), default=0)


class Worker:
    """What a worker process keeps between files."""

    def __init__(self, options):
        self.options = options
        self.ours = readers.Tirage(options.tirage, options.max_pixels)
        self.small = readers.Tirage(options.tirage, options.max_pixels, small=True)
        self.oracles = readers.oracles(options.max_pixels, options.oracles)

    def answers(self, path):
        with tempfile.TemporaryDirectory(prefix="tirage-oracle.") as folder:
            ours, small = self.ours.ask(path, folder), self.small.ask(path, folder)
            theirs = {}
            for name, oracle in self.oracles.items():
                if name == "pillow+" and theirs["pillow"].look:
                    continue  # the same again
                theirs[name] = oracle.ask(path, folder)
        return ours, small, theirs

    def judge(self, entry):
        """The record of a file, and its number for the sheet of pictures."""
        number, (name, path, kind) = entry
        ours, small, theirs = self.answers(path)
        near = self.options.near
        results = {oracle: compare(ours, answer, near) for oracle, answer in theirs.items()}
        results["thumb"] = compare(ours, small, near, scaled=True)
        words = ours.says or small.says
        record = {"file": name, "kind": kind, "class": verdict(ours, small, results),
                  "size": f"{ours.look.width}x{ours.look.height}" if ours.look else None, "says": words,
                  "oracles": results}
        if record["class"] in SHEETS and self.options.out:
            record["sheet"] = os.path.join(self.options.out, f"{record['class']}-{number:05}.png")
            shown = [("tirage", ours), ("thumb", small), *theirs.items()]
            looks.side_by_side([(title, answer.look) for title, answer in shown], record["sheet"])
        return record


worker = None


def start_worker(options):
    global worker  # pylint: disable=global-statement # one for each process of the pool
    worker = Worker(options)


def judge(entry):
    return worker.judge(entry)


# The report


def cell(result):
    if result is None:
        return "-"
    if result["result"] in ("size", "shows"):
        return result["size"] if result["result"] == "size" else "shows"
    if result["result"] == "differs":
        return f"{result['mean']}/{result['max']}"
    return result["result"]


def print_row(record, columns):
    cells = [f"{cell(record['oracles'].get(column)):>9}" for column in columns]
    words = f"  [{record['says'].splitlines()[0]}]" if record["says"] else ""
    print(f"{record['class']:8} {record['kind']:9}", *cells, f" {record['file']}{words}", flush=True)


def print_summary(records):
    counts = collections.Counter((r["kind"], r["class"]) for r in records)
    print("\n" + f"{'kind':14}" + "".join(f"{name:>9}" for name in CLASSES))
    for kind in sorted({r["kind"] for r in records}):
        print(f"{kind:14}" + "".join(f"{counts[kind, name] or '-':>9}" for name in CLASSES))
    totals = collections.Counter(r["class"] for r in records)
    print(f"{'all':14}" + "".join(f"{totals[name] or '-':>9}" for name in CLASSES))


def keep_worst(records, count):
    """Removes the sheets of all but the worst files."""
    kept = 0
    for record in records:
        if "sheet" in record and (kept := kept + 1) > count:
            os.remove(record.pop("sheet"))


def changed(records, path):
    """Lines CLASS FILE against what was found; files that were not looked at are no change."""
    found = {r["file"]: r["class"] for r in records}
    count = 0
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            expected, _, name = line.rstrip("\n").partition(" ")
            if name and not expected.startswith("#") and found.get(name, expected) != expected:
                print(f"CHANGED from {expected} to {found[name]}: {name}")
                count += 1
    return count


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tirage")
    parser.add_argument("paths", nargs="+", metavar="FOLDER_OR_FILE")
    parser.add_argument("--limit", type=int, help="at most so many files, chosen by --seed")
    parser.add_argument("--seed", default="tirage")
    parser.add_argument("--oracles", default="pillow,vips,chromium", help="default: %(default)s")
    parser.add_argument("--near", type=int, default=20,
                        help="the same: no cell differs by more, and all by a sixth on average; default: %(default)s")
    parser.add_argument("--max-pixels", type=int, default=100_000_000,
                        help="larger pictures are refused for every program; default: %(default)s")
    parser.add_argument("--all", action="store_true", help="rows of unshown and same files too")
    parser.add_argument("--out", help="folder for the worst files' pictures side by side")
    parser.add_argument("--worst", type=int, default=60, help="how many; default: %(default)s")
    parser.add_argument("--json", help="all records, as a file")
    parser.add_argument("--classes", help="writes a file of expectations: a line CLASS FILE for each file")
    parser.add_argument("--expect", help="exit 1 if a file named there has another class")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    options = parse()
    options.tirage, options.oracles = os.path.abspath(options.tirage), options.oracles.split(",")
    if options.out:
        os.makedirs(options.out, exist_ok=True)
    files = files_of(options.paths)
    if options.limit and options.limit < len(files):
        files = sorted(random.Random(options.seed).sample(files, options.limit))
    columns = ["thumb", *readers.oracles(options.max_pixels, options.oracles)]
    print(f"{'class':8} {'kind':9}", *(f"{name:>9}" for name in columns), " file [tirage's words]")
    records = []
    with concurrent.futures.ProcessPoolExecutor(options.jobs, initializer=start_worker, initargs=(options,)) as pool:
        for record in pool.map(judge, enumerate(files)):
            records.append(record)
            if options.all or record["class"] not in GOOD:
                print_row(record, columns)
    return report(records, columns, options)


def report(records, columns, options):
    if options.classes:
        with open(options.classes, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.writelines(f"{r['class']} {r['file']}\n" for r in records)
    changes = changed(records, options.expect) if options.expect else 0
    records.sort(key=lambda r: (CLASSES.index(r["class"]), -wrongness(r), r["file"]))
    keep_worst(records, options.worst)
    print("\nThe worst first:")
    for record in records[:options.worst]:
        if record["class"] not in GOOD:
            print_row(record, columns)
            print(f"    {record['sheet']}") if "sheet" in record else None
    print_summary(records)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(records, file, indent=1)
    crashes = sum(r["class"] == "crash" for r in records)
    if crashes:
        print(f"\n{'!' * 70}\ntirage CRASHED {crashes} times; see the top of the list\n{'!' * 70}")
    return 1 if crashes or changes else 0


if __name__ == "__main__":
    sys.exit(main())
