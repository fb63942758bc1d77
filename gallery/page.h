/* page.h - one page of the site while it is being written; for gallery/ only. */
#ifndef TG_GALLERY_PAGE_H
#define TG_GALLERY_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gallery/html.h"
#include "gallery/site.h"

struct tg_page {
    struct tg_buf *out;
    const struct tg_site *site;
    const struct tg_album *album;
    const char *style, *viewer, *unlock; /* paths of our assets, relative to OUT */
    uint64_t row_height; /* of pictures, in thousandths of the usual; for page_album.c only */
};

void tg_page_begin(const struct tg_page *page); /* up to the album's heading, <main> is open */
void tg_page_album(const struct tg_page *page); /* sub-albums, then photos */
void tg_page_end(const struct tg_page *page);
void tg_page_seal(const struct tg_page *page); /* behind the album's password, if it has one */

/* page_meta.c: in the head, what machines read: canonical address, OpenGraph and cards, JSON-LD, robots. */
void tg_page_meta(const struct tg_page *page);
void tg_page_sitemap(const struct tg_page *page);

/* Whether the album's pictures are divided by days: if its file says so, or it has many, and they are in the
 * order of their dates. */
bool tg_album_by_day(const struct tg_album *album);

/* Before the `i`th photo: the heading of its day and the beginning of a list, if it is the first of that day. */
void tg_page_day(struct tg_buf *out, const struct tg_album *album, size_t i);

/* "24 pictures · 2 films · 3–12 May 2020" */
void tg_page_summary(struct tg_buf *out, const struct tg_album *album);

#endif
