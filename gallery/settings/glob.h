/* glob.h - patterns of file names. */
#ifndef TG_GALLERY_GLOB_H
#define TG_GALLERY_GLOB_H

#include <stdbool.h>

/* Whether all of `name` is what `pattern` describes: * any text, ? one character, [a-z] one of
 * these, [!a-z] or [^a-z] one of all others, \x the character x.  Upper and lower case differ; a [
 * without its end stands for itself.  The same on every locale; takes at most the product of both
 * lengths. */
bool tg_glob_match(const char *pattern, const char *name);

#endif
