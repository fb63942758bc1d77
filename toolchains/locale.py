#!/usr/bin/env python3
"""Writes how languages write dates, from Unicode's CLDR.

Usage: locale.py months MAIN | clang-format-14 >gallery/model/months_table.c
       locale.py dates MAIN  | clang-format-14 >gallery/words/date_words.c
MAIN is the folder common/main of CLDR 41 (Debian 12: unicode-cldr-core).  The months are those of stories' dates, in
every language that is often asked for; the dates are those of the languages that pages have words in.
"""
import os
import re
import sys
import xml.etree.ElementTree as ET

LOCALES = """af ar be bg bn bs ca cs cy da de de_AT el en eo es et eu fa fi fil fo fr fy ga gl gu he hi
hr hu hy id is it ja ka kk km kn ko ky lb lt lv mk mn mr ms nb ne nl nn pa pl pt ro ru sk sl sq
sr sr_Latn sv sw ta te th tr uk ur uz vi zh zh_Hant zu""".split()
WORDS = "ar de en es fr he it ja nl pl pt zh".split()
PARENTS = {"de_AT": "de", "nb": "no", "nn": "no", "en_001": "en"}
CALENDAR = "dates/calendars/calendar[@type='gregorian']"


def calendar(folder, locale):
    found = ET.parse(os.path.join(folder, locale + ".xml")).getroot().find(CALENDAR)
    return ET.Element("calendar") if found is None else found


def months(folder, locale, context="format"):
    """Twelve names; what a locale lacks comes from its language."""
    parent = PARENTS.get(locale)
    names = months(folder, parent, context) if parent else {}
    path = "months/monthContext[@type='%s']/monthWidth[@type='wide']/month" % context
    for month in calendar(folder, locale).findall(path):
        if not month.get("alt") and not month.get("yeartype"):
            names[int(month.get("type"))] = month.text
    return names


def joined(names, locale):
    assert sorted(names) == list(range(1, 13)), locale
    assert not any(re.search('[|"\\\\]', n) for n in names.values())
    return "|".join(names[i] for i in range(1, 13))


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


def filled(pattern):
    """CLDR's pattern as one with {placeholders}, see words.h: capital ones are of the second date of a range."""
    seen, out = set(), ""
    for part in re.findall(r"'[^']*'|MMMM|LLLL|M|y|dd?|[^'MLyd]+", pattern):
        key = {"MMMM": "m", "LLLL": "l", "M": "n", "y": "y", "d": "d", "dd": "d"}.get(part)
        if not key:
            out += part.strip("'")
            continue
        out += "{%s}" % (key.upper() if key in seen else key)
        seen.add(key)
    return out


def find(folder, locale, path):
    """A pattern; what a locale lacks comes from its language."""
    element = calendar(folder, locale).find(path)
    if element is None:
        return find(folder, PARENTS[locale], path)
    return element.text


def patterns(folder, locale):
    own = "en_001" if locale == "en" else locale  # days before months
    range_of = ("dateTimeFormats/intervalFormats/intervalFormatItem[@id='%s']/"
                "greatestDifference[@id='%s']")
    item = "dateTimeFormats/availableFormats/dateFormatItem[@id='%s']"
    day = find(folder, own, "dateFormats/dateFormatLength[@type='long']/dateFormat/pattern")
    days = find(folder, own, range_of % ("yMMMd", "d")).replace("dd", "d")  # with short names, and some without "de"
    pair = re.search("d[^yMd]*d", days).group()
    return [("day", filled(day)), ("days", filled(re.sub("(?<!')d", pair, day, count=1))),
            ("month", filled(find(folder, locale, item % "yMMMM"))),
            ("months", filled(find(folder, locale, range_of % ("yMMMM", "M")))),
            ("years_months", filled(find(folder, locale, range_of % ("yMMMM", "y")))),
            ("year", filled(find(folder, locale, item % "y"))),
            ("years", filled(find(folder, locale, range_of % ("y", "y"))))]


def head(name, what, include):
    print("/* %s - made by toolchains/locale.py from Unicode's CLDR, version 41, common/main:" % name)
    print(" * %s.  Copyright Unicode, Inc.," % what)
    print(" * https://www.unicode.org/license.txt */")
    print('#include "%s"\n' % include)


def write_months(folder):
    head("months_table.c", 'months of the Gregorian calendar, context "format", width "wide"',
         "gallery/model/months.h")
    print("const struct tg_locale tg_locales[] = {")
    for locale in LOCALES:
        print('    {"%s",\n     %s},' % (locale, literal(joined(months(folder, locale), locale), 5)))
    print("};")
    print("const size_t tg_locales_len = sizeof(tg_locales) / sizeof(tg_locales[0]);")


def write_dates(folder):
    head("date_words.c", "the Gregorian calendar's months, dates and ranges of dates",
         "gallery/words/words.h")
    for locale in WORDS:
        names = joined(months(folder, locale), locale)
        alone = months(folder, locale, "stand-alone")
        print("const struct tg_date_words tg_dates_%s = {" % locale)
        print("    .names = %s," % literal(names, 4))
        if alone and joined(alone, locale) != names:
            print("    .alone = %s," % literal(joined(alone, locale), 4))
        for key, pattern in patterns(folder, locale):
            print("    .%s = %s," % (key, literal(pattern, 4)))
        print("};\n")


if __name__ == "__main__":
    {"months": write_months, "dates": write_dates}[sys.argv[1]](sys.argv[2])
