/* node.h - the tree of a site.  A node is an album of a plain tree or a gallery of a récitale
 * project: its page shows what is below it, and its sections.  Texts live in the site's arena. */
#ifndef TG_GALLERY_NODE_H
#define TG_GALLERY_NODE_H

#include "core/base/arena.h"
#include "gallery/model/dates.h"
#include "gallery/model/photo.h"
#include "gallery/model/problems.h"
#include "gallery/model/theme.h"

enum tg_section_type {
    TG_SECTION_FULL_PICTURE,
    TG_SECTION_BORDERED_PICTURE,
    TG_SECTION_PICTURES_GROUP,
    TG_SECTION_PARAGRAPH,
    TG_SECTION_PANORAMA,
    TG_SECTION_AUTHOR,
    TG_SECTION_AUDIO,
    TG_SECTION_TEXT,
    TG_SECTION_QUOTE,
    TG_SECTION_HTML,
    TG_SECTION_IFRAME,
    TG_SECTION_TYPES,
};

/* Which part of a picture is seen where it is cropped: CSS's object-position, in per cent. */
struct tg_focus {
    uint8_t x, y;
};

struct tg_node;

/* Where a photo of a virtual album is at home: the first place that shows it. */
struct tg_home {
    const struct tg_node *node;
    size_t page; /* of the node, from 1, of a picture in a section; 0: it is in the rows, ... */
    size_t at;   /* ... and the photo of this number */
    bool linked; /* its figure has an id: that of its name and ... */
    size_t nth;  /* ... the number of figures before it with a file of that name */
};

/* A picture reference: a picture, or another medium, where a page uses it. */
struct tg_ref {
    struct tg_position position;
    const char *name;         /* as written; relative to the node's folder */
    struct tg_photo *photo;   /* of the site; of a video its first frame; NULL for audio */
    struct tg_medium *medium; /* of the site; NULL for a picture */
    const struct tg_media_options *media;     /* NULL for a picture */
    const struct tg_picture_options *options; /* NULL: those of plain albums */
    const struct tg_lock *lock;               /* that its renditions are named by */
    const char *text, *side, *size;           /* caption; float and CSS width in a paragraph */
    const struct tg_focus *focus;             /* as its owner says; NULL: see focus.h */
    const struct tg_home *home; /* of one in a virtual album; NULL: this is where it is at home */
    size_t nth;                 /* there: how many before it have a file of the same name */
};

struct tg_row {
    struct tg_ref *refs;
    size_t len;
    size_t page; /* of its node, from 1; by tg_site_plan() */
};

struct tg_section {
    enum tg_section_type type;
    /* text: HTML, or a caption; name: HTML in an iframe */
    const char *title, *sub_title, *text, *name;
    const char *background, *color, *css, *background_position;
    const char *twitter, *facebook, *website;
    struct tg_date date, date_end;
    bool fixed;
    struct tg_row *rows; /* of pictures; a section with one picture has one row of one */
    size_t rows_len;
    size_t page, last_page; /* where it begins and ends; by tg_site_plan() */
};

enum {
    TG_MANY_PICTURES = 400, /* beyond which a node is divided unless its owner says otherwise */
    TG_PAGE_PICTURES = 200  /* docs/benchmarks.md: what 100 and 2000 are to a phone */
};

enum tg_sort { TG_SORT_DATE, TG_SORT_NAME, TG_SORT_MANUAL };

/* How the albums in an album of a plain tree are sorted.  Automatically: newest first if each has a
 * date, else by name. */
enum tg_albums_sort { TG_ALBUMS_AUTO, TG_ALBUMS_DATE, TG_ALBUMS_NAME };

/* How high the rows of photos are: as the node above says, if none is named. */
enum tg_row_size { TG_ROWS_INHERITED, TG_ROWS_NORMAL, TG_ROWS_COMPACT, TG_ROWS_LARGE };

/* What visitors may take with them, and how large: as the node above says, if nothing is said.
 * Without a size it is the largest file that there is. */
enum tg_download {
    TG_DOWNLOAD_INHERITED,
    TG_DOWNLOAD_NONE,
    TG_DOWNLOAD_EACH, /* each picture */
    TG_DOWNLOAD_ZIP   /* and all of them in one file */
};
enum tg_download_size {
    TG_DOWNLOAD_SIZE_INHERITED,
    TG_DOWNLOAD_1920, /* pixels wide, at most */
    TG_DOWNLOAD_2560,
    TG_DOWNLOAD_ORIGINAL /* full size */
};

/* What an owner says of a node and of all below it that say nothing. */
enum tg_switch { TG_SWITCH_INHERITED, TG_SWITCH_OFF, TG_SWITCH_ON };

/* Which photos of a plain tree are shown, by what their metadata say: here, and below where nothing
 * else is said.  What is excluded is excluded below in any case. */
struct tg_photo_filter {
    const char *exclude; /* keywords, as a list (core/base/tags.h); NULL: none */
    bool min_rating_said, labels_said;
    uint8_t min_rating; /* stars */
    uint8_t labels;     /* bits of enum tg_label; 0: any, or none */
};

/* A photo in a virtual album. */
struct tg_shown {
    const struct tg_ref *ref; /* as its home shows it; of the arena */
    size_t nth;               /* how many before it have a file of the same name */
};

/* What a virtual album has besides (views.h). */
struct tg_virtual {
    struct tg_shown *shown;                       /* for each of its photos; owned */
    size_t photos, videos;                        /* here and below, each once */
    char first[TG_DATE_SIZE], last[TG_DATE_SIZE]; /* of them; "": none has a date */
    const char *address; /* of its first page in OUT, percent-encoded; of the arena */
};

