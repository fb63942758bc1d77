/* still.c - see still.h. */
#include "core/media/still.h"

#include <stddef.h>

enum {
    SAMPLES = TG_STILL_SIDE * TG_STILL_SIDE,
    DIM = 6 * SAMPLES,                /* less than a tenth of white: black, a fade, a title */
    BRIGHT = 2 * DIM,                 /* more is no better */
    DETAILED = 4 * SAMPLES * SAMPLES, /* a standard deviation of 3 % of white */
    TRIES = 10,
    NEAR_MS = 250,
};

void tg_still_take_line(struct tg_still *s, const char *line)
{
    uint32_t sum = 0, squares_sum = 0;

    if (s->seen)
        return;
    for (size_t i = 0; i < SAMPLES; i++) {
        unsigned char c = (unsigned char)line[i];

        if (c < TG_STILL_ZERO) /* the NUL too */
            return;
        sum += c - TG_STILL_ZERO;
        squares_sum += (uint32_t)((c - TG_STILL_ZERO) * (c - TG_STILL_ZERO));
    }
    s->seen = true;
    s->sum = sum;
    s->squares_sum = squares_sum;
}

/* Brightness times variance.  Of frames without details the brighter one is better. */
static uint64_t quality(uint32_t sum, uint32_t spread)
{
    return (uint64_t)(sum < BRIGHT ? sum : BRIGHT) * ((uint64_t)spread + 1);
}

bool tg_still_judge(struct tg_still *s)
{
    bool first = s->tries++ == 0, better = first;

    if (s->seen) {
        uint32_t spread = SAMPLES * s->squares_sum - s->sum * s->sum; /* variance * SAMPLES^2 */
        uint64_t q = quality(s->sum, spread);

        s->last_ms = s->at_ms > s->last_ms ? s->at_ms : s->last_ms;
        better |= q > s->best;
        if (better) {
            s->best = q;
            s->best_ms = s->at_ms;
        }
        if (s->sum >= DIM && spread >= DETAILED) {
            s->enough = better = true;
            s->best_ms = s->at_ms;
        }
    } else if (!first) {
        s->end_ms = s->at_ms;
    }
    return better;
}

/* Further and further in, and once that is behind the end, which only trying tells, in halves
 * between the last frame that was there and the end. */
bool tg_still_next(struct tg_still *s)
{
    static const uint32_t times_ms[] = {1000, 2000, 5000, 10000, 20000, 40000};

    if (s->enough || s->tries >= TRIES)
        return false;
    if (s->end_ms) {
        if (s->end_ms - s->last_ms < 2 * NEAR_MS)
            return false;
        s->at_ms = s->last_ms + (s->end_ms - s->last_ms) / 2;
    } else {
        if (s->tries > sizeof(times_ms) / sizeof(times_ms[0]))
            return false;
        s->at_ms = times_ms[s->tries - 1];
    }
    s->seen = false;
    return true;
}
