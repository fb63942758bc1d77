/* png_adam7.c - see png_adam7.h. */
#include "core/codec/png_adam7.h"

#include <string.h>

#include "core/codec/samples.h"

/* PNG specification, 8.2: where the pixels of each pass are, and the size of the block that one of
 * them stands for until later passes come. */
static const struct {
    uint8_t x, y, step_x, step_y, block_w, block_h;
} passes[TG_ADAM7_PASSES] = {
    {0, 0, 8, 8, 8, 8}, {4, 0, 8, 8, 4, 8}, {0, 4, 4, 8, 4, 4}, {2, 0, 4, 4, 2, 4},
    {0, 2, 2, 4, 2, 2}, {1, 0, 2, 2, 1, 2}, {0, 1, 1, 2, 1, 1},
};

static size_t count(uint32_t size, unsigned first, unsigned step)
{
    return size > first ? (size - first + step - 1) / step : 0;
}

size_t tg_adam7_cols(uint32_t width, unsigned pass)
{
    return count(width, passes[pass].x, passes[pass].step_x);
}

size_t tg_adam7_rows(uint32_t height, unsigned pass)
{
    return count(height, passes[pass].y, passes[pass].step_y);
}

void tg_adam7_put(struct tg_image *im, unsigned pass, size_t row, const void *pixels)
{
    tg_samples_scatter(im, passes[pass].x, passes[pass].step_x,
                       passes[pass].y + row * passes[pass].step_y, tg_adam7_cols(im->width, pass),
                       pixels);
}

static bool in_pass(unsigned pass, size_t x, size_t y)
{
    return x % passes[pass].step_x == passes[pass].x && y % passes[pass].step_y == passes[pass].y;
}

/* Whether reading that ended after `rows` rows of `pass` had come to this pixel. */
static bool was_read(size_t x, size_t y, unsigned pass, size_t rows)
{
    for (unsigned p = 0; p < pass; p++)
        if (in_pass(p, x, y))
            return true;
    return in_pass(pass, x, y) && y / passes[pass].step_y < rows;
}

static void copy_pixel(struct tg_image *im, size_t from_x, size_t from_y, size_t x, size_t y)
{
    size_t bytes = im->depth / 8;

    for (unsigned c = 0; c < im->planes; c++) {
        const struct tg_plane *p = &im->plane[c];

        memcpy(p->data + y * p->stride + x * bytes, p->data + from_y * p->stride + from_x * bytes,
               bytes);
    }
}

static void fill_pixel(struct tg_image *im, size_t x, size_t y, unsigned pass, size_t rows)
{
    for (unsigned p = pass + 1; p-- > 0;) {
        size_t from_x = x - x % passes[p].block_w, from_y = y - y % passes[p].block_h;

        if (was_read(from_x, from_y, pass, rows)) {
            if (from_x != x || from_y != y)
                copy_pixel(im, from_x, from_y, x, y);
            return;
        }
    }
    tg_samples_lost(im, x, y, 1);
}

void tg_adam7_fill(struct tg_image *im, unsigned pass, size_t rows)
{
    for (uint32_t y = 0; y < im->height; y++)
        for (uint32_t x = 0; x < im->width; x++)
            fill_pixel(im, x, y, pass, rows);
}
