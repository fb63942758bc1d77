/* made.c - see made.h: what all formats need, PNG and WebP. */
#include "tests/support/made.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include "tests/support/made_memory.h"

void made_fail(const char *what)
{
    (void)fprintf(stderr, "made: %s\n", what);
    exit(2);
}

void made_append(struct made *m, const void *data, size_t len)
{
    m->data = realloc(m->data, m->len + len + 1);
    if (!m->data)
        made_fail("out of memory");
    memcpy(m->data + m->len, data, len);
    m->len += len;
}

void made_free(struct made *m)
{
    free(m->data);
    *m = (struct made){0};
}

struct raster raster_new(uint32_t w, uint32_t h, unsigned channels, unsigned bits)
{
    struct raster r = {.w = w, .h = h, .channels = channels, .bits = bits};
    size_t n = (size_t)w * h * channels;
    uint32_t top = (1u << bits) - 1, noise = 7;

    r.v = malloc(n * sizeof(*r.v));
    if (!r.v)
        made_fail("out of memory");
    for (size_t i = 0; i < n; i++) {
        uint32_t x = (uint32_t)(i / channels % w), y = (uint32_t)(i / channels / w);
        uint32_t c = (uint32_t)(i % channels);
        uint64_t slope =
            (uint64_t)top * (c & 1 ? x : y) / ((c & 1 ? w : h) > 1 ? (c & 1 ? w : h) - 1 : 1);

        noise = noise * 1664525 + 1013904223;
        r.v[i] = (uint16_t)((slope + (noise >> 16) % (top / 8 + 1)) % (top + 1));
    }
    return r;
}

void raster_free(struct raster *r)
{
    free(r->v);
    *r = (struct raster){0};
}

void made_palette(unsigned i, uint8_t rgba[4])
{
    rgba[0] = (uint8_t)(i * 37);
    rgba[1] = (uint8_t)(i * 91 + 5);
    rgba[2] = (uint8_t)(255 - i);
    rgba[3] = (uint8_t)(i % 3 ? 255 : i);
}

/* PNG */

static void png_append(png_structp png, png_bytep data, size_t len)
{
    made_append(png_get_io_ptr(png), data, len);
}

static void png_nothing(png_structp png)
{
    (void)png;
}

static int png_type(const struct raster *r, const struct made_png *o)
{
    static const int types[5] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                 PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};

    return o->palette ? PNG_COLOR_TYPE_PALETTE : types[r->channels];
}

static void set_palette(png_structp png, png_infop info, const struct raster *r,
                        const struct made_png *o)
{
    int n = 1 << r->bits;
    png_color colours[256];
    png_byte alpha[256];

    for (int i = 0; i < n; i++) {
        uint8_t rgba[4];

        made_palette((unsigned)i, rgba);
        colours[i] = (png_color){rgba[0], rgba[1], rgba[2]};
        alpha[i] = rgba[3];
    }
    png_set_PLTE(png, info, colours, n);
    if (o->transparency)
        png_set_tRNS(png, info, alpha, n, NULL);
}

static void set_transparent_colour(png_structp png, png_infop info, const struct raster *r)
{
    png_color_16 colour = {0};

    colour.gray = colour.red = r->v[0];
    if (r->channels == 3) {
        colour.green = r->v[1];
        colour.blue = r->v[2];
    }
    png_set_tRNS(png, info, NULL, 0, &colour);
}

static void write_chunks(png_structp png, const struct made_chunk *chunks, bool late)
{
    for (const struct made_chunk *c = chunks; c && c->name; c++)
        if (c->late == late)
            png_write_chunk(png, (png_const_bytep)c->name, c->data, c->len);
}

/* The row as PNG stores it, before filtering, one sample in `bits` bits. */
static void pack_row(const struct raster *r, uint32_t y, uint8_t *row)
{
    size_t n = (size_t)r->w * r->channels;

    for (size_t i = 0; i < n; i++) {
        uint16_t v = r->v[y * n + i];

        if (r->bits == 16) {
            row[2 * i] = (uint8_t)(v >> 8);
            row[2 * i + 1] = (uint8_t)v;
        } else if (r->bits == 8) {
            row[i] = (uint8_t)v;
        } else {
            size_t bit = i * r->bits, shift = 8 - r->bits - bit % 8;

            if (bit % 8 == 0)
                row[bit / 8] = 0;
            row[bit / 8] = (uint8_t)(row[bit / 8] | v << shift);
        }
    }
}

