/* test_recitale_pictures.c - récitale's checklist for pictures (19-36, 40), at the level of the
 * engine's options.  What belongs to names and folders (37-39, 41) is in tests/cli and
 * tests/gallery. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/codec/exif.h"
#include "core/image/icc.h"
#include "core/render/render.h"
#include "tests/support/decode_made.h"
#include "tests/support/made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

static const char gps[] = "GPS 48.8584 N 2.2945 E serial 1234567";

static struct tg_output_spec spec(const char *geometry)
{
    struct tg_output_spec s = {.quality = 75, .background = {255, 255, 255}};

    ck_assert(tg_geometry_parse(geometry, &s.geometry));
    return s;
}

static int file_of(const struct made *m)
{
    int fd = test_file();

    ck_assert_int_eq(write(fd, m->data, m->len), (ssize_t)m->len);
    return fd;
}

/* Renders one output; the file stays open. */
static int render(int source, const struct tg_output_spec *s, struct tg_output_result *result)
{
    struct tg_render job = {test_kernels(), {1 << 28}, "test", s, 1, NULL};
    struct tg_damage damage = {0};
    int out = test_file();

    ck_assert_int_eq(lseek(source, 0, SEEK_SET), 0);
    ck_ok(tg_render(&job, source, &out, result, &damage));
    return out;
}

/* Renders and decodes again, with metadata; *format tells what it became. */
static struct tg_image render_back(int source, const struct tg_output_spec *s,
                                   enum tg_format *format)
{
    struct tg_decode_options o = {.kernels = test_kernels(), .limits = {1 << 28}, .metadata = true};
    struct tg_output_result result;
    int out = render(source, s, &result);
    const struct tg_codec *codec = NULL;
    struct tg_damage damage = {0};
    struct tg_source src;
    struct tg_image back;

    ck_assert_int_eq(lseek(out, 0, SEEK_SET), 0);
    ck_ok(tg_source_init(&src, out, "output"));
    ck_ok(tg_codec_find(&src, &codec));
    ck_ok(codec->decode(&src, &o, &back, &damage));
    ck_assert_uint_eq(back.width, result.width);
    ck_assert_uint_eq(back.height, result.height);
    if (format)
        *format = codec->format;
    tg_source_release(&src);
    close(out);
    return back;
}

static bool file_contains(int fd, const char *text)
{
    off_t size = lseek(fd, 0, SEEK_END);
    char *data = malloc((size_t)size);
    bool found;

    ck_assert_int_eq(pread(fd, data, (size_t)size, 0), size);
    found = memmem(data, (size_t)size, text, strlen(text)) != NULL;
    free(data);
    return found;
}

/* A JPEG that lies on its side, with a profile and everything that must not leak. */
static int sideways_jpeg(void)
{
    struct tg_encode_options o = {.format = TG_JPEG, .quality = 92};
    struct tg_image im = test_scene(3, 300, 200, 2, 1, 3);
    uint8_t exif[TG_EXIF_BYTES + sizeof(gps)], icc[200] = {0};
    int fd;

    tg_exif_write(exif, 6, "2024-02-29T12:00:00");
    memcpy(exif + TG_EXIF_BYTES, gps, sizeof(gps));
    memcpy(icc + 16, "RGB ", 4);
    memcpy(icc + 36, "acsp", 4);
    ck_ok(tg_blob_set(&im.exif, exif, sizeof(exif)));
    ck_ok(tg_blob_set(&im.xmp, gps, sizeof(gps) - 1));
    ck_ok(tg_blob_set(&im.icc, icc, sizeof(icc)));
    fd = test_encode(&im, &o);
    tg_image_release(&im);
    return fd;
}

