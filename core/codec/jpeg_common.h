/* jpeg_common.h (private) - libjpeg errors as struct tg_err, for the JPEG decoder and encoder. */
#ifndef TG_CODEC_JPEG_COMMON_H
#define TG_CODEC_JPEG_COMMON_H

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "core/base/err.h"
#include "core/codec/codec.h"

/* A function that calls libjpeg begins with
 *     if (setjmp(e->jump))
 *         return e->err;
 * and keeps everything that it allocates in objects of its caller, which outlive the jump. */
struct tg_jpeg_errors {
    struct jpeg_error_mgr mgr; /* first: libjpeg knows only this part */
    jmp_buf jump;
    struct tg_err *err;
    char text[JMSG_LENGTH_MAX]; /* of the error, without the path */
    const char *path;
    struct tg_damage *damage; /* NULL: warnings are not collected */
};

/* Installs the handlers into `e` and returns what belongs into cinfo.err. */
struct jpeg_error_mgr *tg_jpeg_errors_init(struct tg_jpeg_errors *e, const char *path,
                                           struct tg_damage *damage);

/* Leaves libjpeg with `err`, which the setjmp() owner then returns. */
_Noreturn void tg_jpeg_fail(j_common_ptr cinfo, struct tg_err *err);

#endif
