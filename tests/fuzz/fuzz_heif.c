/* fuzz_heif.c - the boxes of HEIF files: whatever they hold, the promises of heif.h. */
#include "core/codec/heif.h"
#include "tests/fuzz/fuzz.h"

static void check_picture(const struct tg_heif *h, const struct tg_heif_picture *p)
{
    require(p->x < p->coded_w && p->w >= 1 && p->w <= p->coded_w - p->x);
    require(p->y < p->coded_h && p->h >= 1 && p->h <= p->coded_h - p->y);
    require(p->orientation >= 1 && p->orientation <= 8);
    require(p->columns * p->rows <= TG_HEIF_TILES);
    require((uint64_t)p->columns * p->tile_w >= p->coded_w);
    require((uint64_t)p->rows * p->tile_h >= p->coded_h);
    for (size_t i = 0; i < (size_t)p->columns * p->rows; i++) {
        const struct tg_heif_item *tile = tg_heif_tile(h, p, i);
        struct tg_blob data = {0};
        bool cut;

        if (!tile)
            continue;
        require(tile->type == p->type);
        tg_err_free(tg_heif_data(h, tile, &data, &cut));
        require(data.len <= h->file.len);
        tg_blob_release(&data);
    }
}

static void check_item(const struct tg_heif *h, const struct tg_heif_item *item)
{
    struct tg_heif_picture p, thumbnail;
    struct tg_blob exif = {0}, xmp = {0};
    struct tg_err *err = tg_heif_describe(h, item, &p);

    tg_err_free(tg_heif_metadata(h, item, &exif, &xmp));
    tg_blob_release(&exif);
    tg_blob_release(&xmp);
    if (!err) {
        check_picture(h, &p);
        if (tg_heif_thumbnail(h, &p, 1, 1, &thumbnail))
            check_picture(h, &thumbnail);
    }
    tg_err_free(err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MOST = 1 << 16 };
    static uint8_t copy[MOST];
    struct tg_blob file = {copy, size};
    struct tg_heif h;
    struct tg_err *err;

    if (size > MOST)
        return 0;
    for (size_t i = 0; i < size; i++)
        copy[i] = data[i];
    err = tg_heif_open(&h, "input", &file);
    for (size_t i = 0; !err && i < h.items_len; i++)
        check_item(&h, &h.items[i]);
    tg_err_free(err);
    tg_heif_release(&h);
    return 0;
}
