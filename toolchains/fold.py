#!/usr/bin/env python3
"""Writes core/base/fold_table.c: what characters are to a search, and their lower case.

Usage: fold.py | clang-format-14 >core/base/fold_table.c
       fold.py --script        the same classes as gallery/assets/search.js has them, for its regular expressions
Lower case comes from this Python; the classes are our own, so that every browser has the same.
"""
import sys
import unicodedata

LOWER = [(0x80, 0x58F), (0x1E00, 0x1EFF)]  # Latin, Greek, Cyrillic, Armenian
MARKS = ("AD 300-36F 483-487 591-5BD 5BF 5C1-5C2 5C4-5C5 5C7 610-61A 640 64B-65F 670 6D6-6DC 6DF-6E4 6E7-6E8 6EA-6ED "
         "1AB0-1AFF 1DC0-1DFF 200B-200D 2060 20D0-20FF 3099-309A FE00-FE0F FE20-FE2F FEFF 1F3FB-1F3FF E0100-E01EF")
DENSE = ("E01-E3E E40-EFF 1000-109F 1780-17FF 2600-27BF 2E80-2FDF 3005-3007 3021-302F 3031-303C 3041-3098 309B-309F "
         "30A1-30FA 30FC-312F 31A0-31FF 3400-4DBF 4E00-9FFF F900-FAFF 1F000-1F3FA 1F400-1FAFF 20000-3FFFF")
GAPS = ("0-2F 3A-40 5B-60 7B-A9 AB-AC AE-B1 B4 B6-B8 BB BF D7 F7 2C2-2C5 2D2-2DF 37E 387 589-58A 5BE 5C0 5C3 5C6 "
        "5F3-5F4 60C 61B-61F 66A-66D 6D4 964-965 E3F 2000-200A 200E-205F 2061-206F 20A0-20CF 2190-25FF 27C0-2BFF "
        "2E00-2E7F 2FE0-3004 3008-3020 3030 303D-3040 30A0 30FB D800-F8FF FE10-FE1F FE30-FE6F FF00-FF20 FF3B-FF40 "
        "FF5B-FF65 FFE0-FFFF")


def ranges(text):
    for part in text.split():
        first, _, last = part.partition("-")
        yield int(first, 16), int(last or first, 16)


def lower_runs():
    """[first, last, distance, step] of letters that are not made of others."""
    runs = []
    for first, last in LOWER:
        for cp in range(first, last + 1):
            lower = chr(cp).lower()
            if unicodedata.normalize("NFD", chr(cp)) != chr(cp) or lower == chr(cp):
                continue
            distance = ord(lower) - cp
            run = runs[-1] if runs else None
            if run and run[2] == distance and (cp - run[1] == run[3] or (not run[3] and cp - run[1] <= 2)):
                run[1], run[3] = cp, cp - run[1]
            else:
                runs.append([cp, cp, distance, 0])
    return runs


def script(text):
    sign = lambda c: f"\\x{c:02x}" if c < 0x100 else f"\\u{c:04x}" if c < 0x10000 else f"\\u{{{c:x}}}"
    return "".join(sign(a) if a == b else f"{sign(a)}-{sign(b)}" for a, b in ranges(text))


def table(kind, name, rows):
    print(f"\nconst {kind} tg_fold_{name}[] = {{")
    for row in rows:
        print("{" + ", ".join(row) + "},")
    print(f"}};\nconst size_t tg_fold_{name}_len = sizeof(tg_fold_{name}) / sizeof(tg_fold_{name}[0]);")


def main():
    kinds = {"TG_FOLD_MARK": MARKS, "TG_FOLD_DENSE": DENSE, "TG_FOLD_GAP": GAPS}
    if sys.argv[1:] == ["--script"]:
        for kind, text in kinds.items():
            print(kind, script(text))
        return
    classes = sorted((a, b, kind) for kind, text in kinds.items() for a, b in ranges(text))
    assert all(one[1] < two[0] for one, two in zip(classes, classes[1:]))
    print("/* fold_table.c - made by toolchains/fold.py, with lower case of the Unicode Character Database,\n"
          f" * version {unicodedata.unidata_version}.  Copyright Unicode, Inc., https://www.unicode.org/license.txt */")
    print('#include "core/base/fold.h"')
    table("struct tg_fold_class", "classes", [(f"0x{a:X}", f"0x{b:X}", kind) for a, b, kind in classes])
    table("struct tg_fold_lower", "lower", [(f"0x{a:X}", f"0x{b:X}", str(d), str(s or 1)) for a, b, d, s in lower_runs()])


main()
