/* make_corpus.c - writes the first inputs of every fuzz target, from made-up pictures.
 * Usage: make_corpus FOLDER */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/file.h"
#include "core/codec/codec.h"
#include "core/codec/exif.h"
#include "core/codec/png_text.h"
#include "core/image/scene.h"
#include "core/pool/frame.h"
#include "tests/support/made.h"
#include "tests/support/made_heif.h"
#include "tests/support/made_metadata.h"
#include "tests/support/made_raw.h"

#if TG_HAVE_TIFF
#include <tiffio.h>
#endif

enum { W = 21, H = 13, MAX_PATH = 4096, MAX_JPEG = 1 << 16 };

static const char *root;
static bool failed;

/* A file whose first byte is `how`. */
static void put(const char *folder, const char *name, int how, const void *data, size_t len)
{
    char path[MAX_PATH];
    struct tg_buf out;
    struct tg_err *err;

    (void)snprintf(path, sizeof(path), "%s/%s/%s", root, folder, name);
    tg_buf_init(&out, TG_BUF_MAX);
    if (how >= 0)
        tg_buf_putc(&out, (char)how);
    tg_buf_put(&out, data, len);
    err = tg_file_put(path, NULL, tg_buf_str(&out), out.len);
    if (err) {
        (void)fprintf(stderr, "cannot write %s\n", path);
        tg_err_free(err);
        failed = true;
    }
    tg_buf_release(&out);
}

static void put_made(const char *folder, const char *name, int how, struct made m)
{
    put(folder, name, how, m.data, m.len);
    made_free(&m);
}

static void png_corpus(void)
{
    static const struct made_chunk chunks[] = {
        {.name = "cICP", .data = "\14\15\0\1", .len = 4},
        {.name = "iCCP", .data = "x\0\0nonsense", .len = 11},
        {.name = "eXIf", .data = "II*\0\10\0\0\0\0\0\0\0\0\0", .len = 14, .late = true},
        {.name = "iTXt", .data = "XML:com.adobe.xmp\0\0\0\0\0<x/>", .len = 26, .late = true},
        {.name = NULL},
    };
    static const struct made_chunk empty[] = {
        {.name = "iCCP", .data = "", .len = 0},
        {.name = "iTXt", .data = "", .len = 0},
        {.name = NULL},
    };
    struct raster rgb = raster_new(W, H, 3, 8), deep = raster_new(W, H, 4, 16),
                  grey = raster_new(W, H, 1, 4), index = raster_new(W, H, 1, 4);
    const struct {
        const char *name;
        int how; /* of decode_png */
        const struct raster *picture;
        struct made_png form;
    } files[] = {
        {"rgb", 0x60, &rgb, {0}},
        {"rgba16-interlaced", 0x63, &deep, {.interlaced = true}},
        {"grey4-key", 0x20, &grey, {.transparency = true}},
        {"palette", 0x30, &index, {.palette = true, .transparency = true}},
        {"chunks", 0x62, &rgb, {.chunks = chunks}},
        {"empty-chunks", 0x62, &rgb, {.chunks = empty}},
    };

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        put_made("decode_png", files[i].name, files[i].how,
                 make_png(files[i].picture, &files[i].form));
        put_made("png", files[i].name, 12 + (int)i % 5, make_png(files[i].picture, &files[i].form));
    }
    raster_free(&rgb);
    raster_free(&deep);
    raster_free(&grey);
    raster_free(&index);
}

static void webp_corpus(void)
{
    struct raster rgb = raster_new(W, H, 3, 8), rgba = raster_new(W, H, 4, 8);

    put_made("decode_webp", "lossy", 0x60,
             make_webp(&rgb, &(struct made_webp){.quality = 50, .icc = "RGB", .xmp = "<x/>"}));
    put_made("decode_webp", "lossy-small", 0x48,
             make_webp(&rgb, &(struct made_webp){.quality = 20}));
    put_made("decode_webp", "alpha", 0x62,
             make_webp(&rgba, &(struct made_webp){.quality = 50, .exif = "II*"}));
    put_made("decode_webp", "lossless", 0x20,
             make_webp(&rgba, &(struct made_webp){.lossless = true}));
    put_made("decode_webp", "animation", 0x40, make_webp_animation(&rgb));
    raster_free(&rgb);
    raster_free(&rgba);
}

