/* markdown.h - a stranger's Markdown (CommonMark) as a part of a page. */
#ifndef TG_GALLERY_MARKDOWN_H
#define TG_GALLERY_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "gallery/settings/settings.h"

enum { TG_MARKDOWN_MAX = 1 << 20 /* of the HTML: definitions of links multiply */ };

struct tg_markdown {
    struct tg_buf html;  /* elements that fit into <main>; no heading is above <h2> */
    struct tg_buf title; /* plain text of a heading of level 1 at the very beginning, if wanted */
    size_t refused;      /* links that were left out */
};

/* HTML in the text is shown as it was written.  Links lead to http, https, mailto or files of the
 * site, else their text stays alone; of pictures only the alternative text is left, since nothing
 * is loaded from elsewhere.  With `want_title` a first heading of level 1 goes to `title` and not
 * to `html`.  Fills `m`, which the caller releases in any case; false when memory is short or the
 * HTML too long. */
bool tg_markdown_init(struct tg_markdown *m, const char *text, size_t len,
                      bool want_title) TG_MUST_USE;
void tg_markdown_release(struct tg_markdown *m);

/* The HTML of one text of a file, in the reader's arena; NULL if it is empty, or was reported.
 * *title: of a heading at its beginning.  If there is one already, a heading that says the same is
 * left out, and another is a heading like others, as with NULL.  *html_len: of all texts of the
 * file so far. */
const char *tg_markdown_html(const struct tg_reader *reader, const char *data, size_t len,
                             const char **title, size_t *html_len);

#endif
