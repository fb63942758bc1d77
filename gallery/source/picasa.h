/* picasa.h - what Picasa wrote of the photos in a folder, in its .picasa.ini; for gallery/ only. */
#ifndef TG_GALLERY_PICASA_H
#define TG_GALLERY_PICASA_H

#include "core/base/arena.h"
#include "core/base/listing.h"
#include "gallery/source/album_file.h"

enum { TG_PICASA_MAX = 4 << 20 }; /* bytes; some 20,000 photos with faces */

/* What is said of one photo; texts are in the arena, NULL without any.  Lists are as they are
 * written. */
struct tg_picasa_section {
    const char *name; /* in Unicode's form C */
    const char *caption, *keywords, *faces, *albums;
    bool star, hidden, turned;
    size_t order; /* as they stand in the file */
};

/* A number that sections refer to, and what it means. */
struct tg_picasa_name {
    const char *number, *name;
    size_t order;
};

/* Zeroed is empty; all of it in the arena. */
struct tg_picasa {
    struct tg_picasa_section *photos; /* in order of their names, each once */
    size_t photos_len;
    struct tg_picasa_name *people, *albums; /* in order of their numbers, each once */
    size_t people_len, albums_len;
    const char *title, *description;
};

/* Reads the `len` bytes of such a file.  Nothing in it is an error; false when memory is short. */
bool tg_picasa_parse(struct tg_arena *arena, const char *data, size_t len,
                     struct tg_picasa *picasa) TG_MUST_USE;

/* Why the photo at this path is not to be shown; NULL if it is. */
struct tg_err *tg_picasa_refusal(const struct tg_picasa *picasa, const char *path,
                                 const char **why) TG_MUST_USE;

/* What is said of the photo of that name (*section is NULL of one that nothing is said of), and
 * whether it is hidden: as is said of it, or else of a file of the same name with another suffix,
 * such as the picture that the video of a Live Photo belongs to. */
struct tg_err *tg_picasa_find(const struct tg_picasa *picasa, const char *name,
                              const struct tg_picasa_section **section, bool *hidden) TG_MUST_USE;

/* Puts what it says of a photo into *own (released by the caller): keywords, and the names of
 * albums among them, people, rating and faces. */
struct tg_err *tg_picasa_describe(const struct tg_picasa *picasa,
                                  const struct tg_picasa_section *section,
                                  struct tg_metadata *own) TG_MUST_USE;

/* The name of its file among those of a folder, NULL without one. */
const char *tg_picasa_name(const struct tg_listing *names);

/* Reads it; the album gets title and description where album.md has none.  *outside: as of
 * tg_album_file_load(). */
struct tg_err *tg_picasa_load(struct tg_site *site, struct tg_folder *album, const char *name,
                              struct tg_report *report, struct tg_picasa *picasa,
                              bool *outside) TG_MUST_USE;

/* Gives the album's photos what it says of them; a caption that they have goes before. */
struct tg_err *tg_picasa_apply(const struct tg_picasa *picasa, struct tg_folder *album) TG_MUST_USE;

#endif
