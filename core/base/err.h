/* err.h - the one error type.  A function that can fail returns struct tg_err *; NULL is
 * success. */
#ifndef TG_BASE_ERR_H
#define TG_BASE_ERR_H

#include "core/base/attr.h"
#include "core/base/buf.h"

struct tg_err; /* opaque: code, path, message, cause */

enum tg_errc {
    TG_E_NOMEM = 1,   /* out of memory or of descriptors: nothing else will go well either */
    TG_E_SYS,         /* the operating system refused */
    TG_E_CORRUPT,     /* damaged or hostile input */
    TG_E_UNSUPPORTED, /* recognised, but not something we do */
    TG_E_LIMIT,       /* larger than a limit allows */
    TG_E_WORKER,      /* a worker process died, hung or spoke nonsense */
    TG_E_USAGE,       /* the caller asked for something contradictory */
    TG_E_STOPPED,     /* the run was interrupted: nobody's fault */
    TG_E_OUTSIDE,     /* a link that leads out of a folder and may not */
};

/* Makes an error about `path` (NULL if no file is involved).  Copies both strings.  Never returns
 * NULL: when memory is short it returns a static TG_E_NOMEM that tg_err_free() ignores. */
struct tg_err *tg_err_new(enum tg_errc code, const char *path, const char *fmt, ...)
    TG_PRINTF(3, 4) TG_MUST_USE;

/* TG_E_SYS (TG_E_NOMEM for ENOMEM, EMFILE, ENFILE) with the text of errno value `errnum` after the
 * message. */
struct tg_err *tg_err_sys(int errnum, const char *path, const char *fmt, ...)
    TG_PRINTF(3, 4) TG_MUST_USE;

/* The static out-of-memory error; needs no allocation.  Inline, so that compilers and analysers see
 * that it is not NULL. */
extern struct tg_err tg_err_static_nomem;
TG_MUST_USE static inline struct tg_err *tg_err_nomem(void)
{
    return &tg_err_static_nomem;
}

/* Says what was being done when `cause` happened.  Takes ownership of `cause`. */
struct tg_err *tg_err_wrap(struct tg_err *cause, const char *path, const char *fmt, ...)
    TG_PRINTF(3, 4) TG_MUST_USE;

enum tg_errc tg_err_code(const struct tg_err *err); /* of the innermost cause */
const struct tg_err *tg_err_cause(const struct tg_err *err);

/* The path of the outermost link of the chain that has one, or NULL. */
const char *tg_err_path(const struct tg_err *err);

/* Appends "PATH: message: cause: ..." to `out`; a path equal to the one before is not repeated, and
 * control characters of paths and messages are shown as \xNN, so that one error is one line. */
void tg_err_text(const struct tg_err *err, struct tg_buf *out);

void tg_err_free(struct tg_err *err); /* NULL is fine */

#endif
