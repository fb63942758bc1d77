/* still.h - which frame of a video stands for it: the first, or the first of a few further in that
 * is bright and detailed enough; the best of them if none is.
 *
 * ffmpeg shrinks a frame to a few samples, which it writes as a line of its standard output.  They
 * are judged here, in integers: the same everywhere. */
#ifndef TG_MEDIA_STILL_H
#define TG_MEDIA_STILL_H

#include <stdbool.h>
#include <stdint.h>

/* The samples are grey, TG_STILL_SIDE squared, of 6 bits, and stand in bytes from TG_STILL_ZERO on:
 * no text in UTF-8 has two of these in a row. */
enum { TG_STILL_SIDE = 16, TG_STILL_ZERO = 0xC0 };

/* A search; begins as {0}, at the first frame. */
struct tg_still {
    uint32_t at_ms;   /* where the frame is looked for now */
    uint32_t best_ms; /* where the best so far is */
    uint64_t best;    /* how good it is */
    uint32_t last_ms; /* the last one that is known to be there */
    uint32_t end_ms;  /* none is there, nor behind; 0: not known */
    unsigned tries;
    bool enough;               /* the best is good enough */
    bool seen;                 /* the frame of this try was taken, with */
    uint32_t sum, squares_sum; /* of its samples */
};

/* Takes the samples from a line of ffmpeg's output, if it has them. */
void tg_still_take_line(struct tg_still *s, const char *line);

/* After a try: whether its frame is the best so far, as the first always is. */
bool tg_still_judge(struct tg_still *s);

/* Whether one more is to be tried, at `at_ms`. */
bool tg_still_next(struct tg_still *s);

#endif
