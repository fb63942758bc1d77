/* xmp.h - title, description and lens from XMP packets and sidecar files, through expat. */
#ifndef TG_CODEC_XMP_H
#define TG_CODEC_XMP_H

#include <stdint.h>

#include "core/base/metadata.h"

/* What is larger is not read. */
enum { TG_XMP_MAX = 1 << 20 };

/* Adds what the packet says and *metadata does not hold yet.  Document types (and with them
 * entities), deep nesting and damage end the reading; what came before counts.  The only error is
 * memory. */
struct tg_err *tg_xmp_parse(const uint8_t *data, size_t len,
                            struct tg_metadata *metadata) TG_MUST_USE;

#endif
