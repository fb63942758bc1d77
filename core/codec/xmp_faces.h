/* xmp_faces.h - where an XMP packet says that faces are: regions of the Metadata Working Group
 * (digiKam, Lightroom, Picasa, phones), or Microsoft's (Windows Photo Gallery). */
#ifndef TG_CODEC_XMP_FACES_H
#define TG_CODEC_XMP_FACES_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/faces.h"
#include "core/codec/info.h"

/* Of the picture whose header says *info.  *faces: upright, none if the packet speaks of none, or
 * of a picture of another shape.  What is damaged counts as absent; the only error is memory. */
struct tg_err *tg_xmp_faces(const uint8_t *data, size_t len, const struct tg_info *info,
                            struct tg_faces *faces) TG_MUST_USE;

#endif
