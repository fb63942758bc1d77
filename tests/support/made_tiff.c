/* made_tiff.c - see made.h: TIFF, by libtiff. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include "tests/support/made_memory.h"

struct memory {
    struct made file;
    size_t pos;
};

static tmsize_t read_bytes(thandle_t handle, void *to, tmsize_t n)
{
    struct memory *m = handle;
    size_t left = m->pos < m->file.len ? m->file.len - m->pos : 0;
    size_t take = (size_t)n < left ? (size_t)n : left;

    if (take)
        memcpy(to, m->file.data + m->pos, take);
    m->pos += take;
    return (tmsize_t)take;
}

static tmsize_t write_bytes(thandle_t handle, void *from, tmsize_t n)
{
    struct memory *m = handle;
    size_t inside;

    while (m->file.len < m->pos) /* a gap */
        made_append(&m->file, "", 1);
    inside = m->file.len - m->pos < (size_t)n ? m->file.len - m->pos : (size_t)n;
    if (inside)
        memcpy(m->file.data + m->pos, from, inside);
    made_append(&m->file, (const uint8_t *)from + inside, (size_t)n - inside);
    m->pos += (size_t)n;
    return n;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence)
{
    struct memory *m = handle;
    size_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? m->pos : m->file.len;

    m->pos = base + (size_t)offset;
    return m->pos;
}

static int close_nothing(thandle_t handle)
{
    (void)handle;
    return 0;
}

static toff_t file_size(thandle_t handle)
{
    const struct memory *m = handle;

    return m->file.len;
}

static void set_palette(TIFF *tiff, unsigned bits)
{
    uint16_t map[3][256];

    for (unsigned i = 0; i < 1u << bits; i++) {
        uint8_t rgba[4];

        made_palette(i, rgba);
        for (int c = 0; c < 3; c++)
            map[c][i] = (uint16_t)(rgba[c] * 257);
    }
    TIFFSetField(tiff, TIFFTAG_COLORMAP, map[0], map[1], map[2]);
}

static void set_metadata(TIFF *tiff, const struct made_tiff *o)
{
    if (o->icc)
        TIFFSetField(tiff, TIFFTAG_ICCPROFILE, o->icc_len, o->icc);
    if (o->dated)
        TIFFSetField(tiff, TIFFTAG_DATETIME, "2021:03:04 05:06:07");
    if (o->description)
        TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, o->description);
    if (o->make)
        TIFFSetField(tiff, TIFFTAG_MAKE, o->make);
    if (o->model)
        TIFFSetField(tiff, TIFFTAG_MODEL, o->model);
    if (o->xmp)
        TIFFSetField(tiff, TIFFTAG_XMLPACKET, (uint32_t)strlen(o->xmp), o->xmp);
    if (o->photoshop)
        TIFFSetField(tiff, TIFFTAG_PHOTOSHOP, o->photoshop_len, o->photoshop);
}

static void set_tags(TIFF *tiff, const struct raster *r, const struct made_tiff *o)
{
    static const uint8_t dng_version[] = {1, 4, 0, 0};
    uint16_t extra = o->extra;

    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, r->w);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, r->h);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, r->bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, r->channels);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, o->photometric);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, o->planar ? o->planar : PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, o->compression ? o->compression : COMPRESSION_NONE);
    if (extra != 0xffff)
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &extra);
    if (o->orientation)
        TIFFSetField(tiff, TIFFTAG_ORIENTATION, o->orientation);
    if (o->sample_format)
        TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, o->sample_format);
    if (o->photometric == PHOTOMETRIC_PALETTE)
        set_palette(tiff, r->bits);
    set_metadata(tiff, o);
    if (o->dng)
        TIFFSetField(tiff, TIFFTAG_DNGVERSION, dng_version);
    if (o->raw_like) {
        uint64_t offset = 0;

        TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
        TIFFSetField(tiff, TIFFTAG_SUBIFD, 1, &offset);
    }
    if (o->tile) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, o->tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, o->tile);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP,
                     o->strip                             ? o->strip
                     : o->compression == COMPRESSION_JPEG ? 16
                                                          : 5);
    }
    if (o->predictor)
        TIFFSetField(tiff, TIFFTAG_PREDICTOR, o->predictor);
    if (o->smaller_below && o->smaller_len) {
        uint64_t offsets[8] = {0};

        TIFFSetField(tiff, TIFFTAG_SUBIFD, (int)o->smaller_len, offsets);
    }
}

