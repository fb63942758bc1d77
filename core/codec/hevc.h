/* hevc.h (private) - the decoder of HEVC: libde265, or libavcodec with -DTG_HEVC=avcodec.  Both
 * show a sound picture alike, sample for sample, as ITU-T H.265 demands.
 *
 * Parts: heic.c, hevc_avcodec.c, hevc_de265.c. */
#ifndef TG_CODEC_HEVC_H
#define TG_CODEC_HEVC_H

#include "core/codec/heif_decode.h"

/* As struct tg_codec's version. */
void tg_hevc_version(char *text, size_t size);

/* Pictures are coded in blocks of up to 64 x 64, and may be cropped by as much again: so many
 * samples more than a file says may be coded in each direction. */
enum { TG_HEVC_BEYOND = 128 };

#endif
