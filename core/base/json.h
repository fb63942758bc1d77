/* json.h - texts in JSON. */
#ifndef TG_BASE_JSON_H
#define TG_BASE_JSON_H

#include "core/base/buf.h"

/* Appends a JSON string with its quotes, fit for a terminal: control characters are escaped, and
 * invalid UTF-8 becomes U+FFFD. */
void tg_json_string(struct tg_buf *b, const char *s);

#endif
