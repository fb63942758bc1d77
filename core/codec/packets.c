/* packets.c - see packets.h. */
#include "core/codec/packets.h"

#include "core/codec/exif.h"
#include "core/codec/iptc.h"
#include "core/codec/xmp.h"

void tg_packets_release(struct tg_packets *packets)
{
    tg_blob_release(&packets->exif);
    tg_blob_release(&packets->xmp);
    tg_blob_release(&packets->photoshop);
}

struct tg_err *tg_packets_tell(const struct tg_packets *packets, const struct tg_blob *sidecar,
                               struct tg_facts *facts)
{
    struct tg_err *err = tg_xmp_tell(sidecar->data, sidecar->len, facts);

    if (!err)
        err = tg_xmp_tell(packets->xmp.data, packets->xmp.len, facts);
    if (!err)
        err = tg_iptc_tell(packets->photoshop.data, packets->photoshop.len, facts);
    return err ? err : tg_exif_tell(packets->exif.data, packets->exif.len, facts);
}
