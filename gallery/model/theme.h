/* theme.h - the looks that are built in. */
#ifndef TG_GALLERY_THEME_H
#define TG_GALLERY_THEME_H

#include <stdbool.h>

/* What docs/theming.md says of them.  Light pages (tg_node.basic) have none of these. */
enum tg_theme { TG_THEME_INHERITED, TG_THEME_PAPER, TG_THEME_EXPOSURE, TG_THEME_NIGHT, TG_THEMES };

#define TG_THEME_NAMES "exposure, light, material, night, paper" /* as people write them */

/* The theme that people call `name`; *basic: it is that of light pages, and *theme is not set.
 * False: none is. */
bool tg_theme_find(const char *name, enum tg_theme *theme, bool *basic);

/* As files are named after it. */
const char *tg_theme_name(enum tg_theme theme);

#endif
