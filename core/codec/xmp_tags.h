/* xmp_tags.h (private to core/codec) - keywords, people, place, rating and labels in XMP packets,
 * as digiKam, darktable, Lightroom, Windows and others write them. */
#ifndef TG_CODEC_XMP_TAGS_H
#define TG_CODEC_XMP_TAGS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/codec/found_tags.h"

/* Adds to *found.  What is damaged counts as absent, and what came before the damage counts; the
 * only error is memory. */
struct tg_err *tg_xmp_tags(const uint8_t *data, size_t len,
                           struct tg_found_tags *found) TG_MUST_USE;

#endif