static void gif_corpus(void)
{
#if TG_HAVE_GIF
    struct raster index = raster_new(W, H, 1, 5);

    put_made("decode_gif", "plain", 0x60, make_gif(&index, &(struct made_gif){.transparent = -1}));
    put_made("decode_gif", "interlaced", 0x40,
             make_gif(&index, &(struct made_gif){.transparent = 7, .interlaced = true}));
    put_made("decode_gif", "off-canvas", 0x40,
             make_gif(&index, &(struct made_gif){.transparent = -1, .canvas_w = 10, .left = 4}));
    raster_free(&index);
#endif
}

static void tiff_corpus(void)
{
#if TG_HAVE_TIFF
    struct made_tiff o = {.photometric = PHOTOMETRIC_RGB, .extra = 0xffff, .orientation = 6};
    struct raster rgb = raster_new(W, H, 3, 8), deep = raster_new(W, H, 1, 16),
                  rgba = raster_new(W, H, 4, 8), index = raster_new(W, H, 1, 4);

    put_made("decode_tiff", "rgb", 0x60, make_tiff(&rgb, &o));
    o.compression = COMPRESSION_LZW;
    o.tile = 16;
    put_made("decode_tiff", "tiles", 0x40, make_tiff(&rgb, &o));
    o.tile = 0;
    o.planar = PLANARCONFIG_SEPARATE;
    put_made("decode_tiff", "separate", 0x40, make_tiff(&rgb, &o));
    o = (struct made_tiff){.photometric = PHOTOMETRIC_MINISWHITE,
                           .extra = 0xffff,
                           .big_endian = true,
                           .compression = COMPRESSION_PACKBITS};
    put_made("decode_tiff", "grey16", 0x61, make_tiff(&deep, &o));
    o.photometric = PHOTOMETRIC_PALETTE;
    put_made("decode_tiff", "palette", 0x40, make_tiff(&index, &o));
    o.photometric = PHOTOMETRIC_RGB;
    o.extra = EXTRASAMPLE_ASSOCALPHA;
    put_made("decode_tiff", "alpha", 0x40, make_tiff(&rgba, &o));
    o = (struct made_tiff){.photometric = PHOTOMETRIC_SEPARATED, .extra = 0xffff};
    put_made("decode_tiff", "cmyk", 0x60, make_tiff(&rgba, &o));
    o.planar = PLANARCONFIG_SEPARATE;
    o.compression = COMPRESSION_ADOBE_DEFLATE;
    put_made("decode_tiff", "cmyk-separate", 0x40, make_tiff(&rgba, &o));
    o = (struct made_tiff){.photometric = PHOTOMETRIC_CIELAB, .extra = 0xffff, .tile = 16};
    put_made("decode_tiff", "lab", 0x61, make_tiff(&rgb, &o));
    o = (struct made_tiff){.photometric = PHOTOMETRIC_MINISBLACK,
                           .extra = 0xffff,
                           .sample_format = SAMPLEFORMAT_IEEEFP};
    put_made("decode_tiff", "half", 0x41, make_tiff(&deep, &o));
    o = (struct made_tiff){.photometric = PHOTOMETRIC_RGB, .extra = 0xffff, .raw_like = true};
    put_made("decode_tiff", "raw", 0x40, make_tiff(&rgb, &o));
    raster_free(&rgb);
    raster_free(&deep);
    raster_free(&rgba);
    raster_free(&index);
#endif
}

/* The boxes alone have a target of their own, which takes no first byte. */
static void put_heif(const char *name, int how, const struct made_heif *o)
{
    struct made m = make_heif(o);

    put(o->stream < MADE_HEVC_420 ? "decode_avif" : "decode_heic", name, how, m.data, m.len);
    put("heif", name, -1, m.data, m.len);
    made_free(&m);
}

