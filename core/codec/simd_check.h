/* simd_check.h - who decodes JPEG files here, and is the JPEG library the fast one?  A
 * libjpeg-turbo built without an assembler, or plain libjpeg, looks the same and is several times
 * slower. */
#ifndef TG_CODEC_SIMD_CHECK_H
#define TG_CODEC_SIMD_CHECK_H

#include "kernels/kernels.h"

/* The instructions that our decoder of ordinary files uses, "AVX-512" and so on; NULL: it is not in
 * use, because with its transforms in C libjpeg-turbo, whose own are for SIMD, is faster. */
const char *tg_jpeg_own_decoder(const struct tg_kernels *k);

/* CPU seconds that libjpeg takes to decode a made-up picture to RGB, the least of several runs;
 * negative if it fails.  libjpeg-turbo decides once per process, by JSIMD_FORCENONE=1 in the
 * environment, whether SIMD is used: call this in a process of its own. */
double tg_jpeg_decode_seconds(void);

#endif
