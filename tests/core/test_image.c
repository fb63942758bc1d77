/* test_image.c - geometry, filters, levels, resampling, orientation. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "core/image/filter.h"
#include "core/image/geometry.h"
#include "core/image/resample.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

/* Measured once on x86-64; must hold everywhere. */
#define TABLES_HASH UINT64_C(0xa410cd4160e65d2d)

START_TEST(geometry_text)
{
    static const struct {
        const char *text;
        bool ok;
        enum tg_geometry_kind kind;
        uint32_t w, h, percent;
    } cases[] = {
        {"400", true, TG_GEO_BOX, 400, 400, 0},
        {"480x", true, TG_GEO_BOX, 480, 0, 0},
        {"x450", true, TG_GEO_BOX, 0, 450, 0},
        {"40x30", true, TG_GEO_BOX, 40, 30, 0},
        {"50%", true, TG_GEO_PERCENT, 0, 0, 50},
        {"copy", true, TG_GEO_COPY, 0, 0, 0},
        {"65500", true, TG_GEO_BOX, 65500, 65500, 0},
        {"", false, 0, 0, 0, 0},
        {"x", false, 0, 0, 0, 0},
        {"0", false, 0, 0, 0, 0},
        {"0x5", false, 0, 0, 0, 0},
        {"5x0", false, 0, 0, 0, 0},
        {"101%", false, 0, 0, 0, 0},
        {"-5", false, 0, 0, 0, 0},
        {"65501", false, 0, 0, 0, 0},
        {"4 ", false, 0, 0, 0, 0},
        {"4x4x", false, 0, 0, 0, 0},
        {"99999999999999", false, 0, 0, 0, 0},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tg_geometry g = {.fit = TG_FIT_COVER};

        ck_assert_msg(tg_geometry_parse(cases[i].text, &g) == cases[i].ok, "'%s'", cases[i].text);
        if (!cases[i].ok)
            continue;
        ck_assert_int_eq(g.kind, cases[i].kind);
        ck_assert_uint_eq(g.w, cases[i].w);
        ck_assert_uint_eq(g.h, cases[i].h);
        ck_assert_uint_eq(g.percent, cases[i].percent);
        ck_assert_int_eq(g.fit, TG_FIT_COVER);
    }
}
END_TEST

START_TEST(cover_cuts_the_longer_sides)
{
    struct tg_geometry g = {.kind = TG_GEO_BOX, .fit = TG_FIT_COVER, .w = 100, .h = 100};
    struct tg_view v;

    tg_geometry_view(&g, 400, 200, &v);
    ck_assert_uint_eq(v.out_w, 100);
    ck_assert_uint_eq(v.out_h, 100);
    ck_assert_double_eq(v.x, 100);
    ck_assert_double_eq(v.w, 200);
    ck_assert_double_eq(v.y, 0);
    ck_assert_double_eq(v.h, 200);
    tg_geometry_view(&g, 50, 80, &v); /* never enlarged: the largest square there is */
    ck_assert_uint_eq(v.out_w, 50);
    ck_assert_uint_eq(v.out_h, 50);
    ck_assert_double_eq(v.y, 15);
    g.fit = TG_FIT_EXACT;
    tg_geometry_view(&g, 400, 200, &v);
    ck_assert_double_eq(v.w, 400);
    ck_assert_double_eq(v.h, 200);
}
END_TEST

START_TEST(percent_is_floored_and_at_least_one)
{
    struct tg_geometry g = {.kind = TG_GEO_PERCENT, .percent = 33};
    struct tg_view v;

    tg_geometry_view(&g, 1001, 2, &v);
    ck_assert_uint_eq(v.out_w, 330);
    ck_assert_uint_eq(v.out_h, 1);
}
END_TEST

static uint64_t fnv1a(uint64_t h, const void *data, size_t n)
{
    const uint8_t *p = data;

    for (size_t i = 0; i < n; i++)
        h = (h ^ p[i]) * UINT64_C(0x100000001b3);
    return h;
}

/* The same tables on every machine, compiler and C library: their hash is pinned. */
START_TEST(filter_tables_are_the_same_everywhere)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    for (unsigned i = 0; i < 60; i++) {
        size_t src = 37 + 113 * i, n = 11 + 41 * i;
        struct tg_filter f;

        ck_ok(tg_filter_init(&f, src, i * 0.25 - 3, ((double)src + 0.5) / (double)n, n,
                             i % 2 ? TG_START_EVEN : TG_START_ANY));
        for (size_t k = 0; k < n; k++) {
            uint8_t le[4] = {(uint8_t)f.start[k], (uint8_t)(f.start[k] >> 8),
                             (uint8_t)(f.start[k] >> 16), (uint8_t)(f.start[k] >> 24)};

            h = fnv1a(h, le, sizeof(le));
        }
        for (size_t k = 0; k < n * f.taps; k++) {
            uint8_t le[2] = {(uint8_t)f.coef[k], (uint8_t)(f.coef[k] >> 8)};

            h = fnv1a(h, le, sizeof(le));
        }
        tg_filter_release(&f);
    }
    ck_assert_msg(h == TABLES_HASH, "hash of the filter tables: 0x%016llx", (unsigned long long)h);
}
END_TEST

