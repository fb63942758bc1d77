/* autogen.h - writing the sections of a gallery for its owner: a first draft with all its
 * pictures. */
#ifndef TG_GALLERY_AUTOGEN_H
#define TG_GALLERY_AUTOGEN_H

#include <stdbool.h>

#include "core/base/buf.h"
#include "gallery/model/problems.h"

struct tg_autogen_photo {
    const char *name;       /* of the file */
    char date[20];          /* "2020-05-17T13:45:00" */
    uint32_t width, height; /* upright, not 0 */
};

enum tg_autogen_end {
    TG_AUTOGEN_DONE,
    TG_AUTOGEN_STATIC,   /* skipped: the gallery has the key `static` */
    TG_AUTOGEN_SECTIONS, /* skipped: it has sections already */
    TG_AUTOGEN_BAD,      /* the settings cannot be read or changed; see the report */
};

/* Whether name is one of the pictures that autogen takes: JPEG and PNG, by suffix, and expressible
 * in YAML, which knows UTF-8 alone. */
bool tg_autogen_takes(const char *name);

/* Whether the settings `text` of the file `name` want sections; `force`: though they have some. */
enum tg_autogen_end tg_autogen_check(const char *name, const char *text, size_t len, bool force,
                                     struct tg_report *report);

/* Appends to `out` the settings with a group of all photos, `n` > 0 of them, in rows; with a cover
 * and a date where they have none.  Photos are brought into order: by date, then by name.  Sections
 * that are there are replaced; everything else stays as it is, byte for byte. */
enum tg_autogen_end tg_autogen_write(const char *name, const char *text, size_t len,
                                     struct tg_autogen_photo *photos, size_t n, struct tg_buf *out,
                                     struct tg_report *report);

#endif
