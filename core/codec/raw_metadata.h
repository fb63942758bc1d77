/* raw_metadata.h - metadata as files hold it, and a photo's metadata from it. */
#ifndef TG_CODEC_RAW_METADATA_H
#define TG_CODEC_RAW_METADATA_H

#include "core/base/metadata.h"
#include "core/codec/info.h"
#include "core/image/image.h"

/* Blocks of a file, as they are; all owned, empty if there is none. */
struct tg_raw_metadata {
    struct tg_blob exif;      /* begins with "Exif\0\0" */
    struct tg_blob xmp;       /* the XML packet */
    struct tg_blob photoshop; /* image resources, IPTC among them */
};

void tg_raw_metadata_release(struct tg_raw_metadata *raw);

/* Fills *metadata (zeroed by the caller, who releases it, on error too): titles and descriptions
 * from the first that has one of `sidecar`, XMP, IPTC, EXIF, and faces of the picture whose header
 * says *info from the first of the former two.  So do keywords, people, the place, the rating and
 * labels come from the first of sidecar, XMP and IPTC that has some; EXIF may have a rating.
 * Damaged blocks count as absent; the only error is
 * memory. */
struct tg_err *tg_raw_metadata_parse(const struct tg_raw_metadata *raw,
                                     const struct tg_blob *sidecar, const struct tg_info *info,
                                     struct tg_metadata *metadata) TG_MUST_USE;

#endif
