/* dates.h - calendar days. */
#ifndef TG_GALLERY_DATES_H
#define TG_GALLERY_DATES_H

#include <stdbool.h>
#include <stdint.h>

enum {
    TG_DAY_CHARS = 10, /* of "2020-05-17T13:45:00" */
    TG_DATE_SIZE = 20  /* of all of it, with its NUL */
};

/* A calendar day; year 0 stands for none. */
struct tg_date {
    uint16_t year; /* 1 to 9999 */
    uint8_t month, day;
};

/* "2020-01-31", also without leading zeros, of a day that exists. */
bool tg_date_parse(const char *text, struct tg_date *date);

/* The day that "YYYY-MM-DD..." begins with; false: there is none, as cameras without a set clock
 * write zeros. */
bool tg_day_of(const char *date, struct tg_date *day);

/* "2020-01-31"; "" for none. */
void tg_date_text(struct tg_date date, char text[TG_DATE_SIZE]);

/* The earlier one first, none before all others. */
int tg_date_cmp(struct tg_date a, struct tg_date b);

#endif
