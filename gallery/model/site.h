/* site.h - the site model: what a source folder becomes.
 *
 * Life of a build, as the caller (cli/) drives it:
 *   1. tg_site_scan()      folders -> albums and photos, no picture opened
 *      tg_project_load()   the same for a récitale project
 *   2. caller probes every photo and fills width, height, date (or failed)
 *   3. tg_site_plan()      orders photos, picks covers, decides the wanted renditions
 *   4. caller renders every rendition; sets `failed` on photos that could not be made
 *   5. tg_site_write()     index, album pages, assets
 * gallery/ knows nothing of codecs and processes. */
#ifndef TG_GALLERY_SITE_H
#define TG_GALLERY_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/enclosure.h"
#include "core/base/err.h"
#include "core/base/metadata.h"

struct tg_album_file;
struct tg_ignore;
struct tg_lock;
struct tg_media_options;
struct tg_picture_options;
struct tg_project;
struct tg_report;

/* One picture file to be made from a photo.  Exactly what the engine needs and what a page needs. */
struct tg_rendition {
    char *name;             /* file name, in the output folder of the photo's album; owned */
    uint32_t req_w, req_h;  /* requested box, 0 = free: 480x is {480, 0} */
    uint32_t width, height; /* what it will be: never larger than the photo */
    bool original;          /* the photo's own data, if browsers can show it */
    uint32_t percent; /* of the photo's size; 0: req_w and req_h decide, else they only name it */
    const struct tg_picture_options *options; /* borrowed; NULL: those of plain albums */
    const struct tg_lock *lock;               /* borrowed; NULL: anybody may see it */
    char *webp; /* name of the same as WebP, beside it; NULL: none is wanted; owned */
};

/* What pages of a site show beside pictures: `settings:` of a project, front matter of the root's album.md in
 * a plain tree. */
struct tg_look {
    bool exif;     /* camera, lens, exposure and date behind a button */
    bool map;      /* a link to a map where a photo is located; never unless asked for */
    bool download; /* a link to the largest file of each picture */
    bool webp;     /* WebP renditions beside the JPEG ones */
};

struct tg_photo {
    char *path;     /* relative to SRC, as the file system spells it; owned */
    char *dir;      /* output folder relative to OUT, "" for the root; owned */
    uint64_t bytes; /* file size */
    char *caption;  /* of captions.txt, goes before the title of `metadata`; owned; may be NULL */
    size_t place;   /* in an album's own order, from 1; 0: behind those that have one */
    bool is_frame;  /* `path` is a film, and this its first frame; outputs are JPEG */
    struct tg_medium *film;             /* the same in a plain tree; NULL: a picture; borrowed */
    const struct tg_lock *lock;         /* of a plain tree's album; NULL: none; borrowed */
    const struct tg_lock *shown_behind; /* of a project: the lock of what shows it; borrowed */
    bool shown_behind_others;           /* of a project: and it is shown behind another, or none */

    /* Filled by the caller from the probe. */
    uint32_t width, height; /* upright; 0 when not probed */
    char date[20];          /* "2020-05-17T13:45:00" or "" */
    bool failed;            /* a placeholder takes its place on the pages */
    bool turned;            /* the file's own width is the upright height */
    const char *new_ext;    /* ".png": renditions get another format; NULL: the photo's; borrowed */
    struct tg_metadata metadata; /* from the probe; owned */
    struct tg_placeholder placeholder;

    /* Filled by tg_site_plan(), ascending by width; owned. */
    struct tg_rendition *renditions;
    size_t renditions_len;
};

/* A film or a sound that a project's pages show, in one way of encoding. */
struct tg_medium {
    char *path, *dir; /* as in struct tg_photo; owned */
    char *name;       /* of the output, in `dir`; filled by tg_site_plan(); owned */
    const struct tg_media_options *options; /* borrowed */
    const struct tg_lock *lock;             /* borrowed; NULL: anybody may see it */
    struct tg_photo *frame;                 /* the film's first; borrowed; NULL: a sound */
    uint32_t width, height; /* of the film as it is made; filled by tg_site_plan() */
    bool failed;            /* filled by the caller */
};

/* Where a site goes, as `settings: deploy:` says; borrowed from the project.  NULL: not said. */
struct tg_deploy {
    bool ssh; /* to a host, else to a folder of this machine */
    const char *username, *hostname, *port;
    const char *dest;
    const char *others; /* more options of rsync, in one */
};

struct tg_album {
    char *title;              /* UTF-8; from the folder's name; owned */
    char *dir;                /* relative to SRC and to OUT, "" for the root; owned */
    struct tg_album *parent;  /* borrowed; NULL for the root */
    struct tg_album **albums; /* in natural order of their names, hidden ones last; owned */
    size_t albums_len;
    size_t listed_len;        /* how many of them are not hidden */
    struct tg_photo **photos; /* borrowed from the site */
    size_t photos_len;
    /* The album.md's or the first good photo here or below; borrowed; may be NULL. */
    const struct tg_photo *cover;
    const struct tg_album_file *file; /* what album.md says; borrowed from the site; NULL: none */
    const struct tg_lock *lock;       /* NULL: anybody may see it; borrowed from the site */
    struct tg_ignore
        *ignore; /* what .nomedia and so on say; borrowed from the site; NULL: nothing */
};

