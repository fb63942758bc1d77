/* site.h - the site model: what a source folder becomes.
 *
 * Life of a build, as the caller drives it:
 *   1. tg_site_scan()      source/scan.h: folders -> nodes and photos, no picture opened
 *      tg_project_load()   source/project_load.h: the same for a récitale project
 *   2. caller probes every photo and fills width, height, date (or failed)
 *   3. tg_site_plan()      plan/plan.h: orders photos, decides the wanted renditions
 *   4. caller renders every rendition; sets `failed` on photos that could not be made
 *   5. tg_site_write()     pages/pages.h: pages, assets, files that go to the site as they are
 * gallery/ knows nothing of codecs and processes. */
#ifndef TG_GALLERY_SITE_H
#define TG_GALLERY_SITE_H

#include "core/base/arena.h"
#include "core/base/enclosure.h"
#include "core/base/err.h"
#include "gallery/model/front.h"
#include "gallery/model/hdr_rule.h"
#include "gallery/model/months.h"
#include "gallery/model/names.h"
#include "gallery/model/node.h"
#include "gallery/model/override.h"

/* An entry of the menu; without a node `target` is an address as it is, or a path from the site's
 * root. */
struct tg_menu_entry {
    const char *target, *label;
    const struct tg_node *node;
    bool is_address;
};

#define TG_THEMES_DIR "themes" /* of a project, and of its site */

/* Where a project's own style and script come to lie, as in récitale's sites. */
#define TG_CUSTOM_CSS "static/css/custom.css"
#define TG_CUSTOM_JS  "static/js/custom.js"

/* Files in the folder partials/ of a project. */
enum tg_partial { TG_PARTIAL_HEAD, TG_PARTIAL_HEADER, TG_PARTIAL_FOOTER, TG_PARTIALS };

/* What pages of a site show alongside their pictures: a project's settings, or front matter of the
 * root's album.md in a plain tree. */
struct tg_look {
    bool exif; /* camera, lens, exposure and date behind a button */
    bool map;  /* a link to a map where a photo is located; never unless asked for */
    bool keywords, people, places; /* of photos, on their pages; never unless asked for */
    unsigned
        asks;  /* bits of enum tg_metadata_ask: what is read of photos for these and for whatever
                    * else goes by it; of locations tg_node_mark_mapped() has more.  Whoever needs
                    * metadata adds to it before photos are probed */
    bool webp; /* WebP renditions alongside the JPEG ones */
    bool avif; /* AVIF ones too, once everything else is there */

    enum tg_front front;
    bool story; /* récitale's: titles over pictures; else as photo albums, with counts and dates */
    bool rss;   /* a feed */
    bool og;    /* OpenGraph: of galleries alone where they are stories */
    bool share; /* links to share a gallery */
    bool show_date; /* of galleries on the pages above them */
    bool night_mode;
    bool search; /* an index of what open pages show; never unless asked for */
    struct tg_menu_entry *menu;
    size_t menu_len;
    const char *licence_name, *licence_url;     /* NULL or "" if nothing is to be shown */
    const char *copyright;                      /* likewise */
    const struct tg_locale *locale;             /* of dates in stories; NULL: the page's */
    bool locale_said;                           /* by the owner, for pages in any language */
    const char *footer;                         /* HTML at the end of every page; NULL: none */
    bool custom_css, custom_js;                 /* the owner has such files */
    const char *own_theme;                      /* name of a folder in TG_THEMES_DIR; NULL: none */
    bool theme_js;                              /* it has a script */
    bool system_fonts;                          /* of the visitor's system, and none of a theme */
    const char *partials[TG_PARTIALS];          /* their contents; NULL: there is none */
    const struct tg_album_pattern *albums_from; /* virtual albums that are wanted */
    size_t albums_from_len;
};

/* What `settings: original:` says of the full-size copy. */
enum tg_original { TG_ORIGINAL_REENCODE, TG_ORIGINAL_LINK, TG_ORIGINAL_NONE };

struct tg_size {
    uint32_t w, h; /* 0: free */
};

enum {
    TG_SIZES_MAX = 12,
    TG_TILES_IN_ROW = 3 /* of an index of stories; the first row takes the remainder */
};

/* What `sizes:` says; none: the usual ones. */
struct tg_sizes {
    struct tg_size list[TG_SIZES_MAX];
    size_t len;
};

/* Where a site goes, as `settings: deploy:` says; borrowed from the project.  NULL: not said. */
struct tg_deploy {
    bool ssh; /* to a host, else to a folder of this machine */
    const char *username, *hostname, *port;
    const char *dest;
    const char *others; /* more options of rsync, in one */
};

/* A file that goes to the site as it is. */
struct tg_site_file {
    const char *from, *to; /* relative to SRC and to OUT; of the arena */
};

