/* test_png.c - every kind of PNG in, and PNG out. */
#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <zlib.h>

#include "core/codec/exif.h"
#include "core/image/icc.h"
#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static const uint32_t sizes[][2] = {{1, 1}, {2, 3}, {5, 1}, {1, 9}, {8, 8}, {33, 17}, {130, 5}};
enum { NSIZES = sizeof(sizes) / sizeof(sizes[0]) };

struct kind {
    unsigned channels, bits;
    bool palette;
};
static const struct kind kinds[] = {
    {1, 1, false},  {1, 2, false},  {1, 4, false}, {1, 8, false},  {1, 16, false},
    {2, 8, false},  {2, 16, false}, {3, 8, false}, {3, 16, false}, {4, 8, false},
    {4, 16, false}, {1, 1, true},   {1, 2, true},  {1, 4, true},   {1, 8, true},
};
enum { NKINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* What one sample of the file, of `bits` bits, must become. */
static unsigned expand(unsigned v, unsigned bits, bool deep)
{
    unsigned top = (1u << bits) - 1;

    if (bits == 16)
        return deep ? v : (v * 255 + 32767) / 65535;
    return v * 255 / top; /* divides evenly for 1, 2, 4 and 8 */
}

static bool first_colour(const struct raster *r, size_t pixel)
{
    return memcmp(r->v + pixel * r->channels, r->v, r->channels * sizeof(*r->v)) == 0;
}

/* Channel c, alpha last, that pixel x, y must have; *opaque is 255 or 65535. */
static unsigned expected(const struct raster *r, const struct made_png *o, bool deep, size_t pixel,
                         unsigned c)
{
    unsigned colours = o->palette || r->channels >= 3 ? 3 : 1;
    uint8_t rgba[4];

    if (o->palette) {
        made_palette(r->v[pixel], rgba);
        return c == 3 && !o->transparency ? 255 : rgba[c];
    }
    if (c == colours && (r->channels == 1 || r->channels == 3))
        return o->transparency && first_colour(r, pixel) ? 0 : r->bits == 16 && deep ? 65535 : 255;
    return expand(r->v[pixel * r->channels + c], r->bits, deep);
}

static void check_pixels(const struct raster *r, const struct made_png *o, bool deep)
{
    unsigned colours = o->palette || r->channels >= 3 ? 3 : 1;
    struct made m = make_png(r, o);
    struct tg_image im = decode_good(&m, (struct decode_how){.deep = deep});
    unsigned opaque = im.depth == 16 ? 65535 : 255;
    bool any_alpha = false;

    ck_assert_uint_eq(im.width, r->w);
    ck_assert_uint_eq(im.height, r->h);
    ck_assert_uint_eq(im.depth, r->bits == 16 && deep ? 16 : 8);
    ck_assert_int_eq(im.model, colours == 3 ? TG_RGB : TG_GREY);
    for (uint32_t y = 0; y < r->h; y++)
        for (uint32_t x = 0; x < r->w; x++) {
            size_t pixel = (size_t)y * r->w + x;
            unsigned alpha = expected(r, o, deep, pixel, colours);

            for (unsigned c = 0; c < colours; c++)
                ck_assert_uint_eq(sample(&im, c, x, y), expected(r, o, deep, pixel, c));
            ck_assert_uint_eq(im.alpha ? sample(&im, colours, x, y) : opaque, alpha);
            any_alpha = any_alpha || alpha != opaque;
        }
    ck_assert_int_eq(im.alpha, any_alpha); /* opaque alpha is dropped */
    tg_image_release(&im);
    made_free(&m);
}

START_TEST(every_kind_gives_its_exact_samples)
{
    const struct kind *kind = &kinds[_i];

    for (size_t s = 0; s < NSIZES; s++) {
        struct raster r = raster_new(sizes[s][0], sizes[s][1], kind->channels, kind->bits);

        for (int v = 0; v < 8; v++) {
            struct made_png o = {.palette = kind->palette,
                                 .transparency = (v & 1) && (kind->channels & 1),
                                 .interlaced = v & 2};

            check_pixels(&r, &o, v & 4);
        }
        raster_free(&r);
    }
}
END_TEST

static void check_round_trip(enum tg_model model, bool alpha, unsigned depth, uint32_t w,
                             uint32_t h)
{
    struct tg_image im, back;
    struct made m, again;

    ck_ok(tg_image_new(&im, w, h, model, alpha, depth));
    for (unsigned c = 0; c < im.planes; c++)
        for (size_t i = 0; i < (size_t)im.plane[c].stride * h; i++)
            im.plane[c].data[i] = (uint8_t)(i * 31 + i / 7 + 100 * (size_t)c);
    m = encode_made(&im, TG_PNG, 0);
    again = encode_made(&im, TG_PNG, 0);
    ck_assert_uint_eq(m.len, again.len);
    ck_assert_mem_eq(m.data, again.data, m.len);
    back = decode_good(&m, (struct decode_how){.deep = true});
    ck_same_pixels(&im, &back);
    tg_image_release(&im);
    tg_image_release(&back);
    made_free(&m);
    made_free(&again);
}

START_TEST(what_we_write_we_read_and_always_the_same)
{
    for (unsigned v = 0; v < 8; v++) {
        enum tg_model model = v & 1 ? TG_RGB : TG_GREY;

        check_round_trip(model, v & 2, v & 4 ? 16 : 8, 67, 31);
        check_round_trip(model, v & 2, v & 4 ? 16 : 8, 5, 1);
        check_round_trip(model, v & 2, v & 4 ? 16 : 8, 1, 300);
    }
}
END_TEST

/* One colour but for one sample, wherever it is: grey, two colours, and 300 colours with it. */
START_TEST(runs_of_a_colour_end_where_they_do)
{
    for (uint32_t x = 0; x < 40; x++)
        for (unsigned plane = 0; plane < 4; plane++)
            for (unsigned lines = 2; lines <= 12; lines += 10) {
                struct tg_image im, back;
                struct made m;

                ck_ok(tg_image_new(&im, 40, lines, TG_RGB, true, 8));
                for (unsigned c = 0; c < 4; c++)
                    for (uint32_t y = 0; y < lines; y++)
                        memset(im.plane[c].data + y * im.plane[c].stride, 200, 40);
                for (uint32_t i = 0; lines > 2 && i < 300; i++) {
                    im.plane[0].data[i / 30 * im.plane[0].stride + i % 30] = (uint8_t)i;
                    im.plane[1].data[i / 30 * im.plane[1].stride + i % 30] = (uint8_t)(i / 30);
                }
                im.plane[plane].data[(lines - 1) * im.plane[plane].stride + x] = 201;
                m = encode_made(&im, TG_PNG, 0);
                back = decode_good(&m, (struct decode_how){0});
                ck_same_pixels(&im, &back);
                tg_image_release(&im);
                tg_image_release(&back);
                made_free(&m);
            }
}
END_TEST

/* A profile as far as anyone looks at it: its header says RGB or GRAY. */
static uint8_t *profile(size_t len, const char *space)
{
    uint8_t *p = malloc(len);
    uint32_t noise = 1;

    for (size_t i = 0; p && i < len; i++) {
        noise = noise * 1664525 + 1013904223;
        p[i] = (uint8_t)(noise >> 24);
    }
    ck_assert_ptr_nonnull(p);
    memcpy(p + 16, space, 4);
    return p;
}

static struct made_chunk icc_chunk(const uint8_t *icc, size_t len, uint8_t **memory)
{
    uLongf packed = compressBound((uLong)len);

