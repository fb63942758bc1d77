/* png_common.c - see png_common.h. */
#include "core/codec/png_common.h"

#include <stdio.h>
#include <string.h>

#include "core/codec/extras.h"

_Noreturn void tg_png_fail(struct tg_png_errors *e, struct tg_err *err)
{
    e->err = err;
    longjmp(e->jump, 1);
}

_Noreturn void tg_png_on_error(png_structp png, png_const_charp text)
{
    struct tg_png_errors *e = png_get_error_ptr(png);

    (void)snprintf(e->text, sizeof(e->text), "%s", text);
    if (strcmp(text, "Out of memory") == 0) /* libpng tells it by its text alone */
        tg_png_fail(e, tg_err_nomem());
    tg_png_fail(e, tg_err_new(e->code, e->path, "%s", text));
}

void tg_png_on_warning(png_structp png, png_const_charp text)
{
    const struct tg_png_errors *e = png_get_error_ptr(png);

    tg_damage_add(e->damage, text);
}

void tg_png_native_samples(png_structp png, unsigned depth)
{
    const uint16_t one = 1;
    uint8_t first;

    memcpy(&first, &one, 1);
    if (depth == 16 && first == 1)
        png_set_swap(png);
}
