/* faces.h - where faces are in a picture: what the worker that reads it finds, in one text, as the
 * state keeps it.  Positions alone: names are in struct tg_metadata. */
#ifndef TG_BASE_FACES_H
#define TG_BASE_FACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TG_FACES_MAX = 64,
    TG_FACES_WHOLE = 10000,           /* a side of the picture */
    TG_FACES_TEXT = TG_FACES_MAX * 24 /* with its NUL */
};

/* A rectangle in parts of the upright picture's sides, which it never leaves; none is empty. */
struct tg_face {
    uint16_t x, y, w, h;
};

struct tg_faces {
    struct tg_face list[TG_FACES_MAX];
    size_t len;
};

/* Adds the part of a rectangle that is within the picture.  Nothing of one that is outside it or
 * empty, or of more than TG_FACES_MAX. */
void tg_faces_add(struct tg_faces *faces, int64_t x, int64_t y, int64_t w, int64_t h);

/* "X,Y,W,H X,Y,W,H..."; "" of none. */
void tg_faces_write(const struct tg_faces *faces, char text[TG_FACES_TEXT]);

/* False, and nothing in *faces, for NULL, "" and for what is no such text. */
bool tg_faces_read(const char *text, struct tg_faces *faces);

#endif
