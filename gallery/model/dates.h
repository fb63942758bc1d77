/* dates.h - calendar days. */
#ifndef TG_GALLERY_DATES_H
#define TG_GALLERY_DATES_H

#include <stdbool.h>
#include <stdint.h>

enum {
    TG_DAY_CHARS = 10, /* of "2020-05-17T13:45:00" */
    TG_DATE_SIZE = 20  /* of all of it, with its NUL; one of the day alone is shorter */
};

/* A calendar day, month or year; year 0 stands for none. */
struct tg_date {
    uint16_t year;      /* 1 to 9999 */
    uint8_t month, day; /* 0: not known; without a month there is no day */
};

/* "2020-01-31", also without leading zeros, of a day that exists. */
bool tg_date_parse(const char *text, struct tg_date *date);

/* The same, and "2020-01" and "2020" too, a month and a year. */
bool tg_date_parse_part(const char *text, struct tg_date *date);

/* The day that "YYYY-MM-DD..." begins with; false: there is none, as cameras without a set clock
 * write zeros. */
bool tg_day_of(const char *date, struct tg_date *day);

/* The date that phones, messengers and people put into the name of a picture or a video:
 * "IMG_20200517_134500.jpg", "Screenshot 2020-05-17 at 1.45.00 PM.png", "IMG-20200517-WA0001.jpg".
 * As "2020-05-17T13:45:00", or as "2020-05-17" where the name has no time.  That of the place, but
 * for names of Pixel phones ("PXL_...") and those in milliseconds since 1970 ("FB_IMG_..."), which
 * are in UTC, and nothing tells the difference.  False, and `text` as it was: there is none. */
bool tg_date_of_name(const char *name, char text[TG_DATE_SIZE]);

/* What a text of tg_date_text(), or one that begins with a day, says. */
bool tg_date_of(const char *text, struct tg_date *date);

/* "2020-01-31", "2020-01" or "2020", as <time> wants it; "" for none. */
void tg_date_text(struct tg_date date, char text[TG_DATE_SIZE]);

/* The earlier one first, none before all others, a year before its months. */
int tg_date_cmp(struct tg_date a, struct tg_date b);

#endif
