/* calendar.c - see calendar.h. */
#include "core/base/calendar.h"

#include <stdio.h>

/* In years that begin in March (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
struct tg_calendar_day tg_calendar_day(int64_t days)
{
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int64_t month = mp < 10 ? mp + 3 : mp - 9;

    return (struct tg_calendar_day){.year = yoe + era * 400 + (month <= 2),
                                    .month = (unsigned)month,
                                    .day = (unsigned)(doy - (153 * mp + 2) / 5 + 1)};
}

bool tg_calendar_text(int64_t seconds, char text[TG_CALENDAR_TEXT])
{
    const int64_t day_s = 86400, first = -30610224000, last = 253402300799; /* of these years */
    struct tg_calendar_day day;
    unsigned second;
    int64_t days;

    if (seconds < first || seconds > last)
        return false;
    days = (seconds >= 0 ? seconds : seconds - day_s + 1) / day_s;
    second = (unsigned)(seconds - days * day_s);
    day = tg_calendar_day(days);
    (void)snprintf(text, TG_CALENDAR_TEXT, "%04u-%02u-%02uT%02u:%02u:%02u",
                   (unsigned)day.year % 10000, day.month % 100, day.day % 100, second / 3600 % 100,
                   second / 60 % 60, second % 60);
    return true;
}