START_TEST(recitale_19_20_35_36_sizes)
{
    static const struct {
        uint32_t w, h;
        const char *geometry;
        uint32_t want_w, want_h;
    } v[] = {{3000, 2000, "x450", 675, 450},   {900, 1200, "x450", 337, 450},
             {3, 2000, "x450", 1, 450},        {300, 200, "x450", 300, 200},
             {301, 201, "50%", 150, 100},      {900, 1200, "400x400", 300, 400},
             {3000, 2000, "x1366", 2049, 1366}};

    for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
        struct tg_encode_options o = {.format = TG_JPEG, .quality = 50};
        struct tg_image im = test_scene(1, v[i].w, v[i].h, 2, 2, 1);
        struct tg_output_spec s = spec(v[i].geometry);
        int fd = test_encode(&im, &o), out;
        struct tg_output_result r;

        out = render(fd, &s, &r);
        ck_assert_msg(r.width == v[i].want_w && r.height == v[i].want_h, "%ux%u %s: %ux%u", v[i].w,
                      v[i].h, v[i].geometry, r.width, r.height);
        tg_image_release(&im);
        close(fd);
        close(out);
    }
}
END_TEST

START_TEST(recitale_21_23_upright_and_nothing_leaks)
{
    static const char *const geometries[] = {"copy", "100"};
    static const enum tg_target targets[] = {TG_TARGET_SAME, TG_TARGET_PNG, TG_TARGET_WEBP};
    int fd = sideways_jpeg();

    for (size_t i = 0; i < 2; i++)
        for (size_t t = 0; t < 3; t++) {
            struct tg_output_spec s = spec(geometries[i]);
            struct tg_output_result r;
            struct tg_image im;
            int out;

            s.target = targets[t];
            out = render(fd, &s, &r);
            ck_assert_uint_lt(r.width, r.height); /* upright */
            ck_assert(!file_contains(out, "GPS") && !file_contains(out, "1234567"));
            ck_assert(!file_contains(out, "Exif") && !file_contains(out, "2024:02:29"));
            ck_assert(!file_contains(out, "ns.adobe.com"));
            close(out);
            im = render_back(fd, &s, NULL);
            ck_assert_uint_eq(im.orientation, 1);
            ck_assert_ptr_null(im.exif.data);
            ck_assert_ptr_null(im.xmp.data);
            ck_assert_uint_eq(im.icc.len, 200); /* 28: a profile is never dropped silently */
            tg_image_release(&im);
        }
    close(fd);
}
END_TEST

START_TEST(recitale_22_kept_exif_says_upright)
{
    struct tg_output_spec s = spec("100");
    int fd = sideways_jpeg();
    struct tg_info info = {0};
    struct tg_image im;

    s.keep = TG_KEEP_EXIF | TG_KEEP_XMP;
    im = render_back(fd, &s, NULL);
    ck_assert_uint_lt(im.width, im.height);
    ck_assert_uint_eq(im.orientation, 1);
    ck_assert_ptr_nonnull(im.exif.data);
    tg_exif_read(im.exif.data, im.exif.len, &info);
    ck_assert_uint_eq(info.orientation, 1);
    ck_assert_str_eq(info.date, "2024-02-29T12:00:00");
    ck_assert_ptr_nonnull(im.xmp.data);
    tg_image_release(&im);
    close(fd);
}
END_TEST

START_TEST(recitale_24_left_sideways_keeps_the_tag_alone)
{
    struct tg_output_spec s = spec("150");
    int fd = sideways_jpeg(), out;
    struct tg_output_result r;
    struct tg_image im;

    s.turn = TG_TURN_LEAVE;
    im = render_back(fd, &s, NULL);
    ck_assert_uint_gt(im.width, im.height);
    ck_assert_uint_eq(im.orientation, 6);
    tg_image_release(&im);
    out = render(fd, &s, &r);
    ck_assert(!file_contains(out, "2024:02:29") && !file_contains(out, "GPS"));
    close(out);
    s.keep = TG_KEEP_EXIF; /* everything as it was */
    im = render_back(fd, &s, NULL);
    ck_assert_uint_eq(im.orientation, 6);
    ck_assert(memmem(im.exif.data, im.exif.len, "2024:02:29", 10) != NULL);
    tg_image_release(&im);
    close(fd);
}
END_TEST

