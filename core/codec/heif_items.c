/* heif_items.c - what is said of items, and their bytes; see heif.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/size.h"
#include "core/codec/extras.h"
#include "core/codec/heif.h"

bool tg_heif_property(const struct tg_heif *h, const struct tg_heif_item *item, uint32_t type,
                      unsigned n, struct tg_heif_cursor *data)
{
    for (size_t i = item->use; i < item->use + item->uses; i++) {
        size_t at = h->uses[i].property;

        if (at < 1 || at > h->properties_len || h->properties[at - 1].type != type || n-- > 0)
            continue;
        *data = h->properties[at - 1].data;
        return true;
    }
    return false;
}

const struct tg_heif_item *tg_heif_target(const struct tg_heif *h, const struct tg_heif_item *item,
                                          uint32_t type, unsigned n)
{
    for (size_t i = 0; i < h->references_len; i++) {
        const struct tg_heif_reference *r = &h->references[i];

        if (r->type == type && r->from == item->id && n-- == 0)
            return tg_heif_item(h, r->to);
    }
    return NULL;
}

const struct tg_heif_item *tg_heif_referrer(const struct tg_heif *h,
                                            const struct tg_heif_item *item, uint32_t type,
                                            unsigned n)
{
    for (size_t i = 0; i < h->references_len; i++) {
        const struct tg_heif_reference *r = &h->references[i];

        if (r->type == type && r->to == item->id && n-- == 0)
            return tg_heif_item(h, r->from);
    }
    return NULL;
}

/* The part of an extent that its source has. */
static struct tg_blob clip(struct tg_blob source, const struct tg_heif_extent *e, bool *cut)
{
    uint64_t left = e->at < source.len ? source.len - e->at : 0;
    uint64_t want = e->len ? e->len : left;

    *cut = *cut || want > left || left == 0;
    if (left == 0)
        return (struct tg_blob){0};
    return (struct tg_blob){source.data + e->at, (size_t)(want < left ? want : left)};
}

struct tg_err *tg_heif_data(const struct tg_heif *h, const struct tg_heif_item *item,
                            struct tg_blob *data, bool *cut)
{
    struct tg_blob source = h->file, whole = {0};
    size_t all = 0;

    if (item->elsewhere || item->construction > 1)
        return tg_err_new(TG_E_UNSUPPORTED, h->path, "keeps its picture %s",
                          item->elsewhere ? "in another file or protected"
                                          : "in parts of other items");
    if (item->construction == 1)
        source = tg_heif_span(&h->idat);
    *cut = item->extents == 0;
    for (size_t i = 0; i < item->extents; i++)
        if (!tg_size_add(all, clip(source, &h->extents[item->extent + i], cut).len, &all) ||
            all > h->file.len) /* parts of it more than once */
            return tg_err_new(TG_E_CORRUPT, h->path, "is damaged: its iloc box makes no sense");
    if (all == 0)
        return tg_err_new(TG_E_CORRUPT, h->path, "is cut short");
    whole.data = malloc(all);
    if (!whole.data)
        return tg_err_nomem();
    for (size_t i = 0; i < item->extents; i++) {
        struct tg_blob part = clip(source, &h->extents[item->extent + i], cut);

        if (part.len)
            memcpy(whole.data + whole.len, part.data, part.len);
        whole.len += part.len;
    }
    *data = whole;
    return NULL;
}

/* 23008-12, annex A.2.1: a number, and so many bytes further the TIFF structure. */
static struct tg_err *take_exif(const struct tg_blob *data, struct tg_blob *exif)
{
    struct tg_heif_cursor c = {.at = data->data, .left = data->len};
    uint64_t before = tg_heif_get(&c, 4);

    if (c.bad || before >= c.left)
        return NULL;
    return tg_extras_set_exif(exif, c.at + before, c.left - (size_t)before);
}

static bool is_exif(const struct tg_heif_item *item)
{
    return item->type == TG_FOURCC('E', 'x', 'i', 'f');
}

/* The block of an item of EXIF or XMP; the other pointer is NULL.  What cannot be read is none:
 * metadata never cost a picture. */
static struct tg_err *take_metadata(const struct tg_heif *h, const struct tg_heif_item *item,
                                    struct tg_blob *exif, struct tg_blob *xmp)
{
    struct tg_blob data = {0};
    struct tg_err *err;
    bool cut;

    err = tg_heif_data(h, item, &data, &cut);
    if (err && tg_err_code(err) != TG_E_NOMEM) {
        tg_err_free(err);
        return NULL;
    }
    if (!err && data.len <= TG_EXTRA_MAX)
        err = exif ? take_exif(&data, exif) : tg_blob_set(xmp, data.data, data.len);
    tg_blob_release(&data);
    return err;
}

struct tg_err *tg_heif_metadata(const struct tg_heif *h, const struct tg_heif_item *item,
                                struct tg_blob *exif, struct tg_blob *xmp)
{
    const struct tg_heif_item *found[2] = {NULL, NULL}; /* the first of either kind */
    struct tg_err *err;

    for (size_t i = 0; i < h->references_len; i++) {
        const struct tg_heif_reference *r = &h->references[i];
        const struct tg_heif_item *from = NULL;

        if (r->type == TG_FOURCC('c', 'd', 's', 'c') && r->to == item->id)
            from = tg_heif_item(h, r->from);
        if (from && (is_exif(from) || from->xmp) && !found[from->xmp])
            found[from->xmp] = from;
    }
    err = found[0] ? take_metadata(h, found[0], exif, NULL) : NULL;
    return !err && found[1] ? take_metadata(h, found[1], NULL, xmp) : err;
}
