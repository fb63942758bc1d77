/* faces.c - see faces.h. */
#include "core/base/faces.h"

#include <assert.h>
#include <stdio.h>

static int64_t clip(int64_t v)
{
    return v < 0 ? 0 : v > TG_FACES_WHOLE ? TG_FACES_WHOLE : v;
}

/* Nobody draws them so far away. */
static bool is_absurd(int64_t at, int64_t len)
{
    const int64_t most = INT64_C(1) << 60;

    return at < -most || at > most || len > most;
}

void tg_faces_add(struct tg_faces *faces, int64_t x, int64_t y, int64_t w, int64_t h)
{
    int64_t left = clip(x), top = clip(y), right, bottom;

    if (w <= 0 || h <= 0 || is_absurd(x, w) || is_absurd(y, h) || faces->len == TG_FACES_MAX)
        return;
    right = clip(x + w);
    bottom = clip(y + h);
    if (right > left && bottom > top)
        faces->list[faces->len++] = (struct tg_face){
            (uint16_t)left, (uint16_t)top, (uint16_t)(right - left), (uint16_t)(bottom - top)};
}

void tg_faces_write(const struct tg_faces *faces, char text[TG_FACES_TEXT])
{
    size_t len = 0;

    *text = '\0';
    assert(faces->len <= TG_FACES_MAX);
    for (size_t i = 0; i < faces->len; i++) {
        const struct tg_face *f = &faces->list[i];

        len += (size_t)snprintf(text + len, TG_FACES_TEXT - len, "%s%u,%u,%u,%u", i ? " " : "",
                                (unsigned)f->x, (unsigned)f->y, (unsigned)f->w, (unsigned)f->h);
    }
}

/* Digits up to the sign behind them, which is stepped over; false if the number is too large. */
static bool read_number(const char **text, char end, unsigned *v)
{
    const char *s = *text;

    *v = 0;
    for (; *s >= '0' && *s <= '9' && *v <= TG_FACES_WHOLE; s++)
        *v = 10 * *v + (unsigned)(*s - '0');
    if (s == *text || *v > TG_FACES_WHOLE || (*s != end && (end != ' ' || *s)))
        return false;
    *text = s + (*s != '\0');
    return true;
}

bool tg_faces_read(const char *text, struct tg_faces *faces)
{
    bool good = text && *text;

    faces->len = 0;
    while (good && *text) {
        unsigned v[4];
        size_t before = faces->len;

        good = read_number(&text, ',', &v[0]) && read_number(&text, ',', &v[1]) &&
               read_number(&text, ',', &v[2]) && read_number(&text, ' ', &v[3]) &&
               v[0] + v[2] <= TG_FACES_WHOLE && v[1] + v[3] <= TG_FACES_WHOLE;
        if (good)
            tg_faces_add(faces, v[0], v[1], v[2], v[3]);
        good = good && faces->len > before && (*text || text[-1] != ' ');
    }
    if (!good)
        faces->len = 0;
    return good;
}
