/* page.h - one page of the site while it is being written; for gallery/ only. */
#ifndef TG_GALLERY_PAGE_H
#define TG_GALLERY_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gallery/model/dates.h"
#include "gallery/model/site.h"
#include "gallery/pages/html.h"

struct tg_page {
    struct tg_buf *out;
    const struct tg_site *site;
    const struct tg_album *album;
    const char *style, *viewer, *unlock; /* paths of our assets, relative to OUT */
    size_t first, end;         /* its photos: from the album's `first`th to the one before `end` */
    size_t number, pages;      /* which one it is of how many, from 1 */
    struct tg_summary summary; /* of the album */
    uint64_t row_height;       /* of pictures, in thousandths of the usual; for page_album.c only */
};

void tg_page_begin(const struct tg_page *page); /* up to the album's heading, <main> is open */
void tg_page_album(const struct tg_page *page); /* sub-albums, then photos */
void tg_page_end(const struct tg_page *page);
void tg_page_seal(const struct tg_page *page); /* behind the album's password, if it has one */

/* Whether others may be told of the site: its address is known, and its first page open. */
static inline bool tg_site_is_announced(const struct tg_site *site)
{
    return site->url && !site->root->lock;
}

/* page_meta.c: in the head, what machines read: canonical address, OpenGraph and cards, JSON-LD, robots. */
void tg_page_meta(const struct tg_page *page);
void tg_page_sitemap(const struct tg_page *page);

/* An RSS feed of the newest albums, for a site whose address is known. */
void tg_page_feed(const struct tg_page *page);

/* Whether the album's pictures are divided by days: if its file says so, or it has many, and they are in the
 * order of their dates. */
bool tg_album_by_day(const struct tg_album *album);

/* Before the page's `i`th photo of the album: the heading of its day and the beginning of a list, if it is the first
 * of that day or of the page. */
void tg_page_day(const struct tg_page *page, size_t i);

/* How many of the album's photos go on a page: all, unless they are so many that phones would be long at it. */
size_t tg_album_per_page(const struct tg_album *album);

/* "index.html", "page-2.html"; caller frees; NULL when memory is short. */
char *tg_page_name(size_t number) TG_MUST_USE;

/* Whether it is a name that tg_page_name() gives, upper and lower case being the same. */
bool tg_is_page_name(const char *name);

/* The rendition of a good photo where only one can be named: for browsers without srcset, posters, cards of other
 * programs.  No original. */
const struct tg_rendition *tg_page_fallback(const struct tg_photo *photo);

/* For page.row_height. */
uint64_t tg_page_row_height(const struct tg_album *album);

/* "24 pictures · 2 films · 3–12 May 2020" */
void tg_page_summary(struct tg_buf *out, const struct tg_album *album,
                     const struct tg_summary *sum);

#endif