START_TEST(recitale_25_26_quality_and_mode_reach_the_encoder)
{
    struct tg_output_spec s = spec("copy");
    struct tg_output_result low, high, progressive;
    int fd = sideways_jpeg(), out;

    s.quality = 20;
    close(render(fd, &s, &low));
    s.quality = 90;
    close(render(fd, &s, &high));
    ck_assert_uint_lt(2 * low.bytes, high.bytes);
    out = render(fd, &s, &high);
    ck_assert(file_contains(out, "\xff\xc0") && !file_contains(out, "\xff\xc2"));
    close(out);
    s.jpeg_mode = TG_JPEG_PROGRESSIVE;
    out = render(fd, &s, &progressive);
    ck_assert(file_contains(out, "\xff\xc2"));
    close(out);
    close(fd);
}
END_TEST

START_TEST(recitale_27_subsampling_is_kept)
{
    static const uint8_t subs[][2] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}};

    for (size_t i = 0; i < 4; i++) {
        struct tg_encode_options o = {.format = TG_JPEG, .quality = 90};
        struct tg_image im = test_scene(3, 200, 150, subs[i][0], subs[i][1], 3), back;
        struct tg_output_spec s = spec("90");
        int fd = test_encode(&im, &o);

        back = render_back(fd, &s, NULL);
        ck_assert_uint_eq(back.sub_x[1], subs[i][0]);
        ck_assert_uint_eq(back.sub_y[1], subs[i][1]);
        tg_image_release(&back);
        s.subsampling = TG_SUB_444;
        back = render_back(fd, &s, NULL);
        ck_assert_uint_eq(back.sub_x[1], 1);
        tg_image_release(&back);
        tg_image_release(&im);
        close(fd);
    }
}
END_TEST

/* A grey profile describes no colours, and a print profile no screen. */
START_TEST(recitale_28_profiles_fit_or_go)
{
    struct tg_output_spec s = spec("50");
    struct tg_encode_options o = {.format = TG_JPEG, .quality = 90};
    struct tg_image im = test_scene(3, 60, 50, 1, 1, 3), back;
    uint8_t icc[200] = {0};
    int fd;

    memcpy(icc + 16, "CMYK", 4);
    memcpy(icc + 36, "acsp", 4);
    ck_ok(tg_blob_set(&im.icc, icc, sizeof(icc)));
    fd = test_encode(&im, &o);
    back = render_back(fd, &s, NULL);
    ck_assert_ptr_null(back.icc.data);
    tg_image_release(&back);
    tg_image_release(&im);
    close(fd);
}
END_TEST

START_TEST(recitale_28_broken_profiles_are_damage_when_used)
{
    struct tg_output_spec s = spec("50");
    struct tg_render job = {test_kernels(), {1 << 28}, "test", &s, 1, NULL};
    int fd = sideways_jpeg(), out; /* its profile is a header and zeros */
    struct tg_output_result r;
    struct tg_damage damage = {0};

    out = render(fd, &s, &r);
    s.colour = TG_COLOUR_SRGB;
    ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
    ck_ok(tg_render(&job, fd, &out, &r, &damage));
    ck_assert_str_eq(damage.first, "the colour profile is damaged; shown as sRGB");
    close(out);
    close(fd);
}
END_TEST

/* _i: channels 1-4. */
START_TEST(recitale_29_formats_and_alpha_are_kept)
{
    struct raster r = raster_new(90, 70, (unsigned)_i, 8);
    struct made_png png = {0};
    struct made m = make_png(&r, &png);
    struct tg_output_spec s = spec("40");
    enum tg_format format;
    struct tg_image im;
    int fd = file_of(&m);

    im = render_back(fd, &s, &format);
    ck_assert_int_eq(format, TG_PNG);
    ck_assert_int_eq(im.alpha, _i % 2 == 0);
    ck_assert_int_eq(im.model, _i < 3 ? TG_GREY : TG_RGB);
    tg_image_release(&im);
    s.target = TG_TARGET_WEBP;
    im = render_back(fd, &s, &format);
    ck_assert_int_eq(format, TG_WEBP);
    ck_assert_int_eq(im.alpha, _i % 2 == 0);
    tg_image_release(&im);
    s.target = TG_TARGET_JPEG;
    im = render_back(fd, &s, &format);
    ck_assert_int_eq(format, TG_JPEG);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
    close(fd);
}
END_TEST

