/* download.h - files of a site that visitors take with them: which file a picture leads to, and
 * under which name; and the ZIP file of an album. */
#ifndef TG_GALLERY_DOWNLOAD_H
#define TG_GALLERY_DOWNLOAD_H

#include "gallery/model/node.h"

/* A file in a ZIP file. */
struct tg_archive_member {
    const struct tg_photo *photo;         /* of a video its first frame */
    const struct tg_rendition *rendition; /* NULL: the medium */
    const struct tg_medium *medium;       /* NULL: the rendition */
    const char *name;
};

/* The pictures and videos of a node in one file.  All of it in the site's arena. */
struct tg_archive {
    const struct tg_node *node;
    const char *name;  /* of the file, in the node's folder */
    const char *title; /* what it is called where it is saved */
    struct tg_archive_member *members;
    size_t len;
    struct tg_archive *next; /* of the site */

    /* Filled by the caller before pages are written, which lead to it if it is there. */
    bool there;
    uint64_t bytes;
    size_t pictures, videos; /* in it */
};

/* Whether the file of a member could be made. */
bool tg_archive_member_good(const struct tg_archive_member *member);

/* The picture that is downloaded in that size: the largest that is no wider, or the smallest.  The
 * largest of all, and originals where they are made, unless a size is asked for.  `ref` has one. */
const struct tg_rendition *tg_ref_download(const struct tg_ref *ref, enum tg_download_size size);

/* What a file of the site is called where it is saved: as the source `path`, with the suffix of the
 * file `made`, in Unicode's form C, without what some system does not allow or what misleads people
 * (slashes, control characters, names of devices), and at most TG_DOWNLOAD_NAME_MAX bytes long;
 * `n` > 1: "NAME (n).jpg".  Caller frees; NULL when memory is short. */
enum { TG_DOWNLOAD_NAME_MAX = 240 };
char *tg_download_name(const char *path, const char *made, size_t n) TG_MUST_USE;

/* What is the same for names that no file system keeps apart, at least: without upper and lower
 * case.  Caller frees; NULL when memory is short. */
char *tg_download_key(const char *name) TG_MUST_USE;

#endif
