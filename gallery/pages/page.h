/* page.h - one page of the site while it is being written: of an album or of a gallery, the full
 * one or a basic one.
 *
 * Parts: page_frame.c, page_map.c, page_meta.c, page_tiles.c, page_sections.c, page_rows.c,
 * page_tags.c, justify.c, page_timeline.c, page_search.c, page_views.c, page_basic.c,
 * page_downloads.c, page_words.c, page_picture.h, page_picture.c, page_ways.h, page_ways.c,
 * page_feed.c, page_seal.c. */
#ifndef TG_GALLERY_PAGE_H
#define TG_GALLERY_PAGE_H

#include "core/base/err.h"
#include "gallery/model/date_html.h"
#include "gallery/model/html.h"
#include "gallery/model/site.h"
#include "gallery/model/sizes.h"
#include "gallery/model/summary.h"

/* Our assets: paths in OUT; owned; NULL: not needed. */
struct tg_page_assets {
    char *styles[TG_THEMES]; /* of full pages */
    char *front, *basic_style, *viewer, *motion_viewer, *night, *unlock;
    char *proof, *proof_style;
    char *map_style, *timeline_style, *timeline, *views_style;
    char *search, *search_style, *found_style; /* of open pages of a site with an index */
};

struct tg_map;
struct tg_coast;

struct tg_page {
    struct tg_buf *out;
    const struct tg_site *site;
    const struct tg_node *node;
    const struct tg_words *words; /* in the node's language */
    const char *dir;              /* the page's folder in OUT */
    enum tg_theme theme;          /* of the node or one above it */
    bool basic;                   /* the basic form: no script, little style */
    const struct tg_page_assets *assets;
    size_t first, end;         /* its photos: from the node's `first`th to the one before `end` */
    size_t number, pages;      /* which one it is of how many, from 1 */
    struct tg_summary summary; /* of the node, if it is an album */
    enum tg_row_size row_size; /* what the node or one above it says */
    uint64_t row_height;       /* of photos, in thousandths of the usual; for page_rows.c only */
    const struct tg_map *map;  /* that it shows; NULL: none */
    const struct tg_coast *coast; /* that maps are drawn on; NULL: the site has none */
};

/* What surrounds a page; after the first <main> is open. */
void tg_page_begin(const struct tg_page *page);
void tg_page_end(const struct tg_page *page);

/* "../" as often as it takes from the page's folder to that of a node at or above it; NULL: to
 * OUT. */
void tg_page_up(const struct tg_page *page, const struct tg_node *to);

/* In the head: day or night before anything is drawn, and tirage's own style sheet. */
void tg_page_style(const struct tg_page *page);

/* The address of a file of OUT, seen from the page, between two pieces of markup. */
void tg_page_asset(const struct tg_page *page, const char *before, const char *path,
                   const char *after);

/* <TAG>TEXT</TAG>, or nothing without a text. */
void tg_page_element(const struct tg_page *page, const char *tag, const char *text);

/* A word between two pieces of markup; with its {t} that stands for `t`, escaped. */
void tg_page_word(const struct tg_page *page, const char *before, enum tg_word word,
                  const char *after);
void tg_page_word_with(const struct tg_page *page, const char *before, enum tg_word word,
                       const char *t, const char *after);

/* What the viewer's script says, for it to read. */
void tg_page_viewer_words(const struct tg_page *page);

/* Whether it is the node's own page, and not the basic one alongside it. */
bool tg_page_is_own(const struct tg_page *page);

/* Whether the page lists nodes. */
bool tg_page_is_index(const struct tg_page *page);

/* Whether the first section of a story is a full picture with a title, which takes the place of a
 * heading. */
bool tg_page_has_hero(const struct tg_page *page);

/* In the head: canonical address, OpenGraph and cards, JSON-LD, robots. */
void tg_page_meta(const struct tg_page *page);

