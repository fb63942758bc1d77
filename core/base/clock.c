/* clock.c - see clock.h. */
#include "core/base/clock.h"

#include <time.h>

int64_t tg_clock_ns(enum tg_clock clock)
{
    static const clockid_t ids[] = {[TG_CLOCK_STEADY] = CLOCK_MONOTONIC,
                                    [TG_CLOCK_WALL] = CLOCK_REALTIME,
                                    [TG_CLOCK_CPU] = CLOCK_PROCESS_CPUTIME_ID};
    struct timespec t;

    (void)clock_gettime(ids[clock], &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

uint64_t tg_clock_ms(void)
{
    return (uint64_t)(tg_clock_ns(TG_CLOCK_STEADY) / 1000000);
}
