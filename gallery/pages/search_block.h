/* search_block.h - pictures as results of a search show them, as columns of little text; for
 * search_index.c. */
#ifndef TG_GALLERY_SEARCH_BLOCK_H
#define TG_GALLERY_SEARCH_BLOCK_H

#include "gallery/pages/page.h"

enum { TG_SEARCH_BLOCK = 1024 }; /* pictures in one file */

/* A picture on a page. */
struct tg_search_item {
    const struct tg_node *node;      /* that shows it */
    const struct tg_ref *in_section; /* NULL: it is in a row, and `own` */
    struct tg_ref own;
    size_t page; /* of the node's */
};

const struct tg_ref *tg_search_ref(const struct tg_search_item *item);

/* The columns of some items as arguments of a script's function: ["KIND..."], "names", "days",
 * "pages", "kinds", ["title"].  `page` is any of the site. */
void tg_search_block_put(const struct tg_page *page, const struct tg_search_item *items, size_t len,
                         struct tg_buf *out);

/* The smallest rendition of it; NULL if there is none. */
const struct tg_rendition *tg_search_thumb(const struct tg_ref *ref);

/* The address of a file of OUT, from OUT. */
void tg_search_put_path(struct tg_buf *out, const char *dir, const char *name);

/* Appends a name: nothing if it is `last` with its number one higher, "!" and how much higher if it
 * is that, or else a digit that says how much it shares with `last` at its start, and the rest. */
void tg_search_put_name(struct tg_buf *out, const char *last, const char *name);

#endif