/* All pages that anybody may find, for sitemap.xml. */
void tg_page_sitemap(const struct tg_page *page);

/* The RSS 2.0 feed of the site. */
void tg_page_feed(const struct tg_page *page);

/* What the page shows: the nodes below, the sections, the photos in rows; or all of it in basic
 * form. */
void tg_page_tiles(const struct tg_page *page);
void tg_page_sections(const struct tg_page *page);
void tg_page_rows(const struct tg_page *page);
void tg_page_basic(const struct tg_page *page);

/* Whether the node's page has a map: there is a location to show. */
bool tg_page_wants_map(const struct tg_node *node);

/* The map of the page's node; *map is NULL if it has none.  To be freed after the page is
 * written. */
struct tg_err *tg_page_map_new(const struct tg_page *page, struct tg_map **map) TG_MUST_USE;
void tg_page_map_free(struct tg_map *map); /* NULL is fine */

/* What page.map shows, with what is behind its dots. */
void tg_page_map(const struct tg_page *page);

/* A link to it, for the header, where something else comes before it. */
void tg_page_way_to_map(const struct tg_page *page);

/* Whether the node's pages have a timeline: a bar with the months of its photos. */
bool tg_page_has_timeline(const struct tg_node *node);
void tg_page_timeline(const struct tg_page *page);

/* ` id="..."` of the page's `i`th photo, if it has a timeline and a month begins there. */
void tg_page_month_id(const struct tg_page *page, size_t i);

/* Whether visitors can search from the page: the field for its header, which its script shows, and
 * what that says. */
bool tg_page_has_search(const struct tg_page *page);
void tg_page_search(const struct tg_page *page);
void tg_page_search_words(const struct tg_page *page);

/* On the site's first page, the way to its virtual albums; on their pages, a link to where a
 * picture is at home. */
void tg_page_views(const struct tg_page *page);
void tg_page_home(const struct tg_page *page, const struct tg_ref *ref);

/* The address of a node's page, seen from this one. */
void tg_page_address(const struct tg_page *page, const struct tg_node *node);

/* A date of a story, as its owner wants dates written or as the page's language does; and the same
 * in <time>, which tells machines too. */
void tg_page_date(const struct tg_page *page, struct tg_date date);
void tg_page_time(const struct tg_page *page, struct tg_date date);

/* A paragraph with a day, or with two; nothing if the first is none. */
void tg_page_dates(const struct tg_page *page, struct tg_date first, struct tg_date last);

/* What an author says: of projects HTML, as other bodies, and of albums text. */
void tg_page_author_text(const struct tg_page *page, const struct tg_section *section);

/* Terms of a list, <dt> and <dd>, with what the site shows of the photo's place, people and
 * keywords. */
void tg_page_tags(const struct tg_page *page, const struct tg_photo *photo);

/* A paragraph with a link to the ZIP file of the node, if it is there. */
void tg_page_archive(const struct tg_page *page);

/* For assets/proof.js, as JSON. */
void tg_page_proof_words(const struct tg_page *page);

/* The author's accounts elsewhere, if there are any. */
void tg_page_accounts(const struct tg_page *page, const struct tg_section *section);

/* How many of a node's photos go on a page: all, unless they are so many that phones would be long
 * at it. */
size_t tg_page_capacity(const struct tg_node *node);

/* For page.row_height. */
uint64_t tg_page_row_height(const struct tg_node *node, enum tg_row_size size);

/* The file that a lock's pages load: what opens its content key, if one knows the password.  Its
 * path in OUT, which the caller frees, NULL when memory is short; and its text. */
char *tg_page_key_name(const struct tg_lock *lock) TG_MUST_USE;
void tg_page_key(const struct tg_lock *lock, struct tg_buf *out);

/* Replaces a finished page by one that asks for the node's password and holds it, sealed; without a
 * lock it stays. */
void tg_page_seal(const struct tg_page *page);

#endif
