/* album_file.h - files in a plain folder that say something of the album and its photos.
 *
 * Parts: album_folders.c, album_patterns.c, captions.c, sigal.h, sigal.c. */
#ifndef TG_GALLERY_ALBUM_FILE_H
#define TG_GALLERY_ALBUM_FILE_H

#include "gallery/model/site.h"
#include "gallery/settings/choice.h"
#include "gallery/source/ignore_file.h"

/* What album.md says.  All of it in an arena; absent texts are NULL. */
struct tg_album_file {
    const char *path;    /* relative to SRC */
    struct tg_node node; /* what of it is the album's: title, description, date, password ... */
    const char *cover;
    struct tg_texts order, albums_order;
    struct tg_choice choice;
    const struct tg_yaml *map; /* of the front matter; NULL without one */
    const char *sigal;         /* what was taken from sigal's metadata; NULL: there is none */

    /* Of the whole site; the root's count. */
    struct tg_look look;
    struct tg_sizes sizes;
    const char *url;   /* no slash at its end */
    const char *state; /* tg_site_state() */
    bool follow_links;
    enum tg_raw_rule raw;
    enum tg_hdr_rule hdr;
    bool still_only; /* of motion photos; and nothing of their videos */
    bool originals;  /* a full-size copy of each photo too */
    uint8_t quality; /* of pictures; 0: the usual one */
    uint8_t effort;  /* likewise, 1 to 9 */
    const char *theme;
    struct tg_texts files;
    struct tg_deploy deploy;
};

/* An album, and what files in its folder say that is of use only while the tree is read. */
struct tg_folder {
    struct tg_node node;
    const struct tg_album_file *file; /* NULL: there is none */
    struct tg_ignore *ignore;         /* what .nomedia and so on say; NULL: nothing */
    bool emptied;                     /* patterns left pictures in its folder out */
};

static inline struct tg_folder *tg_folder_of(const struct tg_node *node)
{
    return (struct tg_folder *)(uintptr_t)node;
}

enum {
    TG_ALBUM_FILE_MAX = 256 << 10, /* bytes */
    TG_CAPTIONS_MAX = 1 << 20
};

/* Reads the `len` bytes of reader->file; the root's has keys for the whole site too.  What is wrong
 * goes to the report. */
void tg_album_file_parse(const struct tg_reader *reader, const char *data, size_t len, bool is_root,
                         struct tg_album_file *file);

/* A file in an album's folder. */
struct tg_alongside {
    char *path; /* relative to SRC; owned */
    char *data; /* owned; NULL: it could not be read, which was said */
    size_t len;
    bool outside; /* it is a link that leads out, which is a failure */
};

/* Released by the caller in any case. */
struct tg_err *tg_alongside_read(struct tg_site *site, const struct tg_folder *album,
                                 const char *name, size_t max, struct tg_report *report,
                                 struct tg_alongside *alongside) TG_MUST_USE;
void tg_alongside_release(struct tg_alongside *alongside);

/* Reads the file `name` in the album's folder into the album.  *outside: it is a
 * link that leads out, so that nobody knows what it asks for. */
struct tg_err *tg_album_file_load(struct tg_site *site, struct tg_folder *album, const char *name,
                                  struct tg_report *report, bool *outside) TG_MUST_USE;

/* The keywords of the album count for its photos. */
struct tg_err *tg_album_give_tags(struct tg_folder *album) TG_MUST_USE;

/* .nomedia, .ignore or .plexignore in the album's folder.  *skip: the folder is not to be
 * published, which was noted. */
struct tg_err *tg_album_ignore_load(struct tg_site *site, struct tg_folder *album, const char *name,
                                    struct tg_report *report, bool *skip) TG_MUST_USE;

/* Whether the entry `path` of the album's folder is to be left out by patterns here or above;
 * `path` is relative to SRC and in Unicode's form C. */
bool tg_album_leaves_out(const struct tg_folder *album, const char *path, bool is_folder);

/* Warns of the patterns of the album and those below it that matched nothing, and notes how much
 * the others left out. */
struct tg_err *tg_album_tell_patterns(struct tg_site *site, const struct tg_folder *album,
                                      struct tg_report *report) TG_MUST_USE;

/* Drops the albums below `root` that have neither pictures nor a text, nor any below.  *any: the
 * root itself stays. */
struct tg_err *tg_folders_prune(struct tg_site *site, struct tg_node *root, bool *any) TG_MUST_USE;

/* Puts albums below `node` in the order of names, hidden ones last, and hands them what is the
 * root's for all: its language, and whether pages are basic. */
void tg_folders_sort(struct tg_node *node);

/* Finds the photos and albums that `cover`, `order` and `albums` name, once all are known. */
void tg_album_file_find(struct tg_site *site, struct tg_folder *album, struct tg_report *report);

/* Warns that the album has no picture `name`, with the one that a typing error could have made it
 * of; `key` is a beginning of the message, "order: ". */
void tg_album_warn_missing(const struct tg_folder *album, struct tg_report *report,
                           struct tg_position position, const char *key, const char *name);

/* Lines "FILE: caption", lines that begin with # are comments.  The album's photos get their
 * captions. */
void tg_captions_parse(const char *path, const char *data, size_t len, struct tg_folder *album,
                       struct tg_report *report);
struct tg_err *tg_captions_load(struct tg_site *site, struct tg_folder *album, const char *name,
                                struct tg_report *report) TG_MUST_USE;

#endif