START_TEST(recitale_29_full_size_png_is_lossless)
{
    for (unsigned bits = 8; bits <= 16; bits += 8)
        for (unsigned channels = 1; channels <= 4; channels++) {
            struct raster r = raster_new(37, 23, channels, bits);
            struct made_png png = {0};
            struct made m = make_png(&r, &png);
            struct tg_image want = decode_good(&m, (struct decode_how){.deep = true});
            struct tg_output_spec s = spec("copy");
            struct tg_output_result result;
            struct made back;
            struct tg_image got;
            int fd = file_of(&m), out = render(fd, &s, &result);

            back.len = (size_t)lseek(out, 0, SEEK_END);
            back.data = malloc(back.len);
            ck_assert_int_eq(pread(out, back.data, back.len, 0), (ssize_t)back.len);
            got = decode_good(&back, (struct decode_how){.deep = true});
            ck_assert_uint_eq(got.depth, bits);
            ck_same_pixels(&want, &got);
            free(back.data);
            tg_image_release(&want);
            tg_image_release(&got);
            made_free(&m);
            raster_free(&r);
            close(fd);
            close(out);
        }
}
END_TEST

/* 30: reduced in full colour, a palette picture gets colours that its palette does not have. */
START_TEST(recitale_30_palettes_are_reduced_in_full_colour)
{
    struct raster r = raster_new(64, 64, 1, 1);
    struct made_png png = {.palette = true};
    struct tg_output_spec s = spec("32");
    uint8_t a[4], b[4];
    struct made m;
    struct tg_image im;
    int fd;

    for (uint32_t i = 0; i < r.w * r.h; i++)
        r.v[i] = (uint16_t)((i + i / r.w) % 2); /* a chequerboard of colours 0 and 1 */
    m = make_png(&r, &png);
    fd = file_of(&m);
    im = render_back(fd, &s, NULL);
    made_palette(0, a);
    made_palette(1, b);
    for (unsigned c = 0; c < 3; c++)
        ck_assert_int_le(abs((int)sample(&im, c, 16, 16) - (a[c] + b[c] + 1) / 2), 2);
    tg_image_release(&im);
    made_free(&m);
    raster_free(&r);
    close(fd);
}
END_TEST

/* 31: the colour of transparent pixels must not show: red alongside invisible green stays red. */
START_TEST(recitale_31_alpha_is_premultiplied)
{
    for (unsigned bits = 8; bits <= 16; bits += 8) {
        struct raster r = raster_new(64, 64, 4, bits);
        uint16_t max = (uint16_t)((1u << bits) - 1);
        struct made_png png = {0};
        struct tg_output_spec s = spec("21");
        struct made m;
        struct tg_image im;
        int fd;

        for (uint32_t i = 0; i < r.w * r.h; i++) {
            bool visible = i % r.w < 30;

            r.v[4 * i] = visible ? max : 0;
            r.v[4 * i + 1] = visible ? 0 : max;
            r.v[4 * i + 2] = 0;
            r.v[4 * i + 3] = visible ? max : 0;
        }
        m = make_png(&r, &png);
        fd = file_of(&m);
        im = render_back(fd, &s, NULL);
        ck_assert(im.alpha);
        for (uint32_t x = 0; x < im.width; x++)
            if (sample(&im, 3, x, 10) > 2)
                ck_assert_msg(sample(&im, 1, x, 10) <= 3 && sample(&im, 0, x, 10) >= 250,
                              "bits %u x %u: %u %u", bits, x, sample(&im, 0, x, 10),
                              sample(&im, 1, x, 10));
        tg_image_release(&im);
        s.target = TG_TARGET_JPEG; /* on white: no green either */
        s.subsampling = TG_SUB_444;
        s.quality = 100;
        im = render_back(fd, &s, NULL);
        ck_assert_uint_ge(sample(&im, 0, im.width - 1, 10), 250);
        ck_assert_int_le(abs((int)sample(&im, 1, im.width - 1, 10) - 128), 2);
        tg_image_release(&im);
        made_free(&m);
        raster_free(&r);
        close(fd);
    }
}
END_TEST