static void heif_corpus(void)
{
    static const uint8_t turns[] = {1, 4, 255};
    static const int32_t clap[] = {31, 1, 17, 1, 1, 2, 1, 2};
    static const uint16_t limited[] = {9, 14, 9, 0}, pq[] = {9, 16, 9, 0};

    put_heif("avif", 0x60, &(struct made_heif){.stream = MADE_AV1_420});
    put_heif("avif-turned", 0x62,
             &(struct made_heif){.stream = MADE_AV1_420,
                                 .turns = turns,
                                 .clap = clap,
                                 .exif = "II*\0\10\0\0\0\0\0\0\0\0\0",
                                 .exif_len = 14,
                                 .xmp = "<x/>"});
    put_heif("avif-alpha", 0x60,
             &(struct made_heif){.stream = MADE_AV1_444, .alpha = true, .premultiplied = true});
    put_heif("avif-pq", 0x60, &(struct made_heif){.stream = MADE_AV1_420_10, .nclx = pq});
    put_heif("avif-12", 0x60, &(struct made_heif){.stream = MADE_AV1_422_12, .nclx = limited});
    put_heif("avif-grid", 0x64,
             &(struct made_heif){.stream = MADE_AV1_GREY,
                                 .columns = 2,
                                 .rows = 2,
                                 .grid_w = 100,
                                 .grid_h = 101,
                                 .wide = true});
    put_heif("heic", 0x60, &(struct made_heif){.stream = MADE_HEVC_420});
    put_heif("heic-grid", 0x64,
             &(struct made_heif){.stream = MADE_HEVC_420,
                                 .columns = 2,
                                 .rows = 1,
                                 .grid_w = 128,
                                 .grid_h = 64,
                                 .thumbnail = true});
    put_heif("heic-10", 0x60, &(struct made_heif){.stream = MADE_HEVC_420_10, .nclx = limited});
}

static struct made encode_jpeg(const struct tg_kernels *k, const struct tg_image *im)
{
    struct tg_encode_options options = {.format = TG_JPEG, .quality = 50};
    FILE *file = tmpfile();
    struct tg_sink sink;
    struct made m = {0};
    struct tg_err *err;

    if (!file)
        return m;
    err = tg_sink_init(&sink, fileno(file), "corpus");
    if (!err)
        err = tg_codec_jpeg.encode(k, im, &options, &sink);
    m.data = malloc(MAX_JPEG);
    if (m.data && !err) {
        rewind(file);
        m.len = fread(m.data, 1, MAX_JPEG, file);
    }
    failed = failed || m.len == 0;
    tg_err_free(err);
    tg_sink_release(&sink);
    (void)fclose(file);
    return m;
}

static void jpeg_corpus(void)
{
    static const struct {
        const char *name;
        uint8_t sub;
        unsigned planes;
        int how;
    } kinds[] = {{"420", 2, 3, 0x40}, {"444", 1, 3, 0x4c}, {"grey", 1, 1, 0x48}};
    struct tg_kernels k;

    tg_kernels_init(&k, 0);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct tg_image im, shown;
        struct tg_err *err = tg_scene_paint(&k, 1, W, H, kinds[i].sub, &im);

        if (err) {
            tg_err_free(err);
            failed = true;
            continue;
        }
        shown = im;
        shown.planes = kinds[i].planes;
        shown.model = shown.planes == 1 ? TG_GREY : TG_YCC;
        put_made("decode_jpeg", kinds[i].name, kinds[i].how, encode_jpeg(&k, &shown));
        put_made("jpeg", kinds[i].name, kinds[i].how, encode_jpeg(&k, &shown));
        tg_image_release(&im);
    }
}

/* The containers alone have a target of their own, which takes no first byte. */
static void raw_corpus(void)
{
    struct tg_kernels k;
    struct tg_image scene;
    struct made jpeg;
    struct tg_err *err;
    char name[16];

    tg_kernels_init(&k, 0);
    err = tg_scene_paint(&k, 1, W, H, 2, &scene);
    if (err) {
        tg_err_free(err);
        failed = true;
        return;
    }
    jpeg = encode_jpeg(&k, &scene);
    for (int maker = 0; maker < MADE_MAKERS; maker++) {
        struct made m = make_raw(&(struct made_raw){.maker = (enum made_maker)maker,
                                                    .jpeg = &jpeg,
                                                    .orientation = 6,
                                                    .date = "2021:03:04 05:06:07",
                                                    .lens = "XF 35mm",
                                                    .sensor_w = 60,
                                                    .sensor_h = 40});

        (void)snprintf(name, sizeof(name), "maker%d", maker);
        put("decode_raw", name, 0x62, m.data, m.len);
        put("raw", name, -1, m.data, m.len);
        made_free(&m);
    }
    made_free(&jpeg);
    tg_image_release(&scene);
}

static void exif_corpus(void)
{
    uint8_t block[TG_EXIF_BYTES];

    tg_exif_write(block, 6, "2020-05-17T13:45:00");
    put("exif", "dated", -1, block + 6, sizeof(block) - 6);
    tg_exif_write(block, 3, "");
    put("exif", "undated", -1, block + 6, sizeof(block) - 6);
    put("exif", "big-endian", -1, "MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\10\0\0\0\0\0\0", 26);
}

