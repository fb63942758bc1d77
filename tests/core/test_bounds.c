/* test_bounds.c - files that claim far more pixels than they can hold are refused before anything
 * is allocated for them; the emptiest pictures that encoders write, and photos that were cut off,
 * are not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <check.h>
#include <zlib.h>

#include "core/codec/exif.h"
#include "core/codec/exif_load.h"
#include "tests/support/decode_made.h"
#include "tests/support/picture.h"
#include "tests/support/suite.h"

#if TG_HAVE_TIFF
#include <tiffio.h>
#endif

#if TG_TEST_SANITIZED /* slow: little more than what is free */
enum { SOLID_W = 4200, SOLID_H = 4200 };
#else
enum { SOLID_W = 8000, SOLID_H = 6000 };
#endif
enum { PLENTY = 500000000, ROOM = 256 << 20 };

/* A file that is put together byte by byte. */
struct bytes {
    uint8_t v[1 << 16];
    size_t len;
};

static void put(struct bytes *b, const void *data, size_t n)
{
    ck_assert_uint_le(n, sizeof(b->v) - b->len);
    if (n)
        memcpy(b->v + b->len, data, n);
    b->len += n;
}

static void put_number(struct bytes *b, uint32_t n, int size, bool big_endian)
{
    for (int i = 0; i < size; i++) {
        uint8_t byte = (uint8_t)(n >> 8 * (big_endian ? size - 1 - i : i));

        put(b, &byte, 1);
    }
}

static void put_chunk(struct bytes *b, const char *name, const uint8_t *data, uint32_t len)
{
    size_t start;

    put_number(b, len, 4, true);
    start = b->len;
    put(b, name, 4);
    put(b, data, len);
    put_number(b, (uint32_t)crc32(0, b->v + start, (unsigned)(b->len - start)), 4, true);
}

