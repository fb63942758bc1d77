/* state_setting.h - the one key that is needed before a site is loaded. */
#ifndef TG_GALLERY_STATE_SETTING_H
#define TG_GALLERY_STATE_SETTING_H

#include <stdbool.h>

#include "core/base/err.h"

/* The folder that the key `state` of SRC's settings.yaml or album.md names, NULL without one.  What
 * is wrong with the file is left for those above to say.  The caller frees *dir. */
struct tg_err *tg_site_state(const char *src, bool follow, char **dir) TG_MUST_USE;

#endif
