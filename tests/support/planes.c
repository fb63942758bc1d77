#include "tests/support/planes.h"

#include "tests/support/guard.h"

static uint8_t sample(uint64_t *seed, uint32_t x, uint32_t y, unsigned c, enum planes_fill fill)
{
    uint64_t r = test_rand(seed);

    switch (fill) {
    case PLANES_NOISE:
        return (uint8_t)r;
    case PLANES_EXTREMES:
        return r & 1 ? 255 : 0;
    case PLANES_BLOCKS:
        return (x / 8 * 2654435761u ^ y / 8 * 40503u) >> 7 & 1 ? 255 : 0;
    case PLANES_SPARSE:
        return r % 500 == 0 ? (uint8_t)(r >> 32) : 128;
    case PLANES_SLOPES:
        return (uint8_t)(x + 2 * y + 40 * c + r % 16);
    case PLANES_FLAT:
    case PLANES_FILLS:
        break;
    }
    return (uint8_t)(77 + 50 * c);
}

struct tg_image planes_make(uint64_t *seed, uint32_t w, uint32_t h, uint8_t sub_x, uint8_t sub_y,
                            unsigned planes, enum planes_fill fill)
{
    struct tg_image im = {.width = w,
                          .height = h,
                          .model = planes == 1 ? TG_GREY : TG_YCC,
                          .planes = planes,
                          .depth = 8,
                          .orientation = 1};

    for (unsigned c = 0; c < planes; c++) {
        struct tg_plane *p = &im.plane[c];

        im.sub_x[c] = c ? sub_x : 1;
        im.sub_y[c] = c ? sub_y : 1;
        if (tg_plane_new(p, (w + im.sub_x[c] - 1) / im.sub_x[c],
                         (h + im.sub_y[c] - 1) / im.sub_y[c])) {
            tg_image_release(&im);
            return im;
        }
        for (uint32_t y = 0; y < p->h; y++)
            for (uint32_t x = 0; x < p->w; x++)
                p->data[y * p->stride + x] = sample(seed, x, y, c, fill);
    }
    return im;
}
