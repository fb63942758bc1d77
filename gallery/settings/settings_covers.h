/* settings_covers.h - keys of covers and of the front page. */
#ifndef TG_GALLERY_SETTINGS_COVERS_H
#define TG_GALLERY_SETTINGS_COVERS_H

#include "gallery/model/front.h"
#include "gallery/model/node.h"
#include "gallery/settings/settings.h"

/* The key `cover_position`: of the arena; NULL for NULL, and after an error. */
const struct tg_focus *tg_settings_position(const struct tg_reader *reader,
                                            const struct tg_yaml *node, const char *text);

/* The key `front`: tiles for NULL. */
enum tg_front tg_settings_front(const struct tg_reader *reader, const struct tg_yaml *node,
                                const char *word);

#endif