/* Which text it is, then its encoding, in the order of enum tg_charset. */
static void text_corpus(void)
{
    put("text", "windows", 0, "\1caf\xe9 \x93\x80\x94", 9);
    put("text", "cut-utf8", 1, "\1caf\xc3\xa9 \xe2\x82", 9);
    put("text", "utf16le", 1, "\2\xff\xfeL\0\x3d\xd8\xf7\xdc\r\0\n\0", 13);
    put("text", "utf16be", 0, "\3\0L\xd8\x3d\0x", 7);
    put("text", "standing", 1, "\1Processed with x with y preset", 31);
    put("text", "mode", 1, "\0sdr_HDRB", 9);
}

static void frame_corpus(void)
{
    struct tg_buf b;
    char framed[256] = {(char)0xe4, (char)0xe4};

    tg_frame_begin(&b, 7);
    tg_frame_u32(&b, 1);
    tg_frame_u64(&b, 2);
    tg_frame_u32(&b, 3);
    tg_frame_str(&b, "four");
    tg_frame_u32(&b, 5);
    if (!tg_frame_finish(&b) || b.len > sizeof(framed) - 2)
        failed = true;
    else
        memcpy(framed + 2, tg_buf_str(&b), b.len);
    put("frame", "fields", -1, framed, b.len + 2);
    tg_buf_release(&b);
}

/* Failures and thumbnails, and the URIs in them. */
static void thumbnail_corpus(void)
{
    static const char *const uris[] = {"file:///a%20b/%E4", "file://localhost/x", "file:/y?z",
                                       "http://example.org/%", ""};
    struct tg_buf chunks, file;

    tg_buf_init(&chunks, MAX_JPEG);
    tg_buf_init(&file, MAX_JPEG);
    for (size_t i = 0; i < sizeof uris / sizeof *uris; i++) {
        char name[8];

        (void)snprintf(name, sizeof name, "uri%zu", i);
        put("thumbnail", name, -1, uris[i], strlen(uris[i]));
        tg_png_text_put(&chunks, "Thumb::URI", uris[i]);
        tg_png_text_put(&chunks, "Thumb::MTime", "1");
        tg_png_text_alone(&file, &chunks);
        (void)snprintf(name, sizeof name, "png%zu", i);
        put("thumbnail", name, -1, file.data, file.len);
        tg_buf_clear(&file);
        tg_buf_clear(&chunks);
    }
    tg_buf_release(&file);
    tg_buf_release(&chunks);
}

static void html_corpus(void)
{
    static const char *const names[] = {"IMG_0001.jpg", "a#b\"><x>&.jpg",
                                        "caf\xc3\xa9 \xff\xed\xa0\x80", "../..\\a:b?c%20"};
    char number[] = "0";

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++, number[0]++)
        put("html", number, -1, names[i], strlen(names[i]));
}

