/* dates.c - see dates.h. */
#include "gallery/model/dates.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/calendar.h"

static bool is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The digits of a number of at most `max` digits up to `end`, which is stepped over unless it is
 * NUL. */
static bool read_number(const char **s, size_t max, char end, unsigned *number)
{
    size_t len = strspn(*s, "0123456789");

    if (len == 0 || len > max || (*s)[len] != end)
        return false;
    *number = (unsigned)strtoul(*s, NULL, 10);
    *s += len + (end != '\0');
    return true;
}

bool tg_date_parse(const char *text, struct tg_date *date)
{
    static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned year, month, day;

    if (!read_number(&text, 4, '-', &year) || !read_number(&text, 2, '-', &month) ||
        !read_number(&text, 2, '\0', &day) || year == 0 || month == 0 || month > 12 || day == 0 ||
        day > lengths[month - 1] + (unsigned)(month == 2 && is_leap(year)))
        return false;
    *date = (struct tg_date){(uint16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

bool tg_date_parse_part(const char *text, struct tg_date *date)
{
    unsigned year, month = 0;
    const char *s = text;

    if (tg_date_parse(text, date))
        return true;
    if (!read_number(&s, 4, strchr(text, '-') ? '-' : '\0', &year) || year == 0)
        return false;
    if (strchr(text, '-') && (!read_number(&s, 2, '\0', &month) || month == 0 || month > 12))
        return false;
    *date = (struct tg_date){(uint16_t)year, (uint8_t)month, 0};
    return true;
}

bool tg_day_of(const char *date, struct tg_date *day)
{
    char text[TG_DAY_CHARS + 1];

    (void)snprintf(text, sizeof(text), "%.*s", TG_DAY_CHARS, date);
    return tg_date_parse(text, day);
}

bool tg_date_of(const char *text, struct tg_date *date)
{
    return tg_day_of(text, date) || tg_date_parse_part(text, date);
}

void tg_date_text(struct tg_date date, char text[TG_DATE_SIZE])
{
    *text = '\0';
    if (date.day)
        (void)snprintf(text, TG_DATE_SIZE, "%04u-%02u-%02u", date.year, date.month, date.day);
    else if (date.month)
        (void)snprintf(text, TG_DATE_SIZE, "%04u-%02u", date.year, date.month);
    else if (date.year)
        (void)snprintf(text, TG_DATE_SIZE, "%04u", date.year);
}

int tg_date_cmp(struct tg_date a, struct tg_date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

/* ---- Dates in names -------------------------------------------------------------------------- */

/* The forms are those of immich-app/immich#26474, ente/photos-web#491 and
 * photoprism/photoprism#2414, and of screenshots of desktops. */

static size_t digits(const char *s)
{
    return strspn(s, "0123456789");
}

/* The number of exactly the first `n` characters, which are digits. */
static unsigned value(const char *s, size_t n)
{
    unsigned v = 0;

    while (n--)
        v = 10 * v + (unsigned)(*s++ - '0');
    return v;
}

/* Writes a day, if it exists and photos may be of it. */
static bool put_day(char text[TG_DATE_SIZE], unsigned first_year, unsigned year, unsigned month,
                    unsigned day)
{
    enum { LAST_YEAR = 2099 };
    char written[TG_DATE_SIZE] = "";
    struct tg_date date;

    (void)snprintf(written, sizeof(written), "%04u-%02u-%02u", year % 10000, month % 100,
                   day % 100);
    if (year < first_year || year > LAST_YEAR || !tg_date_parse(written, &date))
        return false;
    memcpy(text, written, sizeof(written));
    return true;
}

static bool put_time(char text[TG_DATE_SIZE], unsigned hour, unsigned minute, unsigned second)
{
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    (void)snprintf(text + TG_DAY_CHARS, TG_DATE_SIZE - TG_DAY_CHARS, "T%02u:%02u:%02u", hour,
                   minute, second);
    return true;
}

/* " PM", perhaps behind one of the spaces that are no space.  12: noon or midnight. */
static unsigned of_half_day(const char *s, unsigned hour)
{
    s += strncmp(s, "\xE2\x80\xAF", 3) == 0 ? 3 : strncmp(s, "\xC2\xA0", 2) == 0 ? 2 : *s == ' ';
    if (hour < 1 || hour > 12 || !strchr("aApP", *s) || !*s || (s[1] != 'M' && s[1] != 'm'))
        return hour;
    return hour % 12 + (*s == 'p' || *s == 'P' ? 12 : 0);
}

/* "134500", with or without milliseconds, or "13.45.00" with any sign between. */
static bool take_time(const char *s, char text[TG_DATE_SIZE])
{
    size_t len = digits(s);
    char sign = s[len];
    unsigned hour;

    if (len == 6 || len == 9)
        return put_time(text, value(s, 2), value(s + 2, 2), value(s + 4, 2));
    if (len == 0 || len > 2 || !sign || !strchr(".-_: ", sign))
        return false;
    hour = value(s, len);
    s += len + 1;
    if (digits(s) != 2 || s[2] != sign || digits(s + 3) != 2)
        return false;
    return put_time(text, of_half_day(s + 5, hour), value(s, 2), value(s + 3, 2));
}

/* A time behind a day, after a sign or a word or two: "at", "um", "a las".  There need not be
 * one. */
static void find_time(const char *s, char text[TG_DATE_SIZE])
{
    enum { LONGEST_WORDS = 8 };
    size_t word = *s == ' ' ? strcspn(s + 1, "0123456789") : 0;

    if (*s && strchr("_-T., ", *s) && take_time(s + 1, text))
        return;
    if (word >= 2 && word <= LONGEST_WORDS + 1 && s[word] == ' ')
        (void)take_time(s + 1 + word, text);
}

/* Whether a number is the counter of a camera, as in DSC_20200101. */
static bool is_counted(const char *name, const char *at)
{
    enum { LETTERS = 4 };

    at -= at > name && strchr("_-", at[-1]);
    for (size_t n = 3; n <= LETTERS && at >= name + n; n++)
        if (strncasecmp(at - n, "DSC", 3) == 0)
            return true;
    return false;
}

static bool put_day_number(char text[TG_DATE_SIZE], uint64_t days)
{
    const struct tg_calendar_day day = tg_calendar_day((int64_t)days);
    enum { FIRST_YEAR = 2004 }; /* of Facebook */

    return put_day(text, FIRST_YEAR, (unsigned)day.year, day.month, day.day);
}

/* Thirteen digits at `at`, after names of programs that count milliseconds. */
static bool take_milliseconds(const char *name, const char *at, char text[TG_DATE_SIZE])
{
    static const char *const programs[] = {"FB_IMG_", "FB_VID_", "mmexport", "wx_camera_"};
    uint64_t s = strtoull(at, NULL, 10) / 1000, second = s % 86400;

    for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
        size_t len = strlen(programs[i]);

        if (at == name + len && strncmp(name, programs[i], len) == 0)
            return put_day_number(text, s / 86400) &&
                   put_time(text, (unsigned)(second / 3600), (unsigned)(second / 60 % 60),
                            (unsigned)(second % 60));
    }
    return false;
}

/* A date that begins with the `len` digits at `at`. */
static bool take_date(const char *name, const char *at, size_t len, char text[TG_DATE_SIZE])
{
    enum { DIGITAL = 1990, EVER = 1826 }; /* of the first photograph */
    const char *rest = at + len;

    if (len == 13)
        return take_milliseconds(name, at, text);
    if (len == 4 && *rest && strchr("-._", *rest) && digits(rest + 1) == 2 && rest[3] == *rest &&
        digits(rest + 4) == 2) {
        if (!put_day(text, EVER, value(at, 4), value(rest + 1, 2), value(rest + 4, 2)))
            return false;
        find_time(rest + 6, text);
        return true;
    }
    /* To the second, perhaps to the millisecond; 12 digits and others are numbers of something. */
    if ((len != 8 && len != 14 && len != 17) ||
        !put_day(text, DIGITAL, value(at, 4), value(at + 4, 2), value(at + 6, 2)))
        return false;
    if (len > 8)
        return put_time(text, value(at + 8, 2), value(at + 10, 2), value(at + 12, 2));
    find_time(rest, text);
    return text[TG_DAY_CHARS] || !is_counted(name, at);
}

bool tg_date_of_name(const char *name, char text[TG_DATE_SIZE])
{
    char found[TG_DATE_SIZE];

    for (const char *at = name + strcspn(name, "0123456789"); *at;) {
        size_t len = digits(at);

        if (take_date(name, at, len, found)) {
            memcpy(text, found, sizeof(found));
            return true;
        }
        at += len;
        at += strcspn(at, "0123456789");
    }
    return false;
}
