/* html.h - writing HTML into a buffer.  Nothing that was not written in our source reaches a page
 * but through one of the escapers, each for one place: text between tags, quoted attribute values,
 * and the path of a relative URL.  They take any bytes and emit UTF-8 without control characters;
 * they fail as tg_buf does, so callers check the buffer once, at the end. */
#ifndef TG_GALLERY_HTML_H
#define TG_GALLERY_HTML_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"

/* Markup of our own; the empty string in front refuses anything but a literal. */
#define TG_HTML_LIT(out, literal) tg_buf_put((out), "" literal, sizeof(literal) - 1)

/* Between tags.  White space becomes a plain space; bytes that are not UTF-8, control characters
 * and noncharacters become U+FFFD. */
void tg_html_text(struct tg_buf *out, const char *s);

/* Inside a quoted attribute value, either kind of quote.  As tg_html_text(), and quotes. */
void tg_html_attr(struct tg_buf *out, const char *s);

/* A path of files as they are named on disk, for href, src and srcset.  Percent-encodes every byte
 * but letters, digits and _ . - ~ /, so that no name can be taken for a scheme, query, fragment, or
 * a separator of srcset. */
void tg_html_url_path(struct tg_buf *out, const char *s);

/* "https://host/photos/alps/": a folder of OUT ("" is OUT itself), whose address `url` has no slash
 * at its end. */
void tg_html_address(struct tg_buf *out, const char *url, const char *dir);

/* Whether a language is written from right to left; NULL is fine. */
bool tg_html_is_right_to_left(const char *lang);

/* The tag <html> for a language, "en" if it is NULL or "", with its direction. */
void tg_html_lang(struct tg_buf *out, const char *lang);

/* <language> of a feed. */
void tg_html_language(struct tg_buf *out, const char *lang);

/* <meta property="NAME" content="CONTENT">, or nothing without content. */
void tg_html_property(struct tg_buf *out, const char *name, const char *content);

/* A string of JSON inside a script, where no entity is read: what could end it or begin a comment
 * is escaped as JSON allows. */
void tg_html_json(struct tg_buf *out, const char *text);

void tg_html_uint(struct tg_buf *out, uint64_t n);

/* Thousandths: "1.500". */
void tg_html_milli(struct tg_buf *out, uint64_t n);

#endif
