/* packets.h - what a photo tells about itself, from the metadata that its file and a file beside it hold. */
#ifndef TG_CODEC_PACKETS_H
#define TG_CODEC_PACKETS_H

#include "core/base/facts.h"
#include "core/image/image.h"

/* Metadata as it stands in a file; all owned, empty if there is none. */
struct tg_packets {
    struct tg_blob exif;      /* begins with "Exif\0\0" */
    struct tg_blob xmp;       /* the XML packet */
    struct tg_blob photoshop; /* image resources, IPTC among them */
};

void tg_packets_release(struct tg_packets *packets);

/* Fills *facts (zeroed by the caller, who releases it, on error too): titles and descriptions from the
 * first that has one of `sidecar`, XMP, IPTC, EXIF.  Damaged packets count as absent; the only error is
 * memory. */
struct tg_err *tg_packets_tell(const struct tg_packets *packets, const struct tg_blob *sidecar,
                               struct tg_facts *facts) TG_MUST_USE;

#endif
