/* left_out.h - files that a folder has and its album does not show: each is named to whoever asks
 * (struct tg_left_out), and pictures, videos and audio are noted once per folder and suffix; for
 * gallery/ only. */
#ifndef TG_GALLERY_LEFT_OUT_H
#define TG_GALLERY_LEFT_OUT_H

#include "core/base/listing.h"
#include "gallery/model/site.h"
#include "gallery/source/suffixes.h"

/* Of a tree; zeroed is empty. */
struct tg_tally {
    size_t here[TG_SUFFIXES];    /* files of the folder that is counted now */
    size_t shown[TG_SUFFIXES];   /* those of them beside a picture of the same name */
    size_t folders[TG_SUFFIXES]; /* that were noted */
    size_t more[TG_SUFFIXES];    /* files in folders after those */
};

/* Leaves out the file `path` (relative to SRC) of a folder with these names, unless it is one that
 * nobody misses. */
struct tg_err *tg_tally_file(struct tg_tally *tally, struct tg_site *site,
                             const struct tg_listing *names, const char *path) TG_MUST_USE;

/* Notes what was left out of the folder `dir`, and begins the next. */
struct tg_err *tg_tally_folder(struct tg_tally *tally, struct tg_site *site,
                               const char *dir) TG_MUST_USE;

/* Notes what came after so many folders that nobody reads on. */
struct tg_err *tg_tally_end(const struct tg_tally *tally, struct tg_site *site) TG_MUST_USE;

#endif
