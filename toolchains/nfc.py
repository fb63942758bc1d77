#!/usr/bin/env python3
"""Writes core/base/nfc_table.c: canonical decompositions, compositions and combining classes of Unicode.

Usage: nfc.py | clang-format-14 >core/base/nfc_table.c
They come from the module unicodedata of this Python (3.11 has Unicode 14.0.0).
"""
import sys
import unicodedata

PER_LINE = {"pairs": 5, "composed": 14, "classes": 8}


def canonical(cp):
    """The one or two characters that a character is made of; none if it is of itself, or a Hangul syllable."""
    text = unicodedata.decomposition(chr(cp))
    return [int(part, 16) for part in text.split()] if text and not text.startswith("<") else []


def runs():
    """(first, how many, class) of characters with a combining class, at most eight at once."""
    found = []
    for cp in range(sys.maxunicode + 1):
        ccc = unicodedata.combining(chr(cp))
        if not ccc:
            continue
        if found and found[-1][2] == ccc and found[-1][0] + found[-1][1] == cp and found[-1][1] < 8:
            found[-1][1] += 1
        else:
            found.append([cp, 1, ccc])
    return found


def table(kind, name, values):
    print(f"\nconst {kind} tg_nfc_{name}[] = {{")
    step = PER_LINE[name]
    for i in range(0, len(values), step):
        print("    " + " ".join(v + "," for v in values[i:i + step]))
    print("};")
    print(f"const size_t tg_nfc_{name}_len = sizeof(tg_nfc_{name}) / sizeof(tg_nfc_{name}[0]);")


def main():
    pairs = [(cp, parts[0], parts[1] if len(parts) > 1 else 0)
             for cp in range(sys.maxunicode + 1) if (parts := canonical(cp))]
    for cp, _, second in pairs:
        assert not canonical(second), f"U+{cp:04X}: nfc.c takes the second part as it is"
    # A character that its own parts do not become again is excluded from composition.
    composed = [i for i, (cp, a, b) in enumerate(pairs)
                if b and unicodedata.normalize("NFC", chr(a) + chr(b)) == chr(cp)]
    composed.sort(key=lambda i: pairs[i][1:])
    print("/* nfc_table.c - made by toolchains/nfc.py from the Unicode Character Database, version "
          f"{unicodedata.unidata_version}.\n * Copyright Unicode, Inc., https://www.unicode.org/license.txt */")
    print('#include "core/base/nfc.h"\n')
    print(f'const char tg_nfc_unicode[] = "{unicodedata.unidata_version}";')
    table("uint64_t", "pairs", [f"0x{cp << 42 | a << 21 | b:x}" for cp, a, b in pairs])
    table("uint16_t", "composed", [str(i) for i in composed])
    table("uint32_t", "classes", [f"0x{first << 11 | (n - 1) << 8 | ccc:x}" for first, n, ccc in runs()])


main()
