/* page.h - one page of the site while it is being written; for gallery/ only. */
#ifndef TG_GALLERY_PAGE_H
#define TG_GALLERY_PAGE_H

#include "gallery/html.h"
#include "gallery/site.h"

struct tg_page {
    struct tg_buf *out;
    const struct tg_site *site;
    const struct tg_album *album;
    const char *style, *viewer; /* paths of our assets, relative to OUT */
};

void tg_page_begin(const struct tg_page *page); /* up to the album's heading, <main> is open */
void tg_page_album(const struct tg_page *page); /* sub-albums, then photos */
void tg_page_end(const struct tg_page *page);

/* "24 pictures · 3–12 May 2020" */
void tg_page_summary(struct tg_buf *out, const struct tg_album *album);

#endif
