/* err.c - see err.h. */
#include "core/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tg_err {
    enum tg_errc code;
    char *path; /* NULL if none */
    char *message;
    struct tg_err *cause;
};

static char nomem_message[] = "out of memory";
struct tg_err tg_err_static_nomem = {.code = TG_E_NOMEM, .message = nomem_message};

TG_PRINTF(3, 0)
static struct tg_err *make(enum tg_errc code, const char *path, const char *fmt, va_list ap)
{
    struct tg_err *e = calloc(1, sizeof(*e));
    va_list again;
    int len;

    if (!e)
        return &tg_err_static_nomem;
    e->code = code;
    va_copy(again, ap);
    len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    e->message = len < 0 ? NULL : malloc((size_t)len + 1);
    e->path = path ? strdup(path) : NULL;
    if (!e->message || (path && !e->path)) {
        tg_err_free(e);
        return &tg_err_static_nomem;
    }
    (void)vsnprintf(e->message, (size_t)len + 1, fmt, ap);
    return e;
}

struct tg_err *tg_err_new(enum tg_errc code, const char *path, const char *fmt, ...)
{
    struct tg_err *e;
    va_list ap;

    va_start(ap, fmt);
    e = make(code, path, fmt, ap);
    va_end(ap);
    return e;
}

/* What a person can do about the common one. */
static const char *explain(int errnum)
{
    if (errnum == ENOSPC)
        return "the disk is full: make room and run the same command again";
    if (errnum == EDQUOT)
        return "your disk quota is used up: make room and run the same command again";
    return strerror(errnum);
}

struct tg_err *tg_err_sys(int errnum, const char *path, const char *fmt, ...)
{
    bool scarce = errnum == ENOMEM || errnum == EMFILE || errnum == ENFILE;
    enum tg_errc code = scarce ? TG_E_NOMEM : TG_E_SYS;
    struct tg_err *e;
    va_list ap;

    va_start(ap, fmt);
    e = make(code, path, fmt, ap);
    va_end(ap);
    if (e != &tg_err_static_nomem)
        e->cause = tg_err_new(code, NULL, "%s", explain(errnum));
    return e;
}

struct tg_err *tg_err_wrap(struct tg_err *cause, const char *path, const char *fmt, ...)
{
    struct tg_err *e;
    va_list ap;

    va_start(ap, fmt);
    e = make(tg_err_code(cause), path, fmt, ap);
    va_end(ap);
    if (e == &tg_err_static_nomem) {
        tg_err_free(cause);
        return e;
    }
    e->cause = cause;
    return e;
}

enum tg_errc tg_err_code(const struct tg_err *err)
{
    while (err->cause)
        err = err->cause;
    return err->code;
}

const struct tg_err *tg_err_cause(const struct tg_err *err)
{
    return err->cause;
}

const char *tg_err_path(const struct tg_err *err)
{
    for (; err; err = err->cause)
        if (err->path)
            return err->path;
    return NULL;
}

void tg_err_text(const struct tg_err *err, struct tg_buf *out)
{
    const char *last = NULL;
    const char *separator = "";

    for (; err; err = err->cause) {
        if (err->path && (!last || strcmp(last, err->path) != 0)) {
            tg_buf_puts(out, separator);
            tg_buf_put_printable(out, err->path);
            last = err->path;
            separator = ": ";
        }
        tg_buf_puts(out, separator);
        tg_buf_put_printable(out, err->message);
        separator = ": ";
    }
}

void tg_err_free(struct tg_err *err)
{
    while (err && err != &tg_err_static_nomem) {
        struct tg_err *cause = err->cause;

        free(err->path);
        free(err->message);
        free(err);
        err = cause;
    }
}
