#!/usr/bin/python3
"""Tables and plots of docs/benchmarks.md and the table of README.md, from the results in bench/results.

Usage: results.py            writes them: what stands between <!-- results: NAME --> and <!-- end --> is replaced
       results.py --check    fails if they are not what the results give
       results.py --show FILE...   prints the tables of build/rivals-six.json and the like
"""
import json
import math
import re
import sys
from pathlib import Path

from plots import plot

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench/results"
PAGES = ("docs/benchmarks.md", "README.md")


SHOWN = {}  # instead of those in RESULTS


def load(name):
    return SHOWN[name] if name in SHOWN else json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


def number(value):
    """Three figures."""
    return f"{value:.{max(0, 2 - math.floor(math.log10(value)))}f}" if value else "0"


def spread(values, times=""):
    return f"{number(values['median'])}{times} ({number(values['min'])}–{number(values['max'])})"


def machine_line(result):
    m = result["machine"]
    return (f"{m['date']}, {m['cores']} × {m['cpu']} ({m['arch']}), {round(m['memory_mib'] / 1024)} GiB, {m['os']}, "
            f"{m['libc']}, Linux {m['kernel'].split('-')[0]}.\n")


# ---- Peers --------------------------------------------------------------------------------------

def titled(row):
    name, how, who = row["name"].partition(" as ")
    return f"{name} {row['version']}" + (f", as {who}" if how else "")


def peers_table(result):
    ours = result["rivals"][0]["bytes"]
    rows = [[f"**{titled(row)}**" if i == 0 else titled(row),
             spread(row["cpu_s"]), "1" if i == 0 else f"**{number(row['cpu_ratio']['median'])}** "
             f"({number(row['cpu_ratio']['min'])}–{number(row['cpu_ratio']['max'])})",
             spread(row["wall_s"]), row["peak_mib"], f"{row['bytes'] / 1e6:.2f} ({row['bytes'] / ours:.3f})",
             f"{row['psnr']:.2f}", f"{row['ssim']:.4f}"] for i, row in enumerate(result["rivals"])]
    return (machine_line(result)
            + f"{result['photos']} photos, {result['megabytes']} MB; {result['pictures']} pictures; "
            f"rounds: {len(result['rivals'][0]['cpu_s']['runs'])}.\n\n"
            + table(["", "CPU s", "CPU / CPU of tirage", "wall s", "peak MiB", "MB (of tirage's)", "PSNR dB", "SSIM"],
                    rows))


def ratio(result, name, other="tirage"):
    """Of CPU times, as in the table of peers."""
    rows = {row["name"]: row["cpu_ratio"]["median"] for row in result["rivals"]}
    return rows[name] / rows[other]


def readme_table():
    """Today's version of each, libvips the faster of two ways; of the distribution's, what galleries use."""
    names = ("Pillow", "Pillow-SIMD", "libvips", "sharp", "simplejpeg and OpenCV", "zune-jpeg and fast_image_resize")
    gallery = "GraphicsMagick as prosopopée uses it"
    works = [(load(f"rivals-newest-{work}"), load(f"rivals-{work}")) for work in ("six", "thumbs")]
    album = load("rivals-album")
    versions = {row["name"]: row["version"] for row in [*works[0][1]["rivals"], *works[0][0]["rivals"], *album["rivals"]]}
    titles = [titled({"name": name, "version": versions[name]}) for name in (*names, gallery, "thumbsup")]

    def least(result, name):
        return min(ratio(result, row["name"]) for row in result["rivals"] if row["name"].split(" as ")[0] == name)

    rows = [[what, *[f"{least(newest, name):.1f}" for name in names], f"{ratio(installed, gallery):.0f}", ""]
            for what, (newest, installed) in zip(("six sizes of each photo", "one 400-pixel thumbnail of each photo"), works)]
    rows.append(["thumbsup's three sizes of each photo", *[""] * (len(names) + 1), f"{ratio(album, 'thumbsup'):.0f}"])
    return table(["", *titles], rows)


def published_table():
    published, six = load("published"), load("rivals-six")
    here = [1, ratio(six, "GraphicsMagick as prosopopée uses it", "Pillow as récitale uses it"), None, None,
            ratio(six, "GraphicsMagick as prosopopée uses it")]

    def seconds(text):
        return sum(int(part) * 60 ** i for i, part in enumerate(reversed(text.split(":"))))

    rows = []
    for i, column in enumerate([*published["columns"], "tirage"]):
        cells = []
        for times in published["machines"].values():
            time = times[i] if i < len(times) else ""
            cells.append(time and (time if i == 0 else f"{time}: {seconds(times[0]) / seconds(time):.1f}"))
        rows.append([column, *cells, number(here[i]) if here[i] else ""])
    return table(["", *published["machines"], "here"], rows) + f"\nTheir source: <{published['source']}>.\n"