struct tg_site {
    char *src, *out;            /* owned */
    struct tg_enclosure source; /* SRC, which everything of it is read through */
    struct tg_look look;
    bool originals; /* plain trees: a full-size copy of each photo too; set before tg_site_plan() */
    char *url;      /* "https://host/photos", no slash at its end; NULL: not known; owned */
    struct tg_album *root;    /* owned; every album below it has pictures in it or below it */
    struct tg_photo **photos; /* all of them, in order of path; owned */
    size_t photos_len;
    struct tg_medium **media; /* owned, in order of path */
    size_t media_len;
    /* Things in SRC that were passed over and that the user should know of, one line each; owned. */
    char **notes;
    size_t notes_len;
    /* Folders that could not be read, or not to their end, and links that lead out of SRC, one line each; owned. */
    char **failures;
    size_t failures_len;
    size_t refused;        /* how many of them are such links: what they lead to is not wanted */
    struct tg_arena arena; /* of what the albums' files say */
    struct tg_lock *locks; /* of a plain tree, the first; in the arena; NULL: there is none */
    struct tg_project *project; /* what settings.yaml tells; owned; NULL: a plain folder tree */
    struct tg_deploy deploy;
};

/* What is taken of a plain tree beside what its albums' files say. */
struct tg_scan_rules {
    const char **include; /* patterns of names, see docs/albums.md; borrowed */
    size_t include_len;
    const char **exclude;
    size_t exclude_len;
    bool films;        /* false: they are left out with a note, since there is no ffmpeg */
    bool follow_links; /* out of SRC too; the root's album.md may say so as well */
};

/* Walks SRC.  Hidden files, `out`, and folders that hold `.tirage` are skipped; symlinks are followed where they
 * lead to something in SRC, others are failures; loops are cut, each real folder entered once; anything but regular files is noted and left alone;
 * folders that cannot be read are failures; those that programs and systems keep for themselves, such as
 * `@eaDir` and `lost+found`, are skipped.  Pictures are known by suffix, any case (JPEG, PNG,
 * WebP, GIF, TIFF; what they really are shows when they are opened), and so are films.  A tree without any picture is an error, and so is a
 * missing or unreadable SRC.  Paths with bytes that are not UTF-8 are taken as they are.
 *
 * Folders with an empty `.nomedia`, `.ignore` or `.plexignore` are skipped, and what their patterns say; see
 * gallery/source/ignore_file.h.  What is wrong with album.md and captions.txt goes to `report`, sorted; if there are errors among it, *site is
 * left alone and the result is NULL nevertheless. */
struct tg_err *tg_site_scan(const char *src, const char *out, const struct tg_scan_rules *rules,
                            struct tg_report *report, struct tg_site **site) TG_MUST_USE;
void tg_site_free(struct tg_site *site); /* NULL is fine */

/* A site of `src`, and SRC opened, without anything in it; to be freed also after an error. */
struct tg_err *tg_site_new(const char *src, const char *out, bool follow_links,
                           struct tg_site **site) TG_MUST_USE;

/* Instead of tg_site_scan() where SRC has a settings.yaml.  What is wrong with the project goes to
 * `report`, sorted; if there are errors among it, *site is left alone and the result is NULL
 * nevertheless.  `locale` is that of the environment, for dates ("fr_FR.UTF-8"); NULL for English. */
struct tg_err *tg_project_load(const char *src, const char *out, const char *locale,
                               bool follow_links, struct tg_report *report,
                               struct tg_site **site) TG_MUST_USE;

/* The folder that the key `state` of SRC's settings.yaml or album.md names, NULL without one.  What is wrong with the
 * file is left for those above to say.  The caller frees *dir. */
struct tg_err *tg_site_state(const char *src, bool follow, char **dir) TG_MUST_USE;

/* Orders each album's photos (by date, undated last by natural order of names, ties by name, unless its file
 * says otherwise), picks
 * covers, fills renditions of every photo that did not fail: widths 480, 960, 1920, never larger than
 * the photo; sizes that collapse to the same picture are requested once. */
struct tg_err *tg_site_plan(struct tg_site *site) TG_MUST_USE;

/* Writes pages and assets under site->out through temporary files in `tmpdir`; files that already
 * have the right bytes are left untouched.  Output depends on the model alone: no clock, no locale.
 * `written` is told each file's path relative to OUT, whether it was touched or not; it may be NULL. */
struct tg_err *tg_site_write(const struct tg_site *site, const char *tmpdir,
                             struct tg_err *(*written)(void *ctx, const char *path),
                             void *ctx) TG_MUST_USE;

/* Canonical JSON of the options of a plain folder tree's renditions, whose checksum is in their names:
 * what the engine must be asked for. */
extern const char tg_plain_options[];

/* Output name of recitale-spec 4.3: STEM-CRC-WxH.EXT, an absent dimension left empty.  `options_json`
 * is the canonical JSON of the options that matter.  Caller frees; NULL when memory is short. */
char *tg_rendition_name(const char *photo_path, const char *options_json, uint32_t req_w,
                        uint32_t req_h) TG_MUST_USE;

/* Who may see what is behind a lock, as a number that is the same in each build and tells nothing of the password: 0 for
 * NULL, anybody.  Of a photo: a number of its own if it is shown behind several. */
uint64_t tg_access_of(const struct tg_lock *lock);
uint64_t tg_access_of_photo(const struct tg_photo *photo);

/* CRC-32 (zlib's polynomial), as used in output names. */
uint32_t tg_crc32(const void *data, size_t len);

#endif
