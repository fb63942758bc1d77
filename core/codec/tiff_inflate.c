/* tiff_inflate.c - strips and tiles packed by Deflate, whole.
 * By libdeflate itself: libtiff uses it only if it was built so, and takes what is longer than it
 * should be for good, with an end that it has not written. */
#include <stdlib.h>

#include <libdeflate.h>

#include "core/codec/tiff.h"

enum { PIXEL_MAX = 4 }; /* samples of a pixel that is told by the one before it */

static bool is_deflate(const struct tg_tiff_page *p)
{
    return p->compression == COMPRESSION_DEFLATE || p->compression == COMPRESSION_ADOBE_DEFLATE;
}

struct tg_err *tg_tiff_inflate_init(struct tg_tiff_inflate *z, const struct tg_tiff *t,
                                    const struct tg_tiff_page *page, size_t bytes)
{
    uint16_t order = 0, predictor = PREDICTOR_NONE;
    unsigned samples = page->planar == PLANARCONFIG_SEPARATE ? 1 : page->samples;

    *z = (struct tg_tiff_inflate){.samples = samples};
    (void)TIFFGetFieldDefaulted(t->tiff, TIFFTAG_FILLORDER, &order);
    if (!is_deflate(page) || order != FILLORDER_MSB2LSB)
        return NULL;
    (void)TIFFGetField(t->tiff, TIFFTAG_PREDICTOR, &predictor);
    z->differences = predictor == PREDICTOR_HORIZONTAL;
    if (predictor != PREDICTOR_NONE &&
        (!z->differences || (page->bits != 8 && page->bits != 16) || samples > PIXEL_MAX))
        return NULL;
    z->room = bytes + bytes / 8; /* more than even what cannot be packed takes */
    z->packed = malloc(z->room);
    z->unpacker = libdeflate_alloc_decompressor();
    return z->packed && z->unpacker ? NULL : tg_err_nomem();
}

void tg_tiff_inflate_release(struct tg_tiff_inflate *z)
{
    libdeflate_free_decompressor(z->unpacker);
    free(z->packed);
}

void tg_tiff_swap(const struct tg_tiff *t, unsigned bits, uint8_t *row, size_t n)
{
    if (!TIFFIsByteSwapped(t->tiff))
        return;
    if (bits == 16)
        TIFFSwabArrayOfShort((void *)row, (tmsize_t)(n / 2));
    else if (bits == 24)
        TIFFSwabArrayOfTriples(row, (tmsize_t)(n / 3));
    else if (bits == 32)
        TIFFSwabArrayOfLong((void *)row, (tmsize_t)(n / 4));
    else if (bits == 64)
        TIFFSwabArrayOfDouble((void *)row, (tmsize_t)(n / 8));
}

/* TIFF 6.0, section 14. */
static void add_up(const struct tg_kernels *k, unsigned bits, unsigned samples, uint8_t *row,
                   size_t n)
{
    uint16_t *deep = (uint16_t *)(void *)row;

    if (bits == 8) {
        k->unfilter_sub(row, row, n, samples);
        return;
    }
    for (size_t i = samples; i < n / 2; i++)
        deep[i] = (uint16_t)(deep[i] + deep[i - samples]);
}

bool tg_tiff_inflate(const struct tg_tiff_inflate *z, struct tg_tiff *t, const struct tg_kernels *k,
                     uint32_t block, const struct tg_tiff_rows *to)
{
    uint64_t at = TIFFGetStrileOffset(t->tiff, block), n = TIFFGetStrileByteCount(t->tiff, block);
    size_t bytes = to->stride * to->rows, made = 0;

    if (!z->unpacker || n > z->room || tg_rawfile_read(&t->file, at, z->packed, (size_t)n) < n ||
        libdeflate_zlib_decompress(z->unpacker, z->packed, (size_t)n, to->data, bytes, &made) !=
            LIBDEFLATE_SUCCESS ||
        made != bytes)
        return false;
    for (size_t y = 0; y < to->rows; y++) {
        tg_tiff_swap(t, to->bits, to->data + y * to->stride, to->stride);
        if (z->differences)
            add_up(k, to->bits, z->samples, to->data + y * to->stride, to->stride);
    }
    return true;
}
