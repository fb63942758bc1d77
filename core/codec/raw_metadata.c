/* raw_metadata.c - see raw_metadata.h. */
#include "core/codec/raw_metadata.h"

#include "core/codec/exif.h"
#include "core/codec/iptc.h"
#include "core/codec/xmp.h"

void tg_raw_metadata_release(struct tg_raw_metadata *raw)
{
    tg_blob_release(&raw->exif);
    tg_blob_release(&raw->xmp);
    tg_blob_release(&raw->photoshop);
}

struct tg_err *tg_raw_metadata_parse(const struct tg_raw_metadata *raw,
                                     const struct tg_blob *sidecar, struct tg_metadata *metadata)
{
    struct tg_err *err = tg_xmp_parse(sidecar->data, sidecar->len, metadata);

    if (!err)
        err = tg_xmp_parse(raw->xmp.data, raw->xmp.len, metadata);
    if (!err)
        err = tg_iptc_parse(raw->photoshop.data, raw->photoshop.len, metadata);
    return err ? err : tg_exif_parse(raw->exif.data, raw->exif.len, metadata);
}
