/* dates.c - see dates.h. */
#include "gallery/model/dates.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
