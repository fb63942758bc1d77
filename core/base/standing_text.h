/* standing_text.h - texts that cameras and programs put into every picture by themselves, where
 * people put captions. */
#ifndef TG_BASE_STANDING_TEXT_H
#define TG_BASE_STANDING_TEXT_H

#include <stdbool.h>

/* Whether a clean text (core/base/metadata.h) is one of them and nothing more.  What is in doubt is
 * a caption. */
bool tg_text_is_standing(const char *text);

#endif
