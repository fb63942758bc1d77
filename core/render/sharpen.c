/* sharpen.c - see sharpen.h. */
#include "core/render/sharpen.h"

#include <stdlib.h>
#include <string.h>

/* Row y, or the nearest one that there is, with a sample more at each end. */
static void load(const struct tg_plane *p, int64_t y, int32_t *row)
{
    const uint8_t *from;

    y = y < 0 ? 0 : y < p->h ? y : p->h - 1;
    from = p->data + (size_t)y * p->stride;
    if (p->bytes == 2)
        for (uint32_t x = 0; x < p->w; x++)
            row[x + 1] = ((const uint16_t *)(const void *)from)[x];
    else
        for (uint32_t x = 0; x < p->w; x++)
            row[x + 1] = from[x];
    row[0] = row[1];
    row[p->w + 1] = row[p->w];
}

/* The middle one of three rows, into the first. */
static void sharpen_row(int32_t *above, const int32_t *row, const int32_t *below, uint32_t w,
                        int32_t amount, int32_t most)
{
    enum { WHOLE = 32, BELOW_ZERO = 1 << 20 };
    int32_t before = above[0];

    for (uint32_t x = 1; x <= w; x++) {
        int32_t here = above[x];
        int32_t s = before + 2 * here + above[x + 1] + 2 * row[x - 1] + 4 * row[x] +
                    2 * row[x + 1] + below[x - 1] + 2 * below[x] + below[x + 1];
        int32_t v = WHOLE * (row[x] + BELOW_ZERO) + amount * (16 * row[x] - s) + WHOLE / 2;

        v = v / WHOLE - BELOW_ZERO;
        above[x] = v < 0 ? 0 : v < most ? v : most;
        before = here;
    }
}

static void store(struct tg_plane *p, uint32_t y, const int32_t *row)
{
    uint8_t *to = p->data + y * p->stride;

    if (p->bytes == 2)
        for (uint32_t x = 0; x < p->w; x++)
            ((uint16_t *)(void *)to)[x] = (uint16_t)row[x + 1];
    else
        for (uint32_t x = 0; x < p->w; x++)
            to[x] = (uint8_t)row[x + 1];
}

static struct tg_err *sharpen_plane(struct tg_plane *p, unsigned amount)
{
    size_t len = (size_t)p->w + 2;
    int32_t *rows = malloc(3 * len * sizeof(*rows)), *row[3];

    if (!rows)
        return tg_err_nomem();
    for (int i = 0; i < 3; i++)
        row[i] = rows + (size_t)i * len;
    load(p, -1, row[0]); /* row 0 once more */
    load(p, 0, row[1]);
    for (uint32_t y = 0; y < p->h; y++) {
        int32_t *done = row[0];

        load(p, (int64_t)y + 1, row[2]);
        sharpen_row(done, row[1], row[2], p->w, (int32_t)amount, p->bytes == 2 ? 65535 : 255);
        store(p, y, done);
        row[0] = row[1];
        row[1] = row[2];
        row[2] = done;
    }
    free(rows);
    return NULL;
}

struct tg_err *tg_image_sharpen(struct tg_image *im, unsigned amount)
{
    unsigned planes = im->model == TG_RGB ? 3 : 1;
    struct tg_err *err = NULL;

    for (unsigned c = 0; !err && c < planes; c++)
        err = sharpen_plane(&im->plane[c], amount);
    return err;
}