struct tg_archive;

struct tg_node {
    const char *title, *sub_title, *description;
    const char *dir;  /* its folder in SRC and in OUT, "" for the root */
    const char *lang; /* NULL: English */
    const char *name; /* what it is called where it is shared; NULL: its title */
    const char *body; /* HTML of its owner above the rest; NULL: none */
    struct tg_texts tags;
    struct tg_date date; /* as its owner says */

    bool hidden;         /* not shown on the page above, nor told to search engines */
    bool is_static;      /* such as a page about the author: not shown above, but to be found */
    enum tg_theme theme; /* of full pages; inherited: that of the node above */
    bool basic;          /* its page is a basic one */
    bool basic_too;      /* there is a basic page alongside the full one */
    const char *password;
    const struct tg_lock *lock; /* of the password here or above; NULL: anybody may see it */

    struct tg_ref cover;                /* as its owner says; its photo is NULL if there is none */
    const struct tg_focus *cover_focus; /* of any cover, as its owner says; NULL: not said */
    struct tg_section *sections;        /* of its owner */
    size_t sections_len;
    /* The photos of its folder, in the order of its page; shown in rows behind the sections. */
    struct tg_photo **photos; /* owned; the photos are the site's */
    size_t photos_len;
    size_t rows_len; /* those in rows, before those that sections show; by tg_site_plan() */
    enum tg_sort sort;
    bool reverse;
    enum tg_albums_sort albums_sort;
    bool albums_reverse;
    size_t
        position; /* in the own order of the album above, from 1; 0: behind those that have one */
    size_t pages; /* that its sections take; by tg_site_plan() */
    enum tg_row_size row_size;
    bool by_day, undivided;    /* a heading for each day, or none even if pictures are many */
    bool unpaged;              /* all on one page even if they are many */
    enum tg_download download; /* these three inherit nothing after tg_site_plan() */
    enum tg_download_size download_size;
    enum tg_switch proofing;    /* visitors mark pictures that they choose */
    struct tg_archive *archive; /* of the arena; by tg_site_plan(); NULL: there is none */
    enum tg_switch album_map;   /* a map of where its photos, and those below, were taken */
    struct tg_photo_filter filter;
    enum tg_switch timeline; /* its photos' months alongside them, if they are many */

    struct tg_virtual *view; /* of a virtual album; NULL: it is none */

    struct tg_node *parent;    /* borrowed; NULL for the root */
    struct tg_node **children; /* as pages list them, of a plain tree after tg_site_plan(); the
                                * array is owned, but not the nodes */
    size_t children_len;
};

/* A new last child of `parent` (NULL for the root) for the folder `dir`, zeroed: the first `size`
 * bytes of memory are the reader's, who may keep more behind the node.  NULL when memory is
 * short. */
void *tg_node_new(struct tg_arena *arena, size_t size, struct tg_node *parent,
                  const char *dir) TG_MUST_USE;
void tg_node_release(struct tg_node *node); /* arrays of it and of all below; NULL is fine */

/* Whether a video as its cover plays on the page above; else its first frame is shown at most. */
bool tg_node_cover_plays(const struct tg_node *node);

/* Without all below it. */
void tg_node_drop_children(struct tg_node *node);

/* Whether one of its photos, or one that its sections show, has a video of its own, which the
 * viewer is to play. */
bool tg_node_moves(const struct tg_node *node);

/* How many of its children its page shows. */
size_t tg_node_listed(const struct tg_node *node);

/* Whether its owner wants it on a map: what its page shows, and what is below. */
bool tg_node_is_mapped(const struct tg_node *node);

/* Whether its owner wants a timeline on its page. */
bool tg_node_has_timeline(const struct tg_node *node);

/* Tells the photos that pages of the node or below show whether a map may show where they were
 * taken: those of nodes that nobody wants on a map are not known to anything. */
void tg_node_mark_mapped(struct tg_node *node);

/* How many nodes are above it. */
size_t tg_node_depth(const struct tg_node *node);

/* Whether a page of `from` may show more of `node` than its title. */
bool tg_node_is_open(const struct tg_node *node, const struct tg_node *from);

/* Whether a basic page is alongside its own: not of indexes, nor where its page is a basic one. */
bool tg_node_has_basic_page(const struct tg_node *node);

/* The node's own cover, or when that could not be made, a good photo here or below in the order of
 * the pages, behind the same password or none: of an album's first dozen the first landscape, else
 * the first of all; its photo is NULL if there is none. */
struct tg_ref tg_node_cover(const struct tg_node *node);

/* Where an iteration over the pictures of all sections of a node is; zeroed is the beginning. */
struct tg_ref_iter {
    size_t section, row, next;
};

/* The next one, in the section `iter->section`; NULL behind the last. */
struct tg_ref *tg_node_next_ref(const struct tg_node *node, struct tg_ref_iter *iter);

/* A photo of a plain album where its page uses it. */
struct tg_ref tg_ref_of(struct tg_photo *photo);

/* The `i`th photo of an album, virtual or not, where its page uses it. */
struct tg_ref tg_node_ref(const struct tg_node *node, size_t i);

/* Whether there is anything to show of it. */
bool tg_ref_good(const struct tg_ref *ref);

/* Whether it is shown as it lies in its file, on its side. */
bool tg_ref_turned(const struct tg_ref *ref);

/* Whether the rendition is one of the photo for this use of it. */
bool tg_ref_has(const struct tg_ref *ref, const struct tg_rendition *rendition);

/* The rendition of that request that was planned for it; NULL if there is none. */
const struct tg_rendition *tg_ref_rendition(const struct tg_ref *ref, uint32_t w, uint32_t h);

#endif