START_TEST(recitale_33_every_format_becomes_readable)
{
    struct raster rgb = raster_new(80, 60, 3, 8), grey16 = raster_new(80, 60, 1, 16);
    struct made_webp lossless = {.lossless = true};
    struct made_png plain = {0};
    struct made files[4] = {make_webp(&rgb, &lossless), make_png(&grey16, &plain)};
    size_t n = 2;

#if TG_HAVE_TIFF
    struct made_tiff tiff = {.photometric = 2, .extra = 0xffff};
    files[n++] = make_tiff(&rgb, &tiff);
#endif
    for (size_t i = 0; i < n; i++)
        for (int t = TG_TARGET_SAME; t <= TG_TARGET_WEBP; t++) {
            struct tg_output_spec s = spec("40");
            int fd = file_of(&files[i]);
            struct tg_image im;

            s.target = (enum tg_target)t;
            im = render_back(fd, &s, NULL);
            ck_assert_uint_eq(im.width, 40);
            tg_image_release(&im);
            close(fd);
        }
    for (size_t i = 0; i < n; i++)
        made_free(&files[i]);
    raster_free(&rgb);
    raster_free(&grey16);
}
END_TEST

/* The formula that stands in for a missing print profile. */
START_TEST(recitale_33_cmyk_by_formula)
{
    static const uint8_t inks[4][4] = {
        {0, 0, 0, 0}, {255, 0, 0, 0}, {0, 0, 0, 255}, {100, 50, 0, 51}};
    static const uint8_t want[4][3] = {{255, 255, 255}, {0, 255, 255}, {0, 0, 0}, {124, 164, 204}};
    struct tg_blob none = {0};
    struct tg_cmyk *cmyk;
    uint8_t rgb[12];

    ck_ok(tg_cmyk_new(&none, &cmyk));
    tg_cmyk_convert(cmyk, rgb, inks[0], 4);
    ck_assert_mem_eq(rgb, want, sizeof(rgb));
    tg_cmyk_free(cmyk);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("recitale_pictures");

    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, recitale_19_20_35_36_sizes);
    tcase_add_test(tc, recitale_21_23_upright_and_nothing_leaks);
    tcase_add_test(tc, recitale_22_kept_exif_says_upright);
    tcase_add_test(tc, recitale_24_left_sideways_keeps_the_tag_alone);
    tcase_add_test(tc, recitale_25_26_quality_and_mode_reach_the_encoder);
    tcase_add_test(tc, recitale_27_subsampling_is_kept);
    tcase_add_test(tc, recitale_28_profiles_fit_or_go);
    tcase_add_test(tc, recitale_28_broken_profiles_are_damage_when_used);
    tcase_add_loop_test(tc, recitale_29_formats_and_alpha_are_kept, 1, 5);
    tcase_add_test(tc, recitale_29_full_size_png_is_lossless);
    tcase_add_test(tc, recitale_30_palettes_are_reduced_in_full_colour);
    tcase_add_test(tc, recitale_31_alpha_is_premultiplied);
    tcase_add_test(tc, recitale_33_every_format_becomes_readable);
    tcase_add_test(tc, recitale_33_cmyk_by_formula);
    return tg_suite_run("recitale_pictures", tc);
}
