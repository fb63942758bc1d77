/* jpeg_common.c - see jpeg_common.h. */
#include "core/codec/jpeg_common.h"

#include <jerror.h>

#include "core/codec/damage.h"

static struct tg_jpeg_errors *errors_of(j_common_ptr cinfo)
{
    return (struct tg_jpeg_errors *)(void *)cinfo->err;
}

_Noreturn void tg_jpeg_fail(j_common_ptr cinfo, struct tg_err *err)
{
    struct tg_jpeg_errors *e = errors_of(cinfo);

    e->err = err;
    longjmp(e->jump, 1);
}

static _Noreturn void on_error(j_common_ptr cinfo)
{
    struct tg_jpeg_errors *e = errors_of(cinfo);
    enum tg_errc code = cinfo->is_decompressor ? TG_E_CORRUPT : TG_E_UNSUPPORTED;

    cinfo->err->format_message(cinfo, e->text);
    if (cinfo->err->msg_code == JERR_OUT_OF_MEMORY)
        tg_jpeg_fail(cinfo, tg_err_nomem());
    tg_jpeg_fail(cinfo, tg_err_new(code, e->path, "%s", e->text));
}

static void on_message(j_common_ptr cinfo, int level)
{
    struct tg_jpeg_errors *e = errors_of(cinfo);
    char text[JMSG_LENGTH_MAX] = "";

    if (level >= 0 || !e->damage) /* below 0 are warnings: damaged data */
        return;
    cinfo->err->format_message(cinfo, text);
    if (cinfo->err->msg_code == JWRN_ADOBE_XFORM) /* taken for YCbCr, by everyone */
        tg_damage_note(e->damage, text);
    else
        tg_damage_add(e->damage, text);
}

static void no_output(j_common_ptr cinfo)
{
    (void)cinfo;
}

struct jpeg_error_mgr *tg_jpeg_errors_init(struct tg_jpeg_errors *e, const char *path,
                                           struct tg_damage *damage)
{
    *e = (struct tg_jpeg_errors){.path = path, .damage = damage};
    jpeg_std_error(&e->mgr);
    e->mgr.error_exit = on_error;
    e->mgr.emit_message = on_message;
    e->mgr.output_message = no_output;
    return &e->mgr;
}
