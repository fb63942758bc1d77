#!/usr/bin/env python3
"""Writes gallery/model/months_table.c: the names of months as they stand in a date, from Unicode's CLDR.

Usage: months.py MAIN | clang-format-14 >gallery/model/months_table.c
MAIN is the folder common/main of CLDR 41 (Debian 12: unicode-cldr-core).
"""
import os
import re
import sys
import xml.etree.ElementTree as ET

LOCALES = """af ar be bg bn bs ca cs cy da de de_AT el en eo es et eu fa fi fil fo fr fy ga gl gu he hi
hr hu hy id is it ja ka kk km kn ko ky lb lt lv mk mn mr ms nb ne nl nn pa pl pt ro ru sk sl sq
sr sr_Latn sv sw ta te th tr uk ur uz vi zh zh_Hant zu""".split()
PARENTS = {"de_AT": "de", "nb": "no", "nn": "no"}
PATH = ("dates/calendars/calendar[@type='gregorian']/months/monthContext[@type='format']"
        "/monthWidth[@type='wide']/month")


def months(folder, locale):
    """Twelve names; what a locale lacks comes from its language."""
    parent = PARENTS.get(locale)
    names = months(folder, parent) if parent else {}
    root = ET.parse(os.path.join(folder, locale + ".xml")).getroot()
    for month in root.findall(PATH):
        if not month.get("alt") and not month.get("yeartype"):
            names[int(month.get("type"))] = month.text
    return names


def literal(text, indent):
    """A C string, in lines of at most 100 columns, as clang-format wants them."""
    lines, line = [], ""
    for part in re.findall(r"[^|]*\|?", text):
        if not part:
            continue
        if len(line) + len(part) + indent + 4 > 100:
            lines.append(line)
            line = ""
        line += part
    lines.append(line)
    return ("\n" + " " * indent).join('"%s"' % one for one in lines)


def main():
    folder = sys.argv[1]
    print("/* months_table.c - made by toolchains/months.py from Unicode's CLDR, version 41, common/main:")
    print(" * months of the Gregorian calendar, context \"format\", width \"wide\".  Copyright Unicode, Inc.,")
    print(" * https://www.unicode.org/license.txt */")
    print('#include "gallery/model/months.h"')
    print()
    print("const struct tg_locale tg_locales[] = {")
    for locale in LOCALES:
        names = months(folder, locale)
        assert sorted(names) == list(range(1, 13)), locale
        assert not any("|" in n or '"' in n or "\\" in n for n in names.values())
        text = "|".join(names[i] for i in range(1, 13))
        print('    {"%s",\n     %s},' % (locale, literal(text, 5)))
    print("};")
    print("const size_t tg_locales_len = sizeof(tg_locales) / sizeof(tg_locales[0]);")


main()
