/* iptc.h - title, caption, keywords and place from IPTC-IIM, in Photoshop's image resources. */
#ifndef TG_CODEC_IPTC_H
#define TG_CODEC_IPTC_H

#include <stdint.h>

#include "core/base/metadata.h"
#include "core/codec/found_tags.h"

/* `data`: image resources one after the other ("8BIM" each), as in a JPEG's APP13 segment behind
 * its mark and in a TIFF's tag 34377.  NULL: there are none.  Reads as far as they make sense.  The
 * only error is memory. */
struct tg_err *tg_iptc_parse(const uint8_t *data, size_t len,
                             struct tg_metadata *metadata) TG_MUST_USE;

/* The same for keywords and the place. */
struct tg_err *tg_iptc_tags(const uint8_t *data, size_t len,
                            struct tg_found_tags *found) TG_MUST_USE;

#endif
