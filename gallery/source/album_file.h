/* album_file.h - album.md and captions.txt of a plain folder: what its owner says of the album and its
 * photos; for gallery/ only. */
#ifndef TG_GALLERY_ALBUM_FILE_H
#define TG_GALLERY_ALBUM_FILE_H

#include "gallery/model/site.h"
#include "gallery/settings/choice.h"

enum tg_sort { TG_SORT_DATE, TG_SORT_NAME, TG_SORT_MANUAL };

/* All of it in an arena; absent texts are NULL. */
struct tg_album_file {
    const char *path; /* relative to SRC */
    const char *title, *description;
    const char *body; /* HTML */
    const char *cover;
    const char *date; /* "2020-05-17" */
    const char *password;
    const char *url, *lang; /* of the whole site; the root's count; no slash at the end of `url` */
    const char *state;      /* of the root: tg_site_state() */
    enum tg_sort sort;
    bool reverse, hidden;
    bool by_day, undivided; /* `sections` says so */
    bool paged;             /* `pages`: many pictures may go on several pages */
    bool follow_links;      /* of the whole site; the root's counts */
    struct tg_texts order;
    struct tg_choice choice;
    struct tg_look look;       /* of the whole site; the root's counts */
    const struct tg_yaml *map; /* of the front matter; NULL without one */
};

enum {
    TG_ALBUM_FILE_MAX = 256 << 10, /* bytes */
    TG_CAPTIONS_MAX = 1 << 20
};

/* Reads the `len` bytes of reader->file; the root's has keys for the whole site too.  What is wrong goes to the
 * report. */
void tg_album_file_parse(const struct tg_reader *reader, const char *data, size_t len, bool is_root,
                         struct tg_album_file *file);

/* A file in an album's folder. */
struct tg_beside {
    char *path; /* relative to SRC; owned */
    char *
        data; /* owned; NULL: it could not be read, which is in the report or among the site's failures */
    size_t len;
    bool outside; /* it is a link that leads out, which is a failure */
};

/* Released by the caller in any case. */
struct tg_err *tg_beside_read(struct tg_site *site, const struct tg_album *album, const char *name,
                              size_t max, struct tg_report *report,
                              struct tg_beside *beside) TG_MUST_USE;
void tg_beside_release(struct tg_beside *beside);

/* Reads the file `name` in the album's folder into album->file, and its title into the album's.  *outside: it is a
 * link that leads out, so that nobody knows what it asks for. */
struct tg_err *tg_album_file_load(struct tg_site *site, struct tg_album *album, const char *name,
                                  struct tg_report *report, bool *outside) TG_MUST_USE;

/* .nomedia, .ignore or .plexignore in the album's folder.  *skip: the folder is not to be published, which was
 * noted. */
struct tg_err *tg_album_ignore_load(struct tg_site *site, struct tg_album *album, const char *name,
                                    struct tg_report *report, bool *skip) TG_MUST_USE;

/* What is said of the album on other pages; NULL: nothing. */
static inline const char *tg_album_description(const struct tg_album *album)
{
    return album->file ? album->file->description : NULL;
}

/* Whether the entry `path` of the album's folder is to be left out by patterns here or above; `path` is relative to
 * SRC and in Unicode's form C. */
bool tg_album_leaves_out(const struct tg_album *album, const char *path, bool is_folder);

/* Warns of the patterns of the album and those below it that matched nothing, and notes how much the others left
 * out. */
struct tg_err *tg_album_tell_patterns(struct tg_site *site, const struct tg_album *album,
                                      struct tg_report *report) TG_MUST_USE;

/* Finds the photos that `cover` and `order` name, once all are known. */
void tg_album_file_find(struct tg_site *site, struct tg_album *album, struct tg_report *report);

/* The picture in the album that a typing error could have made `name` of; NULL if none comes near. */
const char *tg_album_nearest(const struct tg_album *album, const char *name,
                             const struct tg_report *report);

/* Lines "FILE: caption", lines that begin with # are comments.  The album's photos get their captions. */
void tg_captions_parse(const char *path, const char *data, size_t len, struct tg_album *album,
                       struct tg_report *report);
struct tg_err *tg_captions_load(struct tg_site *site, struct tg_album *album, const char *name,
                                struct tg_report *report) TG_MUST_USE;

#endif