/* Samples [first, first + n) of the pixels x .. x + cols of a row, packed as TIFF wants them. */
static void pack(const struct raster *r, uint32_t x, uint32_t y, uint32_t cols, unsigned first,
                 unsigned n, uint8_t *to)
{
    memset(to, 0, ((size_t)cols * n * r->bits + 7) / 8);
    for (size_t i = 0; i < (size_t)cols * n; i++) {
        size_t px = x + i / n;
        uint16_t v =
            px < r->w && y < r->h ? r->v[((size_t)y * r->w + px) * r->channels + first + i % n] : 0;

        if (r->bits == 16)
            memcpy(to + 2 * i, &v, 2);
        for (size_t b = 0; r->bits < 16 && b < r->bits; b++) {
            size_t at = i * r->bits + b;

            to[at / 8] = (uint8_t)(to[at / 8] | (v >> (r->bits - 1 - b) & 1) << (7 - at % 8));
        }
    }
}

static void write_tiles(TIFF *tiff, const struct raster *r, uint32_t side)
{
    size_t row = (size_t)side * r->channels * r->bits / 8;
    uint8_t *tile = malloc(row * side);

    for (uint32_t y = 0; tile && y < r->h; y += side)
        for (uint32_t x = 0; x < r->w; x += side) {
            for (uint32_t i = 0; i < side; i++)
                pack(r, x, y + i, side, 0, r->channels, tile + i * row);
            if (TIFFWriteTile(tiff, tile, x, y, 0, 0) < 0)
                made_fail("TIFFWriteTile");
        }
    free(tile);
}

static void write_page(TIFF *tiff, const struct raster *r, const struct made_tiff *o)
{
    uint8_t *row = malloc((size_t)r->w * r->channels * 2 + 8);
    unsigned planes = o->planar == PLANARCONFIG_SEPARATE ? r->channels : 1;

    set_tags(tiff, r, o);
    if (o->photometric == PHOTOMETRIC_YCBCR)
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    if (o->tile)
        write_tiles(tiff, r, o->tile);
    for (unsigned p = 0; !o->tile && p < planes; p++)
        for (uint32_t y = 0; row && y < r->h; y++) {
            pack(r, 0, y, r->w, p, r->channels / planes, row);
            if (TIFFWriteScanline(tiff, row, y, (uint16_t)p) != 1)
                made_fail("TIFFWriteScanline");
        }
    free(row);
    if (TIFFWriteDirectory(tiff) != 1)
        made_fail("TIFFWriteDirectory");
}

/* A directory of black tiles, of which the last one is no packed data. */
static void write_bad_page(TIFF *tiff, const struct raster *r, const struct made_tiff *o)
{
    uint32_t n;
    uint8_t *tile;

    set_tags(tiff, r, o);
    n = TIFFNumberOfTiles(tiff);
    tile = calloc(1, (size_t)TIFFTileSize(tiff));
    for (uint32_t i = 0; tile && i + 1 < n; i++)
        if (TIFFWriteEncodedTile(tiff, i, tile, TIFFTileSize(tiff)) < 0)
            made_fail("TIFFWriteEncodedTile");
    if (tile)
        memset(tile, 0xff, 64);
    if (!tile || TIFFWriteRawTile(tiff, n - 1, tile, 64) < 0 || TIFFWriteDirectory(tiff) != 1)
        made_fail("TIFFWriteRawTile");
    free(tile);
}

static void write_smaller(TIFF *tiff, const struct made_tiff *o)
{
    struct made_tiff page = *o;

    page.smaller_len = 0;
    for (size_t i = 0; i < o->smaller_len; i++) {
        if (!o->smaller_unsaid)
            TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
        (o->smaller_bad ? write_bad_page : write_page)(tiff, &o->smaller[i], &page);
    }
}

struct made make_tiff(const struct raster *r, const struct made_tiff *o)
{
    struct memory m = {0};
    struct raster half = *r;
    TIFF *tiff;

    (void)TIFFSetWarningHandler(NULL);
    tiff = TIFFClientOpen("made", o->big_endian ? "wb" : "wl", &m, read_bytes, write_bytes, seek,
                          close_nothing, file_size, NULL, NULL);
    if (!tiff)
        made_fail("TIFFClientOpen");
    write_page(tiff, r, o);
    write_smaller(tiff, o);
    half.h = (r->h + 1) / 2;
    if (o->raw_like) {
        half.channels = 1;
        write_page(tiff, &half,
                   &(struct made_tiff){.photometric = PHOTOMETRIC_CFA, .extra = 0xffff});
    } else if (o->second_page) {
        write_page(tiff, &half,
                   &(struct made_tiff){.photometric = o->photometric, .extra = o->extra});
    }
    TIFFClose(tiff);
    return m.file;
}
