/* png_common.h (private) - libpng errors as struct tg_err, for the PNG decoder and encoder. */
#ifndef TG_CODEC_PNG_COMMON_H
#define TG_CODEC_PNG_COMMON_H

#include <setjmp.h>

#include <png.h>

#include "core/base/err.h"
#include "core/codec/codec.h"

/* A function that calls libpng begins with
 *     if (setjmp(e->jump))
 *         return e->err;
 * and keeps everything that it allocates in objects of its caller, which outlive the jump. */
struct tg_png_errors {
    jmp_buf jump;
    struct tg_err *err;
    char text[200]; /* of the error, without the path */
    const char *path;
    enum tg_errc code;        /* what an error of libpng means */
    struct tg_damage *damage; /* NULL: warnings are not collected */
};

/* What png_create_read_struct() and png_create_write_struct() want: the error pointer is e. */
_Noreturn void tg_png_on_error(png_structp png, png_const_charp text);
void tg_png_on_warning(png_structp png, png_const_charp text);

/* Leaves libpng with `err`, which the setjmp() owner then returns. */
_Noreturn void tg_png_fail(struct tg_png_errors *e, struct tg_err *err);

/* Has 16-bit samples swapped from or to PNG's byte order where the machine's is another. */
void tg_png_native_samples(png_structp png, unsigned depth);

#endif