struct made make_png(const struct raster *r, const struct made_png *o)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    size_t stride = (size_t)r->w * r->channels * 2 + 8;
    uint8_t *row = malloc(stride);
    struct made out = {0};
    int passes;

    png_set_write_fn(png, &out, png_append, png_nothing);
    png_set_IHDR(png, info, r->w, r->h, (int)r->bits, png_type(r, o),
                 o->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_buffer_size(png, 512); /* several IDAT chunks */
    if (o->palette)
        set_palette(png, info, r, o);
    else if (o->transparency)
        set_transparent_colour(png, info, r);
    png_write_info_before_PLTE(png, info);
    write_chunks(png, o->chunks, false);
    png_write_info(png, info);
    passes = png_set_interlace_handling(png);
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; row && y < r->h; y++) {
            pack_row(r, y, row);
            png_write_row(png, row);
        }
    write_chunks(png, o->chunks, true);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    free(row);
    return out;
}

/* WebP */

static uint8_t *bytes_of(const struct raster *r, bool upside_down)
{
    size_t n = (size_t)r->w * r->channels;
    uint8_t *p = malloc(n * r->h);

    if (!p)
        made_fail("out of memory");
    for (size_t y = 0; y < r->h; y++)
        for (size_t i = 0; i < n; i++)
            p[y * n + i] = (uint8_t)r->v[(upside_down ? r->h - 1 - y : y) * n + i];
    return p;
}

static void add_chunk(WebPMux *mux, const char *name, const char *text)
{
    WebPData data = {(const uint8_t *)text, text ? strlen(text) : 0};

    if (text && WebPMuxSetChunk(mux, name, &data, 1) != WEBP_MUX_OK)
        made_fail("WebPMuxSetChunk");
}

static void fill_picture(WebPPicture *picture, const struct raster *r, bool upside_down)
{
    uint8_t *pixels = bytes_of(r, upside_down);

    picture->width = (int)r->w;
    picture->height = (int)r->h;
    picture->use_argb = 1;
    if (!(r->channels == 4 ? WebPPictureImportRGBA(picture, pixels, (int)(r->w * 4))
                           : WebPPictureImportRGB(picture, pixels, (int)(r->w * 3))))
        made_fail("WebPPictureImport");
    free(pixels);
}

struct made make_webp(const struct raster *r, const struct made_webp *o)
{
    WebPConfig config;
    WebPPicture picture;
    WebPMemoryWriter writer;
    WebPData bits, whole;
    WebPMux *mux = WebPMuxNew();
    struct made out = {0};

    WebPMemoryWriterInit(&writer);
    if (!WebPConfigInit(&config) || !WebPPictureInit(&picture))
        made_fail("WebPConfigInit");
    config.lossless = o->lossless;
    config.exact = 1;
    config.quality = (float)(o->lossless ? 20 : o->quality);
    fill_picture(&picture, r, false);
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = &writer;
    if (!WebPEncode(&config, &picture))
        made_fail("WebPEncode");
    bits = (WebPData){writer.mem, writer.size};
    (void)WebPMuxSetImage(mux, &bits, 1);
    add_chunk(mux, "ICCP", o->icc);
    add_chunk(mux, "EXIF", o->exif);
    add_chunk(mux, "XMP ", o->xmp);
    if (WebPMuxAssemble(mux, &whole) != WEBP_MUX_OK)
        made_fail("WebPMuxAssemble");
    made_append(&out, whole.bytes, whole.size);
    WebPDataClear(&whole);
    WebPMuxDelete(mux);
    WebPPictureFree(&picture);
    WebPMemoryWriterClear(&writer);
    return out;
}

struct made make_webp_animation(const struct raster *r)
{
    WebPAnimEncoder *encoder = WebPAnimEncoderNew((int)r->w, (int)r->h, NULL);
    WebPConfig config;
    WebPData whole;
    struct made out = {0};

    if (!WebPConfigInit(&config))
        made_fail("WebPConfigInit");
    config.lossless = 1;
    config.exact = 1;
    for (int i = 0; i < 2; i++) {
        WebPPicture picture;

        if (!WebPPictureInit(&picture))
            made_fail("WebPPictureInit");
        fill_picture(&picture, r, i == 1);
        if (!WebPAnimEncoderAdd(encoder, &picture, 100 * i, &config))
            made_fail("WebPAnimEncoderAdd");
        WebPPictureFree(&picture);
    }
    WebPDataInit(&whole);
    if (!WebPAnimEncoderAdd(encoder, NULL, 200, NULL) || !WebPAnimEncoderAssemble(encoder, &whole))
        made_fail("WebPAnimEncoderAssemble");
    made_append(&out, whole.bytes, whole.size);
    WebPDataClear(&whole);
    WebPAnimEncoderDelete(encoder);
    return out;
}
