/* clock.h - the one place that asks what time it is. */
#ifndef TG_BASE_CLOCK_H
#define TG_BASE_CLOCK_H

#include <stdint.h>

enum tg_clock {
    TG_CLOCK_STEADY, /* never goes back; from some point in the past */
    TG_CLOCK_WALL,   /* since 1970; somebody may set it */
    TG_CLOCK_CPU,    /* the processor time of this process */
};

int64_t tg_clock_ns(enum tg_clock clock);

/* Of the steady clock. */
uint64_t tg_clock_ms(void);

#endif