START_TEST(filter_windows_keep_their_bounds)
{
    static const struct {
        size_t src, n;
        double origin, step;
    } cases[] = {
        {1, 1, 0, 1},      {1, 100, 0, 0.01},      {65500, 1, 0, 65500}, {2, 1, 0, 2},
        {3, 2, -1, 2},     {100, 100, 0, 1},       {101, 51, -0.5, 2},   {10, 10, 500, 1},
        {10, 10, -500, 1}, {3264, 2560, 0, 1.275}, {7, 3, 0, 7 / 3.0},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (int even = 0; even < 2; even++) {
            struct tg_filter f;

            ck_ok(tg_filter_init(&f, cases[i].src, cases[i].origin, cases[i].step, cases[i].n,
                                 even ? TG_START_EVEN : TG_START_ANY));
            ck_assert_uint_eq(f.taps % 2, 0);
            for (size_t k = 0; k < f.n; k++) {
                long sum = 0, magnitude = 0;

                if (even)
                    ck_assert_uint_eq(f.start[k] % 2, 0);
                ck_assert(k == 0 || f.start[k] >= f.start[k - 1]);
                for (size_t t = 0; t < f.taps; t++) {
                    long c = f.coef[k * f.taps + t];

                    sum += c;
                    magnitude += labs(c);
                    ck_assert(c == 0 || f.start[k] + t < cases[i].src);
                }
                ck_assert_int_eq(sum, 1 << TG_COEF_BITS);
                ck_assert_int_le(magnitude, 2 << TG_COEF_BITS);
            }
            tg_filter_release(&f);
        }
}
END_TEST

static struct tg_plane filled(uint32_t w, uint32_t h, int value)
{
    struct tg_plane p;

    ck_ok(tg_plane_new(&p, w, h));
    memset(p.data, value, p.stride * h);
    return p;
}

static void resample(const struct tg_plane *src, const struct tg_window *w, struct tg_plane *dst)
{
    struct tg_resampler r = {.kernels = test_kernels()};
    struct tg_levels l;

    tg_levels_init(&l, src);
    ck_ok(tg_levels_resample(&r, &l, w, dst));
    tg_levels_release(&l);
    tg_resampler_release(&r);
}

/* Flat stays flat to the last bit, at every size, edges included. */
START_TEST(flat_planes_stay_flat)
{
    static const uint32_t sizes[][4] = {{1, 1, 1, 1},     {7, 5, 3, 2},         {17, 33, 16, 32},
                                        {300, 1, 100, 1}, {1, 300, 1, 7},       {640, 480, 33, 21},
                                        {5, 5, 9, 9},     {1100, 700, 550, 350}};

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        for (int value = 0; value < 256; value += 51) {
            struct tg_plane src = filled(sizes[i][0], sizes[i][1], value);
            struct tg_plane dst = filled(sizes[i][2], sizes[i][3], 77);
            struct tg_plane want = filled(sizes[i][2], sizes[i][3], value);
            struct tg_window w = {0, 0, (double)src.w / dst.w, (double)src.h / dst.h};

            resample(&src, &w, &dst);
            ck_assert_int_eq(test_max_difference(&dst, &want), 0);
            tg_plane_release(&src);
            tg_plane_release(&dst);
            tg_plane_release(&want);
        }
}
END_TEST

/* Lanczos-3 in floating point, from full resolution, stated independently of filter.c. */
static double reference_weight(double x)
{
    x = fabs(x);
    if (x >= 3)
        return 0;
    return x < 1e-9 ? 1 : 3 * sin(M_PI * x) * sin(M_PI * x / 3) / (M_PI * M_PI * x * x);
}

static double reference_at(const struct tg_plane *p, const struct tg_window *w, uint32_t x,
                           uint32_t y)
{
    double cx = w->x + (x + 0.5) * w->step_x, cy = w->y + (y + 0.5) * w->step_y;
    double sx = fmax(1, w->step_x), sy = fmax(1, w->step_y), sum = 0, total = 0;

    for (uint32_t v = 0; v < p->h; v++) {
        double wy = reference_weight((v + 0.5 - cy) / sy);

        for (uint32_t u = 0; wy != 0 && u < p->w; u++) {
            double f = wy * reference_weight((u + 0.5 - cx) / sx);

            total += f;
            sum += f * p->data[v * p->stride + u];
        }
    }
    return sum / total;
}

/* Below a step of 4 no level is used and only fixed point separates us from the definition. */
START_TEST(resampling_follows_the_definition)
{
    static const double steps[] = {0.7, 1, 1.275, 2, 3.06, 3.9};
    struct tg_image im = test_scene(5, 121, 83, 1, 1, 1);

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        struct tg_window w = {0.3, -0.4, steps[i], steps[i] * 0.97};
        struct tg_plane dst = filled((uint32_t)(110 / steps[i]), (uint32_t)(80 / steps[i]), 0);

        resample(&im.plane[0], &w, &dst);
        for (uint32_t y = 0; y < dst.h; y++)
            for (uint32_t x = 0; x < dst.w; x++) {
                double want = fmin(255, fmax(0, reference_at(&im.plane[0], &w, x, y)));

                ck_assert_msg(fabs(dst.data[y * dst.stride + x] - want) < 0.75, "step %g at %u,%u",
                              steps[i], x, y);
            }
        tg_plane_release(&dst);
    }
    tg_image_release(&im);
}
END_TEST

