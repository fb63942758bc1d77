/* bmp_rle.c - run lengths of a BMP: pairs of a number and a value; 0 begins something else. */
#include <string.h>

#include "core/codec/bmp.h"
#include "core/codec/samples.h"

enum { END_OF_ROW = 0, END = 1, SKIP = 2 };

/* Where the next pixel goes, rows counted from the first that is coded; x <= w, y <= h. */
struct pen {
    const struct tg_bmp *bmp;
    struct tg_image *image;
    const uint8_t *at, *end; /* of what is left of the file */
    uint32_t x, y;
};

/* The row of the picture that coded row `y` is. */
static uint32_t row_of(const struct tg_bmp *bmp, uint32_t y)
{
    return bmp->top_down ? y : bmp->h - 1 - y;
}

static bool has(const struct pen *p, size_t n)
{
    return (size_t)(p->end - p->at) >= n;
}

/* Bytes of n values, each beginning in a byte of its own only if it has 8 bits or more. */
static size_t bytes_of(const struct pen *p, size_t n)
{
    return (n * p->bmp->bits + 7) / 8;
}

/* Value i of those at `from`, as R, G, B. */
static const uint8_t *colour(const struct pen *p, const uint8_t *from, size_t i, uint8_t rgb[3])
{
    switch (p->bmp->bits) {
    case 4:
        return p->bmp->palette[from[i / 2] >> (i % 2 ? 0 : 4) & 15];
    case 8:
        return p->bmp->palette[from[i]];
    default:
        for (size_t c = 0; c < 3; c++)
            rgb[c] = from[3 * i + 2 - c];
        return rgb;
    }
}

/* Puts down n pixels, as far as the row goes; the values repeat after `period`. */
static void put(struct pen *p, const uint8_t *from, size_t n, size_t period)
{
    size_t y = row_of(p->bmp, p->y);

    for (size_t i = 0; i < n && p->x < p->bmp->w; i++, p->x++) {
        uint8_t rgb[3];
        const uint8_t *v = colour(p, from, i % period, rgb);

        for (unsigned c = 0; c < 3; c++)
            p->image->plane[c].data[y * p->image->plane[c].stride + p->x] = v[c];
    }
}

/* Moves to the right and up, no further than the edges. */
static bool skip(struct pen *p)
{
    if (!has(p, 2))
        return false;
    p->x = p->at[0] < p->bmp->w - p->x ? p->x + p->at[0] : p->bmp->w;
    p->y = p->at[1] < p->bmp->h - p->y ? p->y + p->at[1] : p->bmp->h;
    p->at += 2;
    return true;
}

/* So many values, filled up to an even number of bytes. */
static bool copy(struct pen *p, unsigned count)
{
    size_t n = bytes_of(p, count);

    if (!has(p, n))
        return false;
    put(p, p->at, count, count);
    p->at += has(p, n + n % 2) ? n + n % 2 : n;
    return true;
}

/* A value, or two of 4 bits, again and again. */
static bool repeat(struct pen *p, unsigned count)
{
    size_t period = p->bmp->bits == 4 ? 2 : 1, n = bytes_of(p, period);

    if (!has(p, n))
        return false;
    put(p, p->at, count, period);
    p->at += n;
    return true;
}

/* One pair and what belongs to it.  False once there is no more: *done if that was said. */
static bool step(struct pen *p, bool *done)
{
    unsigned count, code;

    if (!has(p, 2))
        return false;
    count = p->at[0];
    code = p->at[1];
    if (count > 0) {
        p->at++;
        return repeat(p, count);
    }
    p->at += 2;
    switch (code) {
    case END_OF_ROW:
        p->x = 0;
        p->y++;
        return true;
    case END:
        *done = true;
        return false;
    case SKIP:
        return skip(p);
    default:
        return copy(p, code);
    }
}

bool tg_bmp_unpack(const struct tg_bmp *bmp, struct tg_image *image)
{
    struct pen p = {.bmp = bmp,
                    .image = image,
                    .at = bmp->file.data + bmp->pixels_at,
                    .end = bmp->file.data + bmp->file.len};
    bool done = false;

    while (p.y < bmp->h && step(&p, &done))
        ;
    if (done || p.y == bmp->h || (p.y == bmp->h - 1 && p.x == bmp->w))
        return true;
    if (p.x < bmp->w)
        tg_samples_lost(image, p.x, row_of(bmp, p.y), bmp->w - p.x);
    for (uint32_t y = p.y + 1; y < bmp->h; y++)
        tg_samples_lost(image, 0, row_of(bmp, y), bmp->w);
    return false;
}
