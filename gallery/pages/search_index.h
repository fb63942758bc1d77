/* search_index.h - what visitors search: scripts that gallery/assets/search.js loads when somebody
 * searches.
 *
 * Albums and pictures are items with one number each: albums first, in the order of the tree, then
 * the pictures of each, so that those of an album and of all below it follow one another.  The
 * index knows only what open pages show: nothing of a hidden node or one behind a password.
 * docs/albums.md describes the files. */
#ifndef TG_GALLERY_SEARCH_INDEX_H
#define TG_GALLERY_SEARCH_INDEX_H

#include "gallery/pages/page.h"
#include "gallery/pages/writer.h"

/* Where the first of them lies in OUT, under the same name after every build. */
#define TG_SEARCH_HEAD TG_ASSETS_DIR "/search-index.js"

/* Whether there is one: somebody asks for it, and there are open pages. */
bool tg_search_is_wanted(const struct tg_site *site);

/* Writes it; `page` is any of the site, whose `out` is not touched. */
struct tg_err *tg_search_write(const struct tg_page *page, const struct tg_writer *w) TG_MUST_USE;

#endif
