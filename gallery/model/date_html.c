/* date_html.c - see date_html.h. */
#include "gallery/model/date_html.h"

#include <stdio.h>
#include <string.h>

#include "gallery/model/html.h"

enum { NUMBER_SIZE = 12, NAME_SIZE = 48 };

#define NBSP "\xC2\xA0" /* keeps a date in one line */
#define DASH "\xE2\x80\x93"

/* What placeholders stand for: one date. */
struct values {
    char day[NUMBER_SIZE], month[NUMBER_SIZE], year[NUMBER_SIZE];
    char name[NAME_SIZE], alone[NAME_SIZE];
};

static void take_name(const char *names, unsigned month, char name[NAME_SIZE])
{
    while (month > 1 && --month)
        names = strchr(names, '|') + 1;
    (void)snprintf(name, NAME_SIZE, "%.*s", (int)strcspn(names, "|"), names);
}

static struct values values_of(const struct tg_date_words *dates, struct tg_date date)
{
    struct values v;

    (void)snprintf(v.day, sizeof(v.day), "%u", date.day);
    (void)snprintf(v.month, sizeof(v.month), "%u", date.month);
    (void)snprintf(v.year, sizeof(v.year), "%u", date.year);
    take_name(dates->names, date.month, v.name);
    take_name(dates->alone ? dates->alone : dates->names, date.month, v.alone);
    return v;
}

static void put(struct tg_buf *out, const struct tg_words *words, const char *pattern,
                struct tg_date first, struct tg_date last)
{
    const struct values a = values_of(words->dates, first), b = values_of(words->dates, last);
    const struct tg_fill fills[] = {{'d', a.day},   {'m', a.name}, {'l', a.alone}, {'n', a.month},
                                    {'y', a.year},  {'D', b.day},  {'M', b.name},  {'L', b.alone},
                                    {'N', b.month}, {'Y', b.year}};
    struct tg_buf text;
    const char *s;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_words_fill(&text, pattern, strlen(pattern), fills, sizeof(fills) / sizeof(fills[0]));
    s = tg_buf_str(&text);
    for (const char *at = s; *at; at++)
        if (*at != ' ' || (at - s >= 3 && memcmp(at - 3, DASH, 3) == 0))
            tg_buf_putc(out, *at);
        else
            TG_HTML_LIT(out, NBSP);
    out->failed |= text.failed;
    tg_buf_release(&text);
}

void tg_html_day(struct tg_buf *out, const struct tg_words *words, struct tg_date date)
{
    const struct tg_date_words *dates = words->dates;

    if (date.year)
        put(out, words,
            date.day     ? dates->day
            : date.month ? dates->month
                         : dates->year,
            date, date);
}

void tg_html_days(struct tg_buf *out, const struct tg_words *words, const char *first,
                  const char *last)
{
    const struct tg_date_words *dates = words->dates;
    struct tg_date a, b;

    if (!tg_date_of(first, &a) || !tg_date_of(last, &b))
        return;
    if (a.year != b.year && !a.month != !b.month) {
        a.day = b.day = 0;
        tg_html_day(out, words, a);
        TG_HTML_LIT(out, NBSP DASH " ");
        tg_html_day(out, words, b);
    } else if (a.year != b.year)
        put(out, words, a.month ? dates->years_months : dates->years, a, b);
    else if (!a.month || !b.month)
        put(out, words, dates->year, a, b);
    else if (a.month != b.month)
        put(out, words, dates->months, a, b);
    else if (a.day && b.day)
        put(out, words, a.day == b.day ? dates->day : dates->days, a, b);
    else
        put(out, words, dates->month, a, b);
}
