"""static_weights.py MAP - what each library takes of the static program, from the linker's map that ./run static
leaves as build/TARGET/tirage.map: KiB of code and data in the file, as a table in Markdown."""

import collections
import pathlib
import re
import sys

# An input section in the second half of the map: name, address, size, object file; the name may have a line of its own.
PLACED = re.compile(r"^ \.[^\s]+\s+0x([0-9a-f]+)\s+0x([0-9a-f]+) (\S+)$", re.M)
# An output section; those that the program does not load have address 0, and .bss takes nothing of the file.
OUTPUT = re.compile(r"^(\.\w[\w.]*)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)", re.M)


def weights(text):
    text = text[text.index("Linker script and memory map"):]
    sizes = collections.Counter()
    outputs = [m for m in OUTPUT.finditer(text) if int(m[2], 16)]
    for this, following in zip(outputs, [*(m.start() for m in outputs[1:]), len(text)]):
        if this[1] in (".bss", ".tbss"):
            continue
        for address, size, file in PLACED.findall(text, this.end(), following):
            archive = re.search(r"([^/]*)\.a\(", file)
            sizes[archive[1] if archive else "tirage"] += int(size, 16) if int(address, 16) else 0
    return sizes


def main():
    sizes = weights(pathlib.Path(sys.argv[1]).read_text())
    for part in [p for p in sizes if p.startswith("libtg_")]:
        sizes["tirage"] += sizes.pop(part)
    print("| | KiB |\n|---|---|")
    for name, size in sizes.most_common():
        print(f"| {name} | {size / 1024:.0f} |")
    print(f"| all | {sum(sizes.values()) / 1024:.0f} |")


main()
