/* plain_site.h - what the first folder of a plain tree says of the whole site alongside its
 * pictures: theme, menu, footer, and files that go to it; for gallery/ only. */
#ifndef TG_GALLERY_PLAIN_SITE_H
#define TG_GALLERY_PLAIN_SITE_H

#include "gallery/source/album_file.h"
#include "gallery/source/project_load.h"

struct tg_plain_site {
    struct tg_site *site; /* borrowed */
    struct tg_report *report;
    struct tg_paths paths;
    struct tg_texts files; /* what `files` names, paths from SRC */
    bool themes, partials; /* the folders are there, and of this use */
};

/* Once the first folder's file was read; NULL: there is none.  The caller releases in any case. */
struct tg_err *tg_plain_site_begin(struct tg_plain_site *plain, struct tg_site *site,
                                   const struct tg_album_file *file,
                                   const struct tg_override *override,
                                   struct tg_report *report) TG_MUST_USE;

/* Whether the entry `path` is part of the site in another way than as an album or a photo. */
bool tg_plain_site_has(const struct tg_plain_site *plain, const char *path);

/* Once all albums are known. */
void tg_plain_site_end(struct tg_plain_site *plain);

void tg_plain_site_release(struct tg_plain_site *plain); /* zeroed is fine */

#endif
