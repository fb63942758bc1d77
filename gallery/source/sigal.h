/* sigal.h - what users of sigal wrote of albums and pictures: Python-Markdown's metadata, lines
 * "Key: value" up to a blank one, then Markdown; for gallery/ only. */
#ifndef TG_GALLERY_SIGAL_H
#define TG_GALLERY_SIGAL_H

#include "core/base/listing.h"
#include "gallery/source/album_file.h"

/* Absent texts are NULL; all in an arena. */
struct tg_sigal {
    const char *title, *description, *cover;
    const char *date; /* as it is written */
    const char *sort, *reverse, *order;
    const char *unknown; /* " lat author ": keys without effect, in lower case, each once */
    size_t body;         /* where the text begins */
};

/* Whether `data` begins with metadata: the first key must be one that sigal's users write, so that
 * no other text is taken for it. */
bool tg_sigal_read(struct tg_arena *arena, const char *data, size_t len, struct tg_sigal *into,
                   bool *nomem);

/* What the metadata says of an album, into its file; what of it says nothing to us becomes
 * unknown. */
void tg_sigal_album(struct tg_arena *arena, struct tg_sigal *sigal, struct tg_album_file *file,
                    bool *nomem);

/* Captions and dates of the album's photos from files of their names, IMG_1.md for IMG_1.jpg; a
 * caption of captions.txt goes before. */
struct tg_err *tg_sigal_photos(struct tg_site *site, struct tg_folder *album,
                               const struct tg_listing *names,
                               struct tg_report *report) TG_MUST_USE;

#endif
