/* page_ways.h - ways in which the first page of a site begins, and which parts of covers are
 * seen. */
#ifndef TG_GALLERY_PAGE_WAYS_H
#define TG_GALLERY_PAGE_WAYS_H

#include "gallery/model/focus.h"
#include "gallery/pages/page_picture.h"

/* Whether the page begins otherwise than with tiles, which takes a style sheet of its own. */
bool tg_page_has_way(const struct tg_page *page);

/* The large picture over the title, or a mosaic of a few; nothing on other pages. */
void tg_page_lead(const struct tg_page *page);

/* What a story's tile says of it, in page_tiles.c. */
void tg_page_tile_words(const struct tg_page *page, const struct tg_node *node);

/* A node that the page lists, and its year, 0 if its tile tells none. */
struct tg_dated {
    const struct tg_node *node;
    unsigned year;
    size_t place; /* on the page */
};

/* Those that the page lists, by years; owned by the caller.  NULL when memory is short, of which
 * page->out is told. */
struct tg_dated *tg_page_years(const struct tg_page *page, size_t *len) TG_MUST_USE;

/* Links to the years, if they are several; and the heading of one. */
void tg_page_year_links(const struct tg_page *page, const struct tg_dated *list, size_t len);
void tg_page_year_heading(const struct tg_page *page, unsigned year);

/* The property of a style attribute by which a picture that is cropped to these shapes shows what
 * counts; nothing where that is its middle. */
void tg_page_focus(struct tg_buf *style, const struct tg_ref *ref, struct tg_shapes shapes);

#endif
