/* suffixes.h - what files are by the ends of their names: which ones a gallery shows, which ones
 * people may miss in it, and which ones nobody does. */
#ifndef TG_GALLERY_SUFFIXES_H
#define TG_GALLERY_SUFFIXES_H

#include <stdbool.h>

enum tg_suffix_kind {
    TG_SUFFIX_VIDEO,  /* shown where there is ffmpeg; core/media says what that takes files for */
    TG_SUFFIX_UNREAD, /* a picture, video or audio that is not shown */
    TG_SUFFIX_PHOTO,  /* the same, and what cameras write: raw */
    TG_SUFFIX_BESIDE  /* what belongs to pictures, to the gallery or to a system */
};

struct tg_suffix {
    const char *suffix; /* ".dng" */
    enum tg_suffix_kind kind;
    const char *help; /* of unread ones: what they are, and what to do; one clause */
};

enum { TG_SUFFIXES = 158 };

extern const struct tg_suffix tg_suffixes[TG_SUFFIXES];

/* That of a file's name or path, in any case; NULL: none that is known, or a picture that is
 * shown, see core/base/formats.h. */
const struct tg_suffix *tg_suffix_of(const char *name);

/* NULL is of no kind. */
bool tg_suffix_is(const struct tg_suffix *suffix, enum tg_suffix_kind kind);

/* A picture, video or audio, shown or not. */
bool tg_is_media(const char *name);

/* Folders of systems and programs, not of people: thumbnails of network drives, what macOS packs
 * alongside files, recycle bins.  (Hidden ones, as .thumbnails, are not looked at in any case.) */
bool tg_is_system_folder(const char *name);

#endif