/* Blocks as cameras write them, and what editors add. */
static void facts_corpus(void)
{
    static const struct made_tag tags[] = {
        {MADE_MAIN, 0x010E, "A description", 0, {0}},
        {MADE_MAIN, 0x010F, "NIKON CORPORATION", 0, {0}},
        {MADE_MAIN, 0x0110, "NIKON D90", 0, {0}},
        {MADE_EXIF, 0x829A, NULL, 2, {1, 250}},
        {MADE_EXIF, 0x829D, NULL, 2, {28, 10}},
        {MADE_EXIF, 0x8827, NULL, 1, {200}},
        {MADE_EXIF, 0x920A, NULL, 2, {35, 1}},
        {MADE_EXIF, 0xA434, "A lens", 0, {0}},
        {MADE_GPS, 1, "N", 0, {0}},
        {MADE_GPS, 2, NULL, 6, {48, 1, 51, 1, 30132, 1000}},
        {MADE_GPS, 3, "W", 0, {0}},
        {MADE_GPS, 4, NULL, 6, {2, 1, 17, 1, 40132, 1000}},
        {0, 0, NULL, 0, {0}},
    };
    static const struct made_tag captions[] = {
        {MADE_MAIN, 0x010E, "SONY DSC", 0, {0}},
        {MADE_MAIN, 0x9C9B, "T\0i\0t\0\0", 8, {0}},
        {MADE_EXIF, 0x9286, "UNICODE\0\0L\0\xe4", 12, {0}},
        {0, 0, NULL, 0, {0}},
    };
    static const struct made_dataset sets[] = {
        {1, 90, "\x1b%G"}, {2, 5, "A title"}, {2, 120, "A caf\xe9"}, {0, 0, NULL}};
    static const char apple[] =
        ";FFMETADATA1\nmajor_brand=qt  \ncreation_time=2021-05-17T13:45:00.000000Z\n"
        "com.apple.quicktime.creationdate=2021-05-17T15:45:00+0200\n";
    static const char alternatives[] =
        XMP("<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>A title</rdf:li>"
            "<rdf:li xml:lang='de'>Titel</rdf:li></rdf:Alt></dc:title>");
    static const char attributes[] =
        XMP_HEAD "<rdf:Description dc:description='a' aux:Lens='b'/>" XMP_TAIL;
    static const char people[] =
        XMP_HEAD "<rdf:Description xmlns:r='http://ns.microsoft.com/photo/1.2/t/Region#' "
                 "r:Rectangle='0.1, 0.2, 0.3, 0.4'/>" XMP_TAIL;
    static const char faces[] = XMP(
        "<m:RegionList xmlns:m='http://www.metadataworkinggroup.com/schemas/regions/' "
        "xmlns:a='http://ns.adobe.com/xmp/sType/Area#'><rdf:li><m:Area a:x='.5' a:y='5e-1' "
        "a:w='0.5' a:h='0.5' a:unit='normalized'/><m:Type>Face</m:Type></rdf:li></m:RegionList>");
    static const char keywords[] =
        XMP_HEAD "<rdf:Description xmlns:l='http://ns.adobe.com/lightroom/1.0/' "
                 "xmlns:k='http://www.digikam.org/ns/1.0/' xmlns:x='http://ns.adobe.com/xap/1.0/' "
                 "xmlns:p='http://ns.adobe.com/photoshop/1.0/' x:Rating='-1' x:Label='Red' "
                 "p:City='Bern'><dc:subject><rdf:Bag><rdf:li>Paris</rdf:li><rdf:li>Jane</rdf:li>"
                 "</rdf:Bag></dc:subject><l:hierarchicalSubject><rdf:Bag><rdf:li>Places|Paris"
                 "</rdf:li></rdf:Bag></l:hierarchicalSubject><k:TagsList><rdf:Seq><rdf:li>"
                 "People/Jane</rdf:li></rdf:Seq></k:TagsList></rdf:Description>" XMP_TAIL;
    static const struct made_dataset tagged[] = {
        {2, 25, "K\xe4se"}, {2, 25, "a|b"}, {2, 90, "Bern"}, {2, 101, "CH"}, {0, 0, NULL}};
    static const char doctype[] = "<!DOCTYPE x [<!ENTITY a 'a'>]><x>&a;</x>";
    struct made camera = make_exif(tags, true), captioned = make_exif(captions, false);

    put("exif", "camera", -1, camera.data + 6, camera.len - 6);
    put("exif", "captions", -1, captioned.data + 6, captioned.len - 6);
    made_free(&camera);
    made_free(&captioned);
    put_made("iptc", "utf8", -1, make_iptc(sets));
    put_made("iptc", "latin1", -1, make_iptc(sets + 1));
    put_made("iptc", "keywords", -1, make_iptc(tagged));
    put("media", "apple", -1, apple, sizeof(apple) - 1);
    put("xmp", "alternatives", -1, alternatives, sizeof(alternatives) - 1);
    put("xmp", "attributes", -1, attributes, sizeof(attributes) - 1);
    put("xmp", "faces", -1, faces, sizeof(faces) - 1);
    put("xmp", "people", -1, people, sizeof(people) - 1);
    put("xmp", "keywords", -1, keywords, sizeof(keywords) - 1);
    put("xmp", "doctype", -1, doctype, sizeof(doctype) - 1);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        (void)fprintf(stderr, "usage: make_corpus FOLDER\n");
        return 2;
    }
    root = argv[1];
    png_corpus();
    webp_corpus();
    gif_corpus();
    tiff_corpus();
    heif_corpus();
    jpeg_corpus();
    raw_corpus();
    exif_corpus();
    text_corpus();
    thumbnail_corpus();
    facts_corpus();
    frame_corpus();
    html_corpus();
    return failed ? 1 : 0;
}
