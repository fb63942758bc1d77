/* calendar.h - days and seconds since 1970 in the Gregorian calendar, which is taken to have been
 * there ever since: without time zones, and without what the system knows of them. */
#ifndef TG_BASE_CALENDAR_H
#define TG_BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

/* A day, of years up to some 10 to the 15th. */
struct tg_calendar_day {
    int64_t year;
    unsigned month, day; /* from 1 */
};

struct tg_calendar_day tg_calendar_day(int64_t days);

enum { TG_CALENDAR_TEXT = 20 };

/* Seconds since 1970 in UTC as "2020-05-17T13:45:00"; false, and nothing, before the year 1000 and
 * after 9999. */
bool tg_calendar_text(int64_t seconds, char text[TG_CALENDAR_TEXT]);

#endif