# ---- Récitale's gallery --------------------------------------------------------------------------

def models_table():
    result, rows = load("recitale"), []
    for r in result["models"]:
        total, count = r["settings_s"] + r["plan_s"] + r["pages_s"], r["galleries"] * r["photos"]
        rows.append([f"{r['galleries']} × {r['photos']}", r["pictures"], *[f"{r[k]:.3f}" for k in
                                                                       ("settings_s", "plan_s", "pages_s")],
                     f"**{total:.3f}**", number(total / count * 1e6), round(r["peak_mib"]),
                     number(r["peak_mib"] * 1024 / count)])
    return machine_line(result) + "\n" + table(
        ["galleries × photos", "pictures wanted", "settings, s", "plan, s", "pages, s", "CPU s", "µs per photo",
         "peak MiB", "KiB per photo"], rows)


def builds_table():
    return table(["full-size copy", "CPU s", "wall s", "peak MiB", "unchanged again, CPU s"],
                 [[f"`original: {r['original']}`" + (" (récitale's)" if r["original"] == "reencode" else ""),
                   number(r["cpu_s"]), number(r["wall_s"]), r["peak_mib"], f"{r['again_cpu_s']:.3f}"]
                  for r in load("recitale")["builds"]])


# ---- Scaling ------------------------------------------------------------------------------------

def photos_table():
    result = load("scaling")
    rows = [[f"{r['photos']:,}", number(r["cpu_s"]), number(r["cpu_s"] / r["photos"] * 1000), number(r["peak_mib"]),
             number(r["again_cpu_s"]), number(r["again_cpu_s"] / r["photos"] * 1e6), number(r["again_peak_mib"]),
             number((r["again_peak_mib"]) * 1024 / r["photos"])] for r in result["photos"]]
    return machine_line(result) + "\n" + table(
        ["photos", "CPU s", "ms per photo", "peak MiB", "again: CPU s", "µs per photo", "peak MiB", "KiB per photo"],
        rows)


def pixels_table():
    rows = [[r["megapixels"], *[number(r[f"{key}_{what}"]) for key in ("one", "progressive", "six")
                                for what in ("cpu_s", "peak_mib")]] for r in load("scaling")["pixels"]]
    return table(["megapixels", "400: CPU s", "MiB", "400 of a progressive photo: CPU s", "MiB", "six: CPU s", "MiB"],
                 rows)


def sizes_table():
    return table(["sizes", "CPU s", "peak MiB"],
                 [[r["sizes"], number(r["cpu_s"]), number(r["peak_mib"])] for r in load("scaling")["sizes"]])


def workers_table():
    return table(["`-j`", "CPU s", "wall s", "peak MiB"],
                 [[r["workers"], number(r["cpu_s"]), number(r["wall_s"]), number(r["peak_mib"])]
                  for r in load("scaling")["workers"]])


def board_table():
    rows = [[r["slow"], r["photos"], number(r["best_s"]), *[f"{r[key]:.2f}" for key in
                                                           ("largest_first", "in_order", "chunks", "fast_only")]]
            for r in load("scaling")["board"]["rows"]]
    return table(["a slow core takes × as long", "photos", "best possible, s", "**largest first**", "in order of names",
                  "in chunks", "the fast cores alone"], rows)


# ---- Formats ------------------------------------------------------------------------------------

def formats_table(about):
    """Of the works whose names begin so; what not all have is left empty."""
    result = load("formats")
    works = [work for work in result["works"] if work["name"].startswith(about)]
    if not works:
        return "Not measured yet.\n"
    names = list(dict.fromkeys(row["name"] for work in works for row in work["rows"][1:]))
    versions = {row["name"]: row["version"] for work in works for row in work["rows"]}
    lines = []
    for work in works:
        ours, found = work["rows"][0], {row["name"]: row for row in work["rows"]}
        cells = [spread(found[name]["net_ratio"]) + f"; {found[name]['bytes'] / ours['bytes']:.2f}; {found[name]['peak_mib']}"
                 if name in found else "" for name in names]
        alike = f"; {ours['psnr']:.2f} dB" if "psnr" in ours else ""
        lines.append([work["name"] + (f" ({ours['name'].partition(' ')[2]})" if " " in ours["name"] else ""),
                      number(work["megapixels"]), f"{number(ours['net_s']['median'])} s; {ours['peak_mib']}{alike}", *cells])
    return machine_line(result) + "\n" + table(
        ["work", "megapixels", "tirage: CPU; peak MiB", *[f"{name} {versions[name]}".replace("before", "before:")
                                                         for name in names]], lines)


