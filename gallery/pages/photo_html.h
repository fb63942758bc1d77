/* photo_html.h - what pages say of a photo.
 *
 * A figure with an id, with a link to the largest picture in it: that is what assets/viewer/ looks
 * for. */
#ifndef TG_GALLERY_PHOTO_HTML_H
#define TG_GALLERY_PHOTO_HTML_H

#include "gallery/model/html.h"
#include "gallery/model/site.h"
#include "gallery/words/words.h"

/* "a.jpg": the file's name, percent-encoded, which links may lead to.  `nth` > 0 is for a
 * further figure with a file of that name on the page. */
void tg_photo_id(struct tg_buf *out, const char *path, size_t nth);

/* ` style="STYLE;--c:#aabbcc,#ddeeff"`: `style` and the colours to show until the picture is there,
 * left out if they are not known or would shine through; nothing if there is neither. */
void tg_photo_style(struct tg_buf *out, const struct tg_photo *photo, const char *style);

/* <figcaption>: `given`, or what the photo tells if that is NULL or empty, and then `html`, if that
 * is not NULL; nothing if there is nothing of it. */
void tg_photo_caption(struct tg_buf *out, const struct tg_photo *photo, const char *given,
                      const char *html);

/* What alt says of it, as an attribute's value: `given`, its title, or else its file's name made
 * readable. */
void tg_photo_alt(struct tg_buf *out, const struct tg_photo *photo, const char *path,
                  const char *given);

/* <details> with what `look` asks for and the photo knows; nothing if there is nothing of it.
 * `tags` are further terms of the list in it, as HTML; "": none.
 * `download` is the address of the file that visitors may take with them, escaped; NULL: none. */
void tg_photo_details(struct tg_buf *out, const struct tg_words *words, const struct tg_look *look,
                      const struct tg_photo *photo, const char *tags, const char *download);

#endif