    *memory = malloc(packed + 3);
    ck_assert_ptr_nonnull(*memory);
    memcpy(*memory, "x\0", 3);
    ck_assert_int_eq(compress(*memory + 3, &packed, icc, (uLong)len), Z_OK);
    return (struct made_chunk){.name = "iCCP", .data = *memory, .len = packed + 3};
}

static void check_profile(size_t len, unsigned channels, const char *space, bool kept)
{
    uint8_t *icc = profile(len, space), *memory;
    struct made_chunk chunks[2] = {icc_chunk(icc, len, &memory)};
    struct raster r = raster_new(9, 9, channels, 8);
    struct made m = make_png(&r, &(struct made_png){.chunks = chunks});
    struct tg_image im = decode_good(&m, (struct decode_how){0}), back;

    ck_assert_uint_eq(im.icc.len, kept ? len : 0);
    if (kept) {
        struct made written = encode_made(&im, TG_PNG, 0);

        ck_assert_mem_eq(im.icc.data, icc, len);
        back = decode_good(&written, (struct decode_how){0});
        ck_assert_uint_eq(back.icc.len, len);
        ck_assert_mem_eq(back.icc.data, icc, len);
        tg_image_release(&back);
        made_free(&written);
    }
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
    free(memory);
    free(icc);
}

START_TEST(profiles_are_kept_byte_for_byte_where_they_fit)
{
    check_profile(128, 3, "RGB ", true);
    check_profile(3144, 3, "RGB ", true);
    check_profile(4 << 20, 4, "RGB ", true);
    check_profile(500, 1, "GRAY", true);
    check_profile(500, 2, "GRAY", true);
    check_profile(500, 1, "RGB ", false);
    check_profile(500, 3, "GRAY", false);
    check_profile(500, 3, "CMYK", false);
    check_profile(100, 3, "RGB ", false);
}
END_TEST

START_TEST(a_damaged_profile_is_reported)
{
    struct made_chunk chunks[2] = {{.name = "iCCP", .data = "x\0\0nonsense", .len = 11}};
    struct raster r = raster_new(9, 9, 3, 8);
    struct made m = make_png(&r, &(struct made_png){.chunks = chunks});
    struct tg_damage damage = {0};
    struct tg_image im;

    ck_ok(decode_made(&m, (struct decode_how){0}, &im, &damage));
    ck_assert_uint_eq(damage.count, 1);
    ck_assert_uint_eq(im.icc.len, 0);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}
END_TEST

/* Whether there is something to say of the chunk. */
static bool cicp_noted(const char *cicp, bool with_icc, size_t *icc_len)
{
    uint8_t *icc = profile(200, "RGB "), *memory;
    struct made_chunk chunks[3] = {{.name = "cICP", .data = cicp, .len = 4},
                                   icc_chunk(icc, 200, &memory)};
    struct raster r = raster_new(9, 9, 3, 8);
    struct tg_damage damage = {0};
    struct tg_image im;
    struct made m;

    if (!with_icc)
        chunks[1].name = NULL;
    m = make_png(&r, &(struct made_png){.chunks = chunks});
    ck_ok(decode_made(&m, (struct decode_how){0}, &im, &damage));
    *icc_len = im.icc.len;
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
    free(memory);
    free(icc);
    ck_assert_uint_eq(damage.count, 0); /* pixels are all right */
    return damage.note[0] != '\0';
}

START_TEST(cicp_wins_where_it_means_srgb)
{
    size_t icc;

    ck_assert(!cicp_noted("\1\15\0\1", false, &icc));
    ck_assert(!cicp_noted("\1\1\0\1", false, &icc));
    ck_assert_uint_eq(icc, 0);
    ck_assert(cicp_noted("\11\20\0\1", false, &icc)); /* PQ */
    ck_assert(cicp_noted("\7\15\0\1", false, &icc));
    ck_assert(cicp_noted("\1\15\1\1", false, &icc));
    ck_assert(!cicp_noted("\1\15\0\1", true, &icc));
    ck_assert_uint_eq(icc, 0);
    ck_assert(!cicp_noted("\11\20\0\1", true, &icc));
    ck_assert_uint_eq(icc, 200);
    ck_assert(!cicp_noted("\14\15\0\1", true, &icc));
    ck_assert_uint_ne(icc, 200);
}
END_TEST

/* Expected values from the matrices of CSS Color 4 and the definitions of the transfer curves. */
START_TEST(cicp_becomes_a_profile)
{
    static const struct {
        char cicp[5];
        uint8_t from[3], srgb[3];
    } cases[] = {
        {"\14\15\0\1", {180, 120, 90}, {190, 117, 84}},
        {"\11\1\0\1", {150, 140, 120}, {157, 139, 117}},
        {"\1\4\0\1", {30, 120, 200}, {24, 121, 201}},
        {"\1\10\0\1", {40, 90, 160}, {110, 160, 208}},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct made_chunk chunks[2] = {{.name = "cICP", .data = cases[i].cicp, .len = 4}};
        uint16_t pixel[3] = {cases[i].from[0], cases[i].from[1], cases[i].from[2]};
        struct raster r = {1, 1, 3, 8, pixel};
        struct made m = make_png(&r, &(struct made_png){.chunks = chunks});
        struct tg_image im = decode_good(&m, (struct decode_how){0});
        bool usable;

        for (size_t b = 24; b < 36; b++) /* the same bytes whenever it is made */
            ck_assert_uint_eq(im.icc.data[b], 0);
        ck_ok(tg_image_to_srgb(&im, &usable));
        ck_assert(usable);
        for (unsigned c = 0; c < 3; c++)
            ck_assert_int_le(abs((int)sample(&im, c, 0, 0) - cases[i].srgb[c]), 1);
        tg_image_release(&im);
        made_free(&m);
    }
}
END_TEST

static void check_exif(bool late, bool metadata)
{
    static const char xmp[] = "XML:com.adobe.xmp\0\0\0\0\0<x/>";
    uint8_t block[TG_EXIF_BYTES];
    struct made_chunk chunks[] = {
        {.name = "eXIf", .data = block + 6, .len = sizeof(block) - 6, .late = late},
        {.name = "iTXt", .data = xmp, .len = sizeof(xmp) - 1, .late = late},
        {.name = NULL},
    };
    struct raster r = raster_new(9, 5, 3, 8);
    struct tg_info info;
    struct tg_image im;
    struct made m;

    tg_exif_write(block, 6, "2020-05-17T13:45:00");
    m = make_png(&r, &(struct made_png){.chunks = chunks});
    ck_ok(probe_made(&m, 100, &info));
    ck_assert_int_eq(info.format, TG_PNG);
    ck_assert_uint_eq(info.width, 9);
    ck_assert_uint_eq(info.height, 5);
    ck_assert_uint_eq(info.orientation, 6);
    ck_assert_str_eq(info.date, "2020-05-17T13:45:00");
    im = decode_good(&m, (struct decode_how){.metadata = metadata});
    ck_assert_uint_eq(im.orientation, 6);
    ck_assert_uint_eq(im.exif.len, metadata ? sizeof(block) : 0);
    ck_assert_uint_eq(im.xmp.len, metadata ? 4 : 0);
    if (metadata) {
        struct made written = encode_made(&im, TG_PNG, 0);
        struct tg_image back = decode_good(&written, (struct decode_how){.metadata = true});

        ck_assert_mem_eq(im.exif.data, block, sizeof(block));
        ck_assert_uint_eq(back.exif.len, sizeof(block));
        ck_assert_mem_eq(back.exif.data, block, sizeof(block));
        ck_assert_uint_eq(back.xmp.len, 4);
        ck_assert_mem_eq(back.xmp.data, "<x/>", 4);
        tg_image_release(&back);
        made_free(&written);
    }
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}

START_TEST(exif_and_xmp_are_found_before_and_after_the_pixels)
{
    for (int v = 0; v < 4; v++)
        check_exif(v & 1, v & 2);
}
END_TEST

START_TEST(limits_come_before_pixels)
{
    struct raster r = raster_new(20, 10, 3, 8);
    struct made m = make_png(&r, &(struct made_png){0});
    struct tg_image im;
    struct tg_info info;

    ck_fails(decode_made(&m, (struct decode_how){.max_pixels = 199}, &im, NULL), TG_E_LIMIT);
    ck_fails(probe_made(&m, 199, &info), TG_E_LIMIT);
    ck_ok(probe_made(&m, 200, &info));
    made_free(&m);
    raster_free(&r);
}
END_TEST

/* An interlaced file cut within its last pass: what is missing comes from what is there. */
START_TEST(a_cut_interlaced_file_has_no_holes)
{
    enum { SIDE = 128 };
    struct raster r = raster_new(SIDE, SIDE, 1, 8);
    struct tg_damage damage = {0};
    struct tg_image im;
    struct made m;

    for (uint32_t i = 0; i < SIDE * SIDE; i++) /* two halves, as far from grey as can be */
        r.v[i] = (uint16_t)(i % SIDE < SIDE / 2 ? 250 : ((i * 2654435761u) >> 30));
    m = make_png(&r, &(struct made_png){.interlaced = true});
    m.len -= 600;
    ck_ok(decode_made(&m, (struct decode_how){0}, &im, &damage));
    ck_assert_uint_eq(damage.count, 1);
    for (uint32_t y = 0; y < SIDE; y++)
        for (uint32_t x = 0; x < SIDE; x++)
            ck_assert_int_eq(sample(&im, 0, x, y) > 100, x < SIDE / 2);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("png");

    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, every_kind_gives_its_exact_samples, 0, NKINDS);
    tcase_add_test(tc, what_we_write_we_read_and_always_the_same);
    tcase_add_test(tc, runs_of_a_colour_end_where_they_do);
    tcase_add_test(tc, profiles_are_kept_byte_for_byte_where_they_fit);
    tcase_add_test(tc, a_damaged_profile_is_reported);
    tcase_add_test(tc, cicp_wins_where_it_means_srgb);
    tcase_add_test(tc, cicp_becomes_a_profile);
    tcase_add_test(tc, exif_and_xmp_are_found_before_and_after_the_pixels);
    tcase_add_test(tc, limits_come_before_pixels);
    tcase_add_test(tc, a_cut_interlaced_file_has_no_holes);
    return tg_suite_run("png", tc);
}