# ---- Machines -----------------------------------------------------------------------------------

def machines_table():
    rows = []
    for path in sorted(RESULTS.glob("bench-*.json")):
        result = json.loads(path.read_text(encoding="utf-8"))
        work = result["work"]
        for build in result["builds"]:
            rows.append([result["machine"]["name"], f"{build['name']}, `-j {build['jobs']}`", work["photos"],
                         spread(build["wall_s"]), spread(build["cpu_s"]), number(build["photos_per_s"]),
                         number(build["megapixels_per_s"]), number(build["peak_mib"])])
    return table(["machine", "build", "photos", "wall s", "CPU s", "photos/s", "MP/s", "peak MiB"], rows)


# What of, which tables.
TABLES = {
    "rivals-six": {"six": lambda: peers_table(load("rivals-six"))},
    "rivals-thumbs": {"thumbs": lambda: peers_table(load("rivals-thumbs"))},
    "rivals-album": {"album": lambda: peers_table(load("rivals-album"))},
    "rivals-newest-six": {"newest_six": lambda: peers_table(load("rivals-newest-six"))},
    "rivals-newest-thumbs": {"newest_thumbs": lambda: peers_table(load("rivals-newest-thumbs"))},
    "recitale": {"models": models_table, "builds": builds_table},
    "scaling": {"photos": photos_table, "pixels": pixels_table, "sizes": sizes_table, "workers": workers_table,
                "board": board_table},
    "formats": {f"formats_{about.split()[0].lower()}": lambda about=about: formats_table(about)
                for about in ("PNG ", "WebP ", "JPEG ", "TIFF ")},
    "": {"readme": readme_table, "published": published_table, "machines": machines_table},
}


PLOTS = {
    "photos": {"x": "photos", "lines": {"build, CPU s": "cpu_s", "unchanged again, CPU s": "again_cpu_s",
                                        "build, peak MiB": "peak_mib", "again, peak MiB": "again_peak_mib"}},
    "pixels": {"x": "megapixels", "lines": {"six sizes, CPU ms": "six_cpu_s", "one thumbnail, CPU ms": "one_cpu_s",
                                            "six sizes, peak MiB": "six_peak_mib",
                                            "one thumbnail, peak MiB": "one_peak_mib",
                                            "…of a progressive photo, MiB": "progressive_peak_mib"}},
}


def files():
    """Path: contents, of all that is generated."""
    made, tables = {}, {name: make for group in TABLES.values() for name, make in group.items()}
    for name in PAGES:
        path = ROOT / name
        made[path] = re.sub(r"(<!-- results: (\w+) -->\n).*?(<!-- end -->)",
                            lambda m: m[1] + "\n" + tables[m[2]]() + "\n" + m[3], path.read_text(encoding="utf-8"),
                            flags=re.S)
    for name, plotted in PLOTS.items():
        x, rows = plotted["x"], load("scaling")[name]
        made[ROOT / f"docs/scaling-{name}.svg"] = plot(x, {
            label: [(row[x], row[key] * (1000 if label.endswith("ms") else 1)) for row in rows]
            for label, key in plotted["lines"].items()})
    return made


def show(paths):
    for path in map(Path, paths):
        SHOWN[path.stem] = json.loads(path.read_text(encoding="utf-8"))
        for name, make in TABLES[path.stem].items():
            print(f"{path.stem}: {name}\n\n{make()}")


def main():
    if sys.argv[1:2] == ["--show"]:
        show(sys.argv[2:])
        return
    stale = [path for path, text in files().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if sys.argv[1:] == ["--check"]:
        if stale:
            raise SystemExit(f"not what bench/results give: {', '.join(str(p.relative_to(ROOT)) for p in stale)}: "
                             "./run bench results")
        return
    if sys.argv[1:]:
        raise SystemExit(__doc__)
    made = files()
    for path in stale:
        path.write_text(made[path], encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
