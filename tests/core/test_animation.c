/* test_animation.c - whole pictures of animations keep all their frames and lose their metadata. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <check.h>

#include "core/render/render.h"
#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

enum { W = 33, H = 21, RIFF_FLAGS = 20, FLAG_EXIF = 8, FLAG_XMP = 4 };

/* GIF: what follows the palette of 128 colours. */
enum { GIF_BLOCKS = 13 + 3 * 128 };
static const char gif_repeat[] = "\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0"; /* and its NUL */
static const char gif_secrets[] = "\x21\xfe\x06secret\0"
                                  "\x21\xff\x0bSOMEAPP 1.0\x06secret\0"
                                  "\x21\x01\x06secret"; /* and its NUL */

static struct made join(const struct made *m, size_t at, const void *more, size_t n)
{
    struct made out = {malloc(m->len + n), m->len + n};

    ck_assert_ptr_nonnull(out.data);
    memcpy(out.data, m->data, at);
    memcpy(out.data + at, more, n);
    memcpy(out.data + at + n, m->data + at, m->len - at);
    return out;
}

/* What tg_render() makes of a file. */
static struct made render(const struct made *m, struct tg_output_spec s, const char *geometry,
                          struct tg_output_result *result)
{
    int source = test_file(), out = test_file();
    struct tg_render job = {test_kernels(), {1 << 28}, "test", &s, 1, NULL};
    struct tg_damage damage = {0};
    struct made made;

    ck_assert(tg_geometry_parse(geometry, &s.geometry));
    s.quality = 90;
    ck_assert_int_eq(write(source, m->data, m->len), (ssize_t)m->len);
    ck_assert_int_eq(lseek(source, 0, SEEK_SET), 0);
    ck_ok(tg_render(&job, source, &out, result, &damage));
    ck_assert_uint_eq(result->bytes, (uint64_t)lseek(out, 0, SEEK_END));
    made = (struct made){malloc(result->bytes), result->bytes};
    ck_assert_int_eq(pread(out, made.data, made.len, 0), (ssize_t)made.len);
    close(source);
    close(out);
    return made;
}

static void ck_copied(const struct made *m, struct tg_output_spec s, const struct made *expected)
{
    struct tg_output_result result;
    struct made copy = render(m, s, "copy", &result);

    ck_assert_uint_eq(result.width, W);
    ck_assert_uint_eq(result.height, H);
    ck_assert_uint_eq(copy.len, expected->len);
    ck_assert_mem_eq(copy.data, expected->data, copy.len);
    made_free(&copy);
}

/* A still picture of `format` that shows the first frame. */
static void ck_still(const struct made *m, struct tg_output_spec s, const char *geometry,
                     enum tg_format format)
{
    struct tg_output_result result;
    struct made still = render(m, s, geometry, &result);
    struct tg_info info;
    struct tg_image im;

    ck_ok(probe_made(&still, 1 << 28, &info));
    ck_assert_int_eq(info.format, format);
    ck_assert_uint_eq(info.width, result.width);
    im = decode_good(&still, (struct decode_how){0});
    ck_assert(!im.animated);
    tg_image_release(&im);
    made_free(&still);
}

#if TG_HAVE_GIF
START_TEST(recitale_32_gifs_stay_gifs)
{
    struct raster r = raster_new(W, H, 1, 7);
    struct made plain = make_gif(&r, &(struct made_gif){.transparent = 3, .second_frame = true});
    struct made bare = join(&plain, GIF_BLOCKS, gif_repeat, sizeof(gif_repeat));
    struct made full = join(&bare, GIF_BLOCKS, gif_secrets, sizeof(gif_secrets));
    struct made cut = {full.data, full.len - 1};

    ck_copied(&full, (struct tg_output_spec){0}, &bare);
    ck_copied(&cut, (struct tg_output_spec){0}, &bare); /* the end mark is put back */
    ck_still(&full, (struct tg_output_spec){0}, "16", TG_PNG);
    ck_still(&full, (struct tg_output_spec){.target = TG_TARGET_JPEG}, "copy", TG_JPEG);
    made_free(&plain);
    made_free(&bare);
    made_free(&full);
    raster_free(&r);
}
END_TEST

/* Whatever is missing at the end, the copy shows what the cut file shows. */
START_TEST(cut_gifs_are_copied_as_far_as_they_go)
{
    struct raster r = raster_new(W, H, 1, 7);
    struct made whole = make_gif(&r, &(struct made_gif){.transparent = -1, .second_frame = true});

    for (size_t n = GIF_BLOCKS + 40; n < whole.len; n++) {
        struct made cut = {whole.data, n}, copy;
        struct tg_output_result result;
        struct tg_damage damage = {0};
        struct tg_image a, b;
        struct tg_err *err = decode_made(&cut, (struct decode_how){0}, &a, &damage);

        if (err) { /* not one row is there */
            tg_err_free(err);
            continue;
        }
        copy = render(&cut, (struct tg_output_spec){0}, "copy", &result);
        ck_ok(decode_made(&copy, (struct decode_how){0}, &b, &damage));
        ck_assert_int_eq(copy.data[copy.len - 1], 0x3b);
        tg_image_release(&a);
        tg_image_release(&b);
        made_free(&copy);
    }
    made_free(&whole);
    raster_free(&r);
}
END_TEST
#endif