/* 16 bits of red, green, blue and alpha. */
static void bomb_png(struct bytes *b)
{
    static const uint8_t ihdr[] = {0, 0, 0x3a, 0x98, 0, 0, 0x3a, 0x98, 16, 6, 0, 0, 0};
    uint8_t zeros[4096] = {0}, packed[200];
    uLongf len = sizeof(packed);

    ck_assert_int_eq(compress2(packed, &len, zeros, sizeof(zeros), 9), Z_OK);
    put(b, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(b, "IHDR", ihdr, sizeof(ihdr));
    put_chunk(b, "IDAT", packed, (uint32_t)len);
    put_chunk(b, "IEND", NULL, 0);
}

static void bomb_gif(struct bytes *b)
{
    static const uint8_t gif[] = "GIF89a\x20\x4e\x20\x4e\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x20\x4e"
                                 "\x20\x4e\0\2\2D\1\0;";

    put(b, gif, sizeof(gif) - 1);
}

/* A large canvas with a small frame. */
static void bomb_gif_canvas(struct bytes *b)
{
    static const uint8_t gif[] =
        "GIF89a\x20\x4e\x20\x4e\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;";

    put(b, gif, sizeof(gif) - 1);
}

/* A frame larger than its canvas. */
static void bomb_gif_frame(struct bytes *b)
{
    static const uint8_t gif[] =
        "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x20\x4e\x20\x4e\0\2\2D\1\0;";

    put(b, gif, sizeof(gif) - 1);
}

/* The header of a good small picture with another size in it. */
static void bomb_jpeg(struct bytes *b)
{
    struct tg_image im = test_scene(2, 64, 64, 2, 2, 3);
    struct made m = encode_made(&im, TG_JPEG, 85);
    size_t at = 2;

    put(b, m.data, m.len);
    while (b->v[at + 1] != 0xc0 && b->v[at + 1] != 0xc2)
        at += 2 + (size_t)(b->v[at + 2] << 8 | b->v[at + 3]);
    memcpy(b->v + at + 5, "\x4e\x20\x4e\x20", 4);
    made_free(&m);
    tg_image_release(&im);
}

static void bomb_webp(struct bytes *b, bool lossless)
{
    struct raster r = raster_new(16, 16, 3, 8);
    struct made m = make_webp(&r, &(struct made_webp){.quality = 50, .lossless = lossless});

    put(b, m.data, m.len);
    if (lossless) /* RIFF, size, WEBP, VP8L, size, 0x2f, 14 bits of width - 1, of height - 1 */
        memcpy(b->v + 21, "\xfe\xbf\xff\x0f", 4);
    else /* ... VP8 , size, tag of 3, start code of 3, width, height */
        memcpy(b->v + 26, "\xff\x3f\xff\x3f", 4);
    made_free(&m);
    raster_free(&r);
}

static void bomb_webp_lossy(struct bytes *b)
{
    bomb_webp(b, false);
}

static void bomb_webp_lossless(struct bytes *b)
{
    bomb_webp(b, true);
}

#if TG_HAVE_TIFF
static void put_tag(struct bytes *b, unsigned tag, unsigned type, uint32_t value)
{
    put_number(b, tag, 2, false);
    put_number(b, type, 2, false);
    put_number(b, 1, 4, false);
    put_number(b, value, 4, false);
}

/* One strip of 16 bytes. */
static void bomb_tiff(struct bytes *b, unsigned compression)
{
    bool fax = compression == COMPRESSION_CCITTFAX4;

    put(b, "II*\0\x18\0\0\0", 8);
    put(b, "0123456789abcdef", 16);
    put_number(b, 9, 2, false);
    put_tag(b, TIFFTAG_IMAGEWIDTH, 4, 20000);
    put_tag(b, TIFFTAG_IMAGELENGTH, 4, 20000);
    put_tag(b, TIFFTAG_BITSPERSAMPLE, 3, fax ? 1 : 8);
    put_tag(b, TIFFTAG_COMPRESSION, 3, compression);
    put_tag(b, TIFFTAG_PHOTOMETRIC, 3, 1);
    put_tag(b, TIFFTAG_STRIPOFFSETS, 4, 8);
    put_tag(b, TIFFTAG_SAMPLESPERPIXEL, 3, 1);
    put_tag(b, TIFFTAG_ROWSPERSTRIP, 4, 20000);
    put_tag(b, TIFFTAG_STRIPBYTECOUNTS, 4, 16);
    put_number(b, 0, 4, false);
}

static void bomb_tiff_none(struct bytes *b)
{
    bomb_tiff(b, COMPRESSION_NONE);
}

static void bomb_tiff_packbits(struct bytes *b)
{
    bomb_tiff(b, COMPRESSION_PACKBITS);
}

static void bomb_tiff_lzw(struct bytes *b)
{
    bomb_tiff(b, COMPRESSION_LZW);
}

static void bomb_tiff_deflate(struct bytes *b)
{
    bomb_tiff(b, COMPRESSION_ADOBE_DEFLATE);
}

static void bomb_tiff_jpeg(struct bytes *b)
{
    bomb_tiff(b, COMPRESSION_JPEG);
}

static void bomb_tiff_fax(struct bytes *b)
{
    bomb_tiff(b, COMPRESSION_CCITTFAX4);
}
#endif

static void bomb_bmp(struct bytes *b, unsigned bits, unsigned compression)
{
    put(b, "BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", 18);
    put_number(b, 20000, 4, false);
    put_number(b, 20000, 4, false);
    put_number(b, 1, 2, false);
    put_number(b, bits, 2, false);
    put_number(b, compression, 4, false);
    put(b, (const uint8_t[20]){0}, 20);
    put(b, "\xff\0\xff\0\xff\0", 6);
}

static void bomb_bmp_plain(struct bytes *b)
{
    bomb_bmp(b, 24, 0);
}

static void bomb_bmp_runs(struct bytes *b)
{
    bomb_bmp(b, 8, 1);
}

static const struct {
    const char *name;
    void (*make)(struct bytes *b);
} bombs[] = {
    {"plain BMP", bomb_bmp_plain},
    {"BMP of run lengths", bomb_bmp_runs},
    {"PNG", bomb_png},
    {"JPEG", bomb_jpeg},
    {"lossy WebP", bomb_webp_lossy},
    {"lossless WebP", bomb_webp_lossless},
#if TG_HAVE_GIF
    {"GIF", bomb_gif},
    {"GIF canvas", bomb_gif_canvas},
    {"GIF frame", bomb_gif_frame},
#endif
#if TG_HAVE_TIFF
    {"plain TIFF", bomb_tiff_none},
    {"PackBits TIFF", bomb_tiff_packbits},
    {"LZW TIFF", bomb_tiff_lzw},
    {"deflate TIFF", bomb_tiff_deflate},
    {"JPEG TIFF", bomb_tiff_jpeg},
    {"fax TIFF", bomb_tiff_fax},
#endif
};
enum { BOMBS = sizeof(bombs) / sizeof(bombs[0]) };

/* Each test has a process of its own, and this one little memory from now on. */
static void limit_memory(void)
{
#if !TG_TEST_SANITIZED /* which need much more */
    struct rlimit limit = {ROOM, ROOM};

    ck_assert_int_eq(setrlimit(RLIMIT_AS, &limit), 0);
#endif
}

static void check_refused(struct tg_err *err, const char *name, const char *why)
{
    struct tg_buf text;

    ck_assert_msg(err != NULL, "%s is accepted", name);
    tg_buf_init(&text, 1000);
    tg_err_text(err, &text);
    ck_assert_msg(tg_err_code(err) == TG_E_LIMIT, "%s: %s", name, tg_buf_str(&text));
    ck_assert_msg(strncmp(tg_buf_str(&text), "wrong.suffix: ", 14) == 0, "%s", tg_buf_str(&text));
    ck_assert_msg(strstr(tg_buf_str(&text), why), "%s: %s", name, tg_buf_str(&text));
    tg_buf_release(&text);
    tg_err_free(err);
}

START_TEST(a_bomb_is_refused_by_its_header)
{
    static struct bytes b;
    struct tg_image im = {0};
    struct tg_info info;
    struct made m;

    bombs[_i].make(&b);
    m = (struct made){b.v, b.len};
    limit_memory();
    check_refused(probe_made(&m, PLENTY, &info), bombs[_i].name, "whatever --max-pixels says");
    check_refused(decode_made(&m, (struct decode_how){.max_pixels = PLENTY}, &im, NULL),
                  bombs[_i].name, "whatever --max-pixels says");
    check_refused(probe_made(&m, 1000000, &info), bombs[_i].name, "--max-pixels allows 1000000");
}
END_TEST

/* ---- What must pass -------------------------------------------------------------------------- */

static struct raster solid(unsigned channels, unsigned bits)
{
    struct raster r = {SOLID_W, SOLID_H, channels, bits, NULL};

    r.v = calloc((size_t)r.w * r.h * channels, sizeof(*r.v));
    ck_assert_ptr_nonnull(r.v);
    return r;
}

static void check_accepted(struct made *m, const char *name)
{
    struct tg_info info = {0};

    ck_assert_msg(m->len > 0, "%s: not made", name);
    ck_ok(probe_made(m, PLENTY, &info));
    ck_assert_uint_eq(info.width, SOLID_W);
    made_free(m);
}

START_TEST(a_solid_jpeg_passes)
{
    struct tg_image im = {0};
    struct made m;

    ck_ok(tg_image_new(&im, SOLID_W, SOLID_H, TG_GREY, false, 8));
    for (uint32_t y = 0; y < SOLID_H; y++)
        memset(im.plane[0].data + y * im.plane[0].stride, 128, SOLID_W);
    m = encode_made(&im, TG_JPEG, 10);
    check_accepted(&m, "JPEG");
    tg_image_release(&im);
}
END_TEST

START_TEST(a_solid_png_passes)
{
    struct raster grey = solid(1, 8), one = solid(1, 1);
    struct made m = make_png(&grey, &(struct made_png){0});

    check_accepted(&m, "PNG");
    m = make_png(&one, &(struct made_png){0});
    check_accepted(&m, "PNG of one bit");
    raster_free(&grey);
    raster_free(&one);
}
END_TEST

START_TEST(a_solid_webp_passes)
{
    struct raster r = solid(3, 8);
    struct made m = make_webp(&r, &(struct made_webp){.quality = 0});

    check_accepted(&m, "lossy WebP");
    m = make_webp(&r, &(struct made_webp){.lossless = true});
    check_accepted(&m, "lossless WebP");
    raster_free(&r);
}
END_TEST

#if TG_HAVE_GIF
START_TEST(a_solid_gif_passes)
{
    struct raster r = solid(1, 1);
    struct made m = make_gif(&r, &(struct made_gif){.transparent = -1});

    check_accepted(&m, "GIF");
    raster_free(&r);
}
END_TEST
#endif

#if TG_HAVE_TIFF
START_TEST(a_solid_tiff_passes)
{
    static const uint16_t compressions[] = {COMPRESSION_PACKBITS, COMPRESSION_LZW,
                                            COMPRESSION_ADOBE_DEFLATE};
    struct raster r = solid(1, 8);

    for (size_t i = 0; i < sizeof(compressions) / sizeof(compressions[0]); i++) {
        struct made m = make_tiff(&r, &(struct made_tiff){.photometric = PHOTOMETRIC_MINISBLACK,
                                                          .extra = 0xffff,
                                                          .compression = compressions[i]});

        check_accepted(&m, "TIFF");
    }
    raster_free(&r);
}
END_TEST
#endif

/* A photo of which a fiftieth is left is shown as far as it goes: 0.4 bits a pixel, as little as
 * cameras take. */
START_TEST(a_photo_that_was_cut_off_passes)
{
    struct tg_image im = test_scene(2, 256, 256, 2, 2, 3);
    struct made m = encode_made(&im, TG_JPEG, 85), large = {0};
    size_t at = 2, want = (size_t)6000 * 4000 / 20 / 50;
    struct tg_info info;

    while (m.data[at + 1] != 0xc0)
        at += 2 + (size_t)(m.data[at + 2] << 8 | m.data[at + 3]);
    memcpy(m.data + at + 5, "\x0f\xa0\x17\x70", 4); /* 4000 rows of 6000 */
    large.len = want;
    large.data = calloc(1, want);
    ck_assert_ptr_nonnull(large.data);
    memcpy(large.data, m.data, m.len < want ? m.len : want);
    ck_ok(probe_made(&large, PLENTY, &info));
    ck_assert_uint_eq(info.width, 6000);
    made_free(&large);
    made_free(&m);
    tg_image_release(&im);
}
END_TEST

/* ---- EXIF ------------------------------------------------------------------------------------ */

static void put_entry(struct bytes *b, unsigned tag, unsigned type, uint32_t count, uint32_t value)
{
    put_number(b, tag, 2, true);
    put_number(b, type, 2, true);
    put_number(b, count, 4, true);
    put_number(b, value, 4, true);
}

static void begin_exif(struct bytes *b, unsigned entries)
{
    b->len = 0;
    put(b, "Exif\0\0MM\0*\0\0\0\x08", 14);
    put_number(b, entries, 2, true);
}

START_TEST(exif_that_points_to_itself_is_no_exif)
{
    static struct bytes b;
    struct tg_info info;

    begin_exif(&b, 5000);
    for (int i = 0; i < 5000; i++)
        put_entry(&b, EXIF_TAG_EXIF_IFD_POINTER, 4, 1, 8);
    ck_assert(!tg_exif_is_sane(b.v, b.len));
    ck_assert_ptr_null(tg_exif_load(b.v, b.len)); /* libexif does not get to see it */
    ck_assert(!tg_exif_is_sane(NULL, 0));
    begin_exif(&b, 5000); /* each of its entries has all of it */
    for (int i = 0; i < 5000; i++)
        put_entry(&b, EXIF_TAG_MODEL, 2, 60000, 8);
    ck_assert(!tg_exif_is_sane(b.v, b.len));
    begin_exif(&b, 3); /* a harmless one */
    put_entry(&b, EXIF_TAG_ORIENTATION, 3, 1, 6u << 16);
    put_entry(&b, EXIF_TAG_EXIF_IFD_POINTER, 4, 1, 8);
    put_entry(&b, EXIF_TAG_EXIF_IFD_POINTER, 4, 1, 0xffffffff);
    put_number(&b, 8, 4, true);
    ck_assert(tg_exif_is_sane(b.v, b.len));
    tg_exif_read(b.v, b.len, &info);
    ck_assert_uint_eq(info.orientation, 6);
    for (size_t len = 0; len <= b.len; len++) { /* nothing is read beyond its end */
        uint8_t *copy = malloc(len + 1);

        ck_assert_ptr_nonnull(copy);
        memcpy(copy, b.v, len);
        (void)tg_exif_is_sane(copy, len);
        free(copy);
    }
}
END_TEST

int main(void)
{
    TCase *tc = tcase_create("bounds");

    tcase_set_timeout(tc, 250);
    tcase_add_loop_test(tc, a_bomb_is_refused_by_its_header, 0, BOMBS);
    tcase_add_test(tc, a_solid_jpeg_passes);
    tcase_add_test(tc, a_solid_png_passes);
    tcase_add_test(tc, a_solid_webp_passes);
#if TG_HAVE_GIF
    tcase_add_test(tc, a_solid_gif_passes);
#endif
#if TG_HAVE_TIFF
    tcase_add_test(tc, a_solid_tiff_passes);
#endif
    tcase_add_test(tc, a_photo_that_was_cut_off_passes);
    tcase_add_test(tc, exif_that_points_to_itself_is_no_exif);
    return tg_suite_run("bounds", tc);
}