/* A file of SRC that the site does not show. */
struct tg_left_out {
    const char *path; /* relative to SRC; of the arena */
    const char *why;  /* a clause; static */
};

struct tg_site {
    char *src, *out;            /* owned */
    struct tg_enclosure source; /* SRC, which everything of it is read through */
    struct tg_arena arena;      /* of nodes, their texts and settings */
    struct tg_node
        *root; /* of the arena; in a plain tree every node has pictures or a text, or below */
    /* Virtual albums, by tg_site_views(): the tops of trees below the root, but not among its
     * children; the array is owned. */
    struct tg_node **views;
    size_t views_len;
    struct tg_view_entry *view_entries; /* for tg_views_find(); owned */
    size_t view_slots;
    struct tg_look look;
    const char *url;             /* "https://host/photos", no slash at its end; NULL: not known */
    struct tg_lock *locks;       /* the first; of the arena; NULL: there is none */
    struct tg_archive *archives; /* the first, in the order of the tree; of the arena */
    bool originals; /* plain trees: a full-size copy of each photo too; set before tg_site_plan() */
    uint8_t quality;           /* plain trees: of pictures; 0: the usual one */
    const char *plain_options; /* and the options with it, as tg_plain_options; NULL: those */
    enum tg_original original; /* of pictures in sections */
    bool unmarked;             /* prosopopée's addresses: names of pictures without checksums */
    bool motion;           /* plain trees: videos of motion photos are wanted, and can be made */
    enum tg_hdr_rule hdr;  /* of every picture */
    uint8_t effort;        /* likewise, 1 to 9; 0: the usual one */
    struct tg_sizes sizes; /* likewise */
    struct tg_deploy deploy;
    struct tg_site_file *files; /* owned */
    size_t files_len;

    struct tg_photo **photos; /* all of them, in order of path; owned */
    size_t photos_len;
    struct tg_medium **media; /* owned, in order of path */
    size_t media_len;
    /* Things in SRC that were skipped and that the user should know of, one line each; owned. */
    char **notes;
    size_t notes_len;
    /* Folders that could not be read, or not to their end, and links that lead out of SRC, one line
     * each; owned. */
    char **failures;
    size_t failures_len;
    size_t refused; /* how many of them are such links: what they lead to is not wanted */
    struct tg_left_out *left_out; /* what people may miss; owned */
    size_t left_out_len;
    size_t unread; /* how many of them are photos in formats of cameras, of which nothing shows */
};

/* A site of `src`, and SRC opened, without anything in it; to be freed also after an error. */
struct tg_err *tg_site_new(const char *src, const char *out, bool follow_links,
                           struct tg_site **site) TG_MUST_USE;
void tg_site_free(struct tg_site *site); /* NULL is fine */

/* Of the page of `node`, the story that takes the place of a tile in the lead; NULL: there is
 * none. */
const struct tg_node *tg_site_lead(const struct tg_site *site, const struct tg_node *node);

/* A copy in the arena of a text that is freed; NULL for NULL, and when memory is short. */
const char *tg_site_keep(struct tg_site *site, char *text);

/* A new photo, `path` relative to SRC, at the end of the node's and the site's lists.  Without a
 * node its output folder is its own.  NULL when memory is short. */
struct tg_photo *tg_photo_new(struct tg_site *site, struct tg_node *node, const char *path,
                              uint64_t bytes) TG_MUST_USE;

/* A video or audio, `path` relative to SRC; `frame` is the photo of its first frame, NULL for
 * audio.  NULL when memory is short. */
struct tg_medium *tg_medium_new(struct tg_site *site, const char *path,
                                const struct tg_media_options *options,
                                struct tg_photo *frame) TG_MUST_USE;

/* Adds a file that goes to the site as it is. */
struct tg_err *tg_site_add_file(struct tg_site *site, const char *from, const char *to) TG_MUST_USE;

/* Adds to the files that are left out; `why` is borrowed for good. */
struct tg_err *tg_site_leave_out(struct tg_site *site, const char *path,
                                 const char *why) TG_MUST_USE;

/* Adds the line "PATH: message", or the message alone, to the notes.  Control characters are shown
 * as \xNN, so that one note is one line. */
struct tg_err *tg_site_note(struct tg_site *site, const char *path, const char *fmt, ...)
    TG_PRINTF(3, 4) TG_MUST_USE;

/* The same for the failures. */
struct tg_err *tg_site_fail(struct tg_site *site, const char *path, const char *fmt, ...)
    TG_PRINTF(3, 4) TG_MUST_USE;

/* A failure: `path` is a link that leads out of SRC, or behind one. */
struct tg_err *tg_site_refuse(struct tg_site *site, const char *path) TG_MUST_USE;

#endif
