/* raw_metadata.c - see raw_metadata.h. */
#include "core/codec/raw_metadata.h"

#include <string.h>

#include "core/codec/exif.h"
#include "core/codec/iptc.h"
#include "core/codec/xmp.h"
#include "core/codec/xmp_faces.h"
#include "core/codec/xmp_tags.h"

void tg_raw_metadata_release(struct tg_raw_metadata *raw)
{
    tg_blob_release(&raw->exif);
    tg_blob_release(&raw->xmp);
    tg_blob_release(&raw->photoshop);
}

static struct tg_err *add_faces(const struct tg_raw_metadata *raw, const struct tg_blob *sidecar,
                                const struct tg_info *info, struct tg_metadata *metadata)
{
    char text[TG_FACES_TEXT];
    struct tg_faces faces;
    struct tg_err *err = tg_xmp_faces(sidecar->data, sidecar->len, info, &faces);

    if (!err && !faces.len)
        err = tg_xmp_faces(raw->xmp.data, raw->xmp.len, info, &faces);
    if (err)
        return err;
    tg_faces_write(&faces, text);
    return tg_metadata_add(metadata, TG_METADATA_FACES, text, strlen(text), TG_CHARSET_UTF8);
}

static struct tg_err *add_tags(const struct tg_raw_metadata *raw, const struct tg_blob *sidecar,
                               struct tg_metadata *metadata)
{
    enum { SIDECAR, XMP, IPTC, SOURCES };
    struct tg_found_tags found[SOURCES] = {{.rated = false}};
    struct tg_err *err = tg_xmp_tags(sidecar->data, sidecar->len, &found[SIDECAR]);

    if (!err)
        err = tg_xmp_tags(raw->xmp.data, raw->xmp.len, &found[XMP]);
    if (!err)
        err = tg_iptc_tags(raw->photoshop.data, raw->photoshop.len, &found[IPTC]);
    if (!err)
        err = tg_found_tags_take(found, SOURCES, metadata);
    for (size_t i = 0; i < SOURCES; i++)
        tg_found_tags_release(&found[i]);
    return err;
}

struct tg_err *tg_raw_metadata_parse(const struct tg_raw_metadata *raw,
                                     const struct tg_blob *sidecar, const struct tg_info *info,
                                     struct tg_metadata *metadata)
{
    struct tg_err *err = tg_xmp_parse(sidecar->data, sidecar->len, metadata);

    if (!err)
        err = tg_xmp_parse(raw->xmp.data, raw->xmp.len, metadata);
    if (!err)
        err = tg_iptc_parse(raw->photoshop.data, raw->photoshop.len, metadata);
    if (!err)
        err = add_faces(raw, sidecar, info, metadata);
    if (!err)
        err = tg_exif_parse(raw->exif.data, raw->exif.len, metadata);
    return err ? err : add_tags(raw, sidecar, metadata);
}
