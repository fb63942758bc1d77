/* scene.c - see scene.h.  Integer arithmetic only.
 *
 * A scene is a sky with clouds over a few ridges of hills, each hazier the farther it is, over a
 * foreground with fine texture.  Coordinates are Q12 with the picture's height as 1. */
#include "core/image/scene.h"

#include <stdlib.h>

#include "core/image/resample.h"

enum { ONE = 1 << 12, RIDGES = 4 };

struct colour {
    int r, g, b;
};

struct scene {
    uint32_t seed;
    struct colour sky_top, sky_low, near;
    int horizon;             /* Q12 from the top */
    uint16_t *crest[RIDGES]; /* Q12 height of each ridge per column */
    uint32_t w, h;
};

static uint32_t hash(uint32_t a, uint32_t b, uint32_t seed)
{
    uint32_t h = a * 0x9e3779b1u ^ b * 0x85ebca77u ^ seed * 0xc2b2ae3du;

    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    h ^= h >> 12;
    h *= 0x297a2d39u;
    return h ^ h >> 15;
}

/* Smooth noise 0 .. ONE - 1 with one lattice point per unit. */
static int noise(int x, int y, uint32_t seed)
{
    uint32_t ix = (uint32_t)(x >> 12), iy = (uint32_t)(y >> 12);
    int fx = x & (ONE - 1), fy = y & (ONE - 1);
    int a = (int)(hash(ix, iy, seed) >> 20), b = (int)(hash(ix + 1, iy, seed) >> 20);
    int c = (int)(hash(ix, iy + 1, seed) >> 20), d = (int)(hash(ix + 1, iy + 1, seed) >> 20);
    int top, low;

    fx = (fx * fx >> 12) * (3 * ONE - 2 * fx) >> 12; /* smoothstep */
    fy = (fy * fy >> 12) * (3 * ONE - 2 * fy) >> 12;
    top = a + ((b - a) * fx >> 12);
    low = c + ((d - c) * fx >> 12);
    return top + ((low - top) * fy >> 12);
}

/* Sum of octaves, each twice as fine and half as strong: 0 .. ONE - 1. */
static int fractal(int x, int y, int octaves, uint32_t seed)
{
    int sum = 0, weight = ONE / 2;

    for (int i = 0; i < octaves; i++) {
        sum += noise(x, y, seed + (uint32_t)i) * weight >> 12;
        x = (int)((unsigned)x * 2); /* wraps far out, where one noise is as good as another */
        y = (int)((unsigned)y * 2);
        weight /= 2;
    }
    return sum;
}

static struct colour mix(struct colour a, struct colour b, int t)
{
    return (struct colour){a.r + ((b.r - a.r) * t >> 12), a.g + ((b.g - a.g) * t >> 12),
                           a.b + ((b.b - a.b) * t >> 12)};
}

static struct colour shade(struct colour c, int t)
{
    return (struct colour){c.r * t >> 12, c.g * t >> 12, c.b * t >> 12};
}