/* A ramp is reproduced at its place whatever level it comes from: nothing shifts. */
START_TEST(levels_do_not_shift_the_picture)
{
    enum { SIDE = 2047 };
    struct tg_plane src = filled(SIDE, 64, 0), column;

    for (uint32_t y = 0; y < src.h; y++)
        for (uint32_t x = 0; x < SIDE; x++)
            src.data[y * src.stride + x] = (uint8_t)(x / 8);
    for (uint32_t n = 20; n < 600; n = n * 3 / 2) {
        struct tg_window w = {0, 0, (double)SIDE / n, (double)SIDE / n};

        column = filled(n, 1, 0);
        resample(&src, &w, &column);
        for (uint32_t x = 4; x + 4 < n; x++)
            ck_assert_msg(fabs(column.data[x] - ((x + 0.5) * SIDE / n / 8 - 0.5)) < 1.5,
                          "n %u x %u: %d", n, x, column.data[x]);
        tg_plane_release(&column);
    }
    tg_plane_release(&src);
}
END_TEST

START_TEST(all_levels_give_the_same_bytes)
{
    struct tg_image im = test_scene(9, 777, 555, 1, 1, 1);
    struct tg_plane want = filled(200, 143, 0), got = filled(200, 143, 0);
    struct tg_window w = {0, 0, 777.0 / 200, 555.0 / 143};
    struct tg_resampler r = {0};
    struct tg_kernels k;
    struct tg_levels l;

    r.kernels = &k;
    for (int i = 0; i < tg_nlevels(); i++) {
        tg_kernels_init(&k, tg_level_mask(i));
        tg_levels_init(&l, &im.plane[0]);
        ck_ok(tg_levels_resample(&r, &l, &w, i ? &got : &want));
        tg_levels_release(&l);
        if (i)
            ck_assert_msg(test_max_difference(&got, &want) == 0, "level %s", tg_level_name(i));
    }
    tg_resampler_release(&r);
    tg_plane_release(&want);
    tg_plane_release(&got);
    tg_image_release(&im);
}
END_TEST

/* EXIF 2.32: where coded sample (x, y) of a w x h plane is seen. */
static void upright(unsigned orientation, uint32_t w, uint32_t h, uint32_t x, uint32_t y,
                    uint32_t *ux, uint32_t *uy)
{
    uint32_t rx = w - 1 - x, ry = h - 1 - y;
    const uint32_t at[9][2] = {{x, y}, {x, y},  {rx, y},  {rx, ry}, {x, ry},
                               {y, x}, {ry, x}, {ry, rx}, {y, rx}};

    *ux = at[orientation][0];
    *uy = at[orientation][1];
}

START_TEST(orientations_move_every_sample)
{
    struct tg_plane src = filled(37, 21, 0), dst;

    for (uint32_t i = 0; i < src.w * src.h; i++)
        src.data[i / src.w * src.stride + i % src.w] = (uint8_t)(i * 7 + i / 256);
    for (unsigned o = 2; o <= 8; o++) {
        ck_ok(tg_plane_orient(test_kernels(), &src, o, &dst));
        ck_assert_uint_eq(dst.w, tg_orientation_swaps(o) ? src.h : src.w);
        for (uint32_t y = 0; y < src.h; y++)
            for (uint32_t x = 0; x < src.w; x++) {
                uint32_t ux, uy;

                upright(o, src.w, src.h, x, y, &ux, &uy);
                ck_assert_uint_eq(dst.data[uy * dst.stride + ux], src.data[y * src.stride + x]);
            }
        tg_plane_release(&dst);
    }
    tg_plane_release(&src);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("image");

    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, geometry_text);
    tcase_add_test(tc, cover_cuts_the_longer_sides);
    tcase_add_test(tc, percent_is_floored_and_at_least_one);
    tcase_add_test(tc, filter_tables_are_the_same_everywhere);
    tcase_add_test(tc, filter_windows_keep_their_bounds);
    tcase_add_test(tc, flat_planes_stay_flat);
    tcase_add_test(tc, resampling_follows_the_definition);
    tcase_add_test(tc, levels_do_not_shift_the_picture);
    tcase_add_test(tc, all_levels_give_the_same_bytes);
    tcase_add_test(tc, orientations_move_every_sample);
    return tg_suite_run("image", tc);
}
