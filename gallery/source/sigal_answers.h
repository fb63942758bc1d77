/* sigal_answers.h - what takes the place of a setting of sigal's; for gallery/ only. */
#ifndef TG_GALLERY_SIGAL_ANSWERS_H
#define TG_GALLERY_SIGAL_ANSWERS_H

#include "core/base/buf.h"
#include "gallery/source/sigal_conf.h"

/* What there is to say of one; nothing if both are empty, as of what sigal does unasked. */
struct tg_sigal_answer {
    const char *key;     /* of album.md; NULL: none */
    struct tg_buf line;  /* to be written into album.md, "title: \"Summer\""; empty: none */
    struct tg_buf words; /* behind the line, or alone */
};

/* Adds to the buffers, which are the caller's.  No value of a password is among it.  False: there
 * is no equal, or no need of one. */
bool tg_sigal_answer(const struct tg_sigal_conf *conf, const struct tg_sigal_setting *setting,
                     struct tg_sigal_answer *answer);

#endif