static uint8_t byte(int v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

static int clamp_one(int v)
{
    return v < 0 ? 0 : v > ONE ? ONE : v;
}

static struct colour sky_at(const struct scene *s, int x, int y)
{
    static const struct colour white = {250, 246, 240};
    struct colour c = mix(s->sky_top, s->sky_low, clamp_one(y * ONE / s->horizon));
    int cloud = fractal(x * 2, y * 5, 5, s->seed + 100) - ONE * 45 / 100;

    return mix(c, white, clamp_one(cloud * 4) * 3 / 4);
}

static struct colour ridge_at(const struct scene *s, int ridge, int x, int y)
{
    int detail = fractal(x * (8 << ridge), y * (12 << ridge), 6, s->seed + 200 + (uint32_t)ridge);
    struct colour c = shade(s->near, ONE * 6 / 10 + detail);

    /* Air between us and the far ridges takes the colour of the low sky. */
    return mix(s->sky_low, c, ONE * (ridge + 2) / (RIDGES + 1));
}

static struct colour colour_at(const struct scene *s, uint32_t px, uint32_t py)
{
    int x = (int)((uint64_t)px * ONE / s->h), y = (int)((uint64_t)py * ONE / s->h);

    for (int r = RIDGES - 1; r >= 0; r--)
        if (y >= s->crest[r][px])
            return ridge_at(s, r, x, y);
    return sky_at(s, x, y);
}

static struct tg_err *scene_init(struct scene *s, uint32_t seed, uint32_t w, uint32_t h)
{
    static const struct colour skies[][2] = {
        {{62, 110, 178}, {196, 218, 234}}, {{38, 54, 110}, {244, 176, 120}},
        {{92, 132, 168}, {232, 226, 210}}, {{70, 60, 120}, {250, 200, 170}},
        {{48, 96, 150}, {170, 206, 222}},
    };
    static const struct colour lands[] = {
        {86, 112, 58}, {150, 104, 62}, {70, 92, 96}, {128, 120, 70}, {104, 84, 112}};

    *s = (struct scene){.seed = seed, .w = w, .h = h};
    s->sky_top = skies[hash(1, 0, seed) % 5][0];
    s->sky_low = skies[hash(1, 0, seed) % 5][1];
    s->near = lands[hash(2, 0, seed) % 5];
    s->horizon = ONE * 4 / 10 + (int)(hash(3, 0, seed) % (ONE / 4));
    for (uint32_t r = 0; r < RIDGES; r++) {
        s->crest[r] = malloc(w * sizeof(*s->crest[r]));
        if (!s->crest[r])
            return tg_err_nomem();
        for (uint32_t px = 0; px < w; px++) {
            int x = (int)((uint64_t)px * ONE / h);
            int height = fractal(x * (2 + (int)r), 0, 7, seed + 300 + r) - ONE / 2;

            s->crest[r][px] = (uint16_t)clamp_one(s->horizon - ONE / 12 + (int)r * ONE / 8 -
                                                  height * 2 / (3 + (int)r));
        }
    }
    return NULL;
}

static void scene_release(struct scene *s)
{
    for (int r = 0; r < RIDGES; r++)
        free(s->crest[r]);
}

/* One row of every plane at full resolution. */
static void paint_row(const struct tg_kernels *k, const struct scene *s, uint32_t y,
                      uint8_t *const row[3])
{
    for (uint32_t x = 0; x < s->w; x++) {
        struct colour c = colour_at(s, x, y);
        int grain = (int)(hash(x, y, s->seed + 400) >> 29) - 4; /* sensor noise */

        row[0][x] = byte(c.r + grain);
        row[1][x] = byte(c.g + grain);
        row[2][x] = byte(c.b + grain);
    }
    k->rgb_to_ycc(row, (const uint8_t *const *)row, s->w);
}

/* Averages full-resolution chroma 2x2 in place. */
static struct tg_err *subsample(const struct tg_kernels *k, struct tg_plane *p)
{
    struct tg_plane half;
    struct tg_err *err = tg_plane_shrink(k, p, 2, 2, &half);

    if (err)
        return err;
    tg_plane_release(p);
    *p = half;
    return NULL;
}

static struct tg_err *paint(const struct tg_kernels *k, const struct scene *s, uint8_t sub,
                            struct tg_image *image)
{
    struct tg_err *err = NULL;

    for (unsigned c = 0; !err && c < 3; c++) {
        err = tg_plane_new(&image->plane[c], s->w, s->h);
        image->sub_x[c] = image->sub_y[c] = c ? sub : 1;
    }
    if (err)
        return err;
    for (uint32_t y = 0; y < s->h; y++) {
        uint8_t *row[3];

        for (unsigned c = 0; c < 3; c++)
            row[c] = image->plane[c].data + y * image->plane[c].stride;
        paint_row(k, s, y, row);
    }
    for (unsigned c = 1; !err && c < 3 && sub == 2; c++)
        err = subsample(k, &image->plane[c]);
    return err;
}

struct tg_err *tg_scene_paint(const struct tg_kernels *k, uint32_t seed, uint32_t w, uint32_t h,
                              uint8_t sub, struct tg_image *image)
{
    struct scene s;
    struct tg_err *err = scene_init(&s, seed, w, h);

    *image = (struct tg_image){
        .width = w, .height = h, .model = TG_YCC, .planes = 3, .depth = 8, .orientation = 1};
    if (!err)
        err = paint(k, &s, sub, image);
    scene_release(&s);
    if (err)
        tg_image_release(image);
    return err;
}
