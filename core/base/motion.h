/* motion.h - where the video of a motion photo is: what the worker that reads the still finds, in
 * one text, as the state keeps it. */
#ifndef TG_BASE_MOTION_H
#define TG_BASE_MOTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TG_MOTION_ID = 64, TG_MOTION_TEXT = 80 };

struct tg_motion {
    char id[TG_MOTION_ID]; /* "": none; else that of another file, which has the same */
    uint64_t at, bytes;    /* in the file of the still itself; bytes 0: not there */
};

/* "pair ID" or "at OFFSET BYTES". */
void tg_motion_write(const struct tg_motion *motion, char text[TG_MOTION_TEXT]);

/* False, and nothing in *motion, for NULL and for what is no such text. */
bool tg_motion_read(const char *text, struct tg_motion *motion);

/* Takes an ID of letters, digits and hyphens; whether it is one. */
bool tg_motion_set_id(struct tg_motion *motion, const char *id, size_t len);

#endif