/* Two frames: the picture, and one that is not looked at. */
#define CONTROL(n) "\0\0\0" n "\0\0\0\41\0\0\0\25\0\0\0\0\0\0\0\0\0\1\0\12\0\0"
static const struct made_chunk frames[] = {
    {.name = "acTL", .data = "\0\0\0\2\0\0\0\0", .len = 8},
    {.name = "fcTL", .data = CONTROL("\0"), .len = 26},
    {.name = "fcTL", .data = CONTROL("\1"), .len = 26, .late = true},
    {.name = "fdAT", .data = "\0\0\0\2packed", .len = 10, .late = true},
    {.name = NULL},
};

/* `frames`, in front of them `more`. */
static struct made make_apng(const struct raster *r, const struct made_chunk *more, size_t n)
{
    struct made_chunk chunks[16];

    memcpy(chunks, more, n * sizeof(*more));
    memcpy(chunks + n, frames, sizeof(frames));
    return make_png(r, &(struct made_png){.chunks = chunks});
}

START_TEST(apngs_stay_animated)
{
    static const struct made_chunk more[] = {
        {.name = "gAMA", .data = "\0\0\261\217", .len = 4},
        {.name = "iTXt", .data = "XML:com.adobe.xmp\0\0\0\0\0<x/>", .len = 26},
        {.name = "eXIf", .data = "II*\0\10\0\0\0\0\0\0\0\0\0", .len = 14},
        {.name = "iTXt", .data = "Comment\0\0\0\0\0secret", .len = 18},
        {.name = "tIME", .data = "\7\350\1\1\0\0\0", .len = 7},
        {.name = "prVt", .data = "secret", .len = 6},
    };
    struct raster r = raster_new(W, H, 3, 8);
    struct made full = make_apng(&r, more, 6), bare = make_apng(&r, more, 1),
                described = make_apng(&r, more, 3);

    ck_copied(&full, (struct tg_output_spec){0}, &bare);
    ck_copied(&full, (struct tg_output_spec){.target = TG_TARGET_PNG}, &bare);
    ck_copied(&full, (struct tg_output_spec){.keep = TG_KEEP_EXIF | TG_KEEP_XMP}, &described);
    ck_still(&full, (struct tg_output_spec){0}, "16", TG_PNG);
    ck_still(&full, (struct tg_output_spec){.target = TG_TARGET_WEBP}, "copy", TG_WEBP);
    made_free(&full);
    made_free(&bare);
    made_free(&described);
    raster_free(&r);
}
END_TEST

/* Turning frames is beyond a copy: upright and still is better than moving and on its side. */
START_TEST(sideways_apngs_become_upright_stills)
{
    static const struct made_chunk more[] = {{.name = "eXIf",
                                              .data = "II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0\6\0\0\0"
                                                      "\0\0\0\0",
                                              .len = 26}};
    struct raster r = raster_new(W, H, 3, 8);
    struct made m = make_apng(&r, more, 1), still;
    struct tg_output_result result;

    still = render(&m, (struct tg_output_spec){0}, "copy", &result);
    ck_assert_uint_eq(result.width, H);
    ck_assert_uint_eq(result.height, W);
    made_free(&still);
    made_free(&m);
    raster_free(&r);
}
END_TEST

static void set_riff_size(struct made *m)
{
    for (unsigned i = 0; i < 4; i++)
        m->data[4 + i] = (uint8_t)((m->len - 8) >> 8 * i);
}

START_TEST(recitale_32_webps_stay_animated)
{
    static const char exif[] = "EXIF\5\0\0\0secre\0", xmp[] = "XMP \4\0\0\0<x/>",
                      other[] = "prVt\6\0\0\0secret";
    struct raster r = raster_new(W, H, 4, 8);
    struct made bare = make_webp_animation(&r);
    struct made with_exif = join(&bare, bare.len, exif, sizeof(exif) - 1);
    struct made with_xmp = join(&with_exif, with_exif.len, xmp, sizeof(xmp) - 1);
    struct made full = join(&with_xmp, with_xmp.len, other, sizeof(other) - 1);
    struct made behind;

    with_exif.data[RIFF_FLAGS] |= FLAG_EXIF;
    full.data[RIFF_FLAGS] |= FLAG_EXIF | FLAG_XMP;
    set_riff_size(&with_exif);
    set_riff_size(&full);
    behind = join(&full, full.len, "EXIF\2\0\0\0..", 10);
    ck_copied(&full, (struct tg_output_spec){0}, &bare);
    ck_copied(&behind, (struct tg_output_spec){.keep = TG_KEEP_EXIF}, &with_exif);
    ck_still(&full, (struct tg_output_spec){0}, "16", TG_WEBP);
    ck_still(&full, (struct tg_output_spec){.target = TG_TARGET_PNG}, "copy", TG_PNG);
    made_free(&bare);
    made_free(&with_exif);
    made_free(&with_xmp);
    made_free(&full);
    made_free(&behind);
    raster_free(&r);
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("animation");

#if TG_HAVE_GIF
    tcase_add_test(tc, recitale_32_gifs_stay_gifs);
    tcase_add_test(tc, cut_gifs_are_copied_as_far_as_they_go);
#endif
    tcase_add_test(tc, apngs_stay_animated);
    tcase_add_test(tc, sideways_apngs_become_upright_stills);
    tcase_add_test(tc, recitale_32_webps_stay_animated);
    return tg_suite_run("animation", tc);
}
