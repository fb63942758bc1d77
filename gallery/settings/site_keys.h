/* site_keys.h - keys of the whole site that the root's settings.yaml of a project and the first
 * album.md of a plain tree have in common; for gallery/ only.
 *
 * A key for both is a row in key_table.c, a field here and a line in site_keys.c. */
#ifndef TG_GALLERY_SITE_KEYS_H
#define TG_GALLERY_SITE_KEYS_H

#include "gallery/model/site.h"
#include "gallery/settings/settings.h"

/* What they say, before it is looked at.  The caller fills in what is so by default. */
struct tg_site_keys {
    bool rss, share, og, night_mode, keywords, people, places, search;
    const char *licence_name, *licence_url;
    const char *footer, *copyright, *date_locale, *front, *fonts;
    const struct tg_yaml *menu;
    struct tg_texts files, albums_from;
    struct tg_deploy deploy;
};

extern const struct tg_schema tg_site_schema;

/* Checks the keys and puts them into `look`; look->footer is still Markdown, and the menu's targets
 * are as written.  `map` is the file's mapping, `settings` the one in it that has such keys too, or
 * NULL.  look->locale stays where no `date_locale` says otherwise. */
void tg_site_keys_settle(const struct tg_reader *reader, const struct tg_yaml *map,
                         const struct tg_yaml *settings, const struct tg_site_keys *keys,
                         struct tg_look *look);

/* Without the address of the site there can be neither a feed nor links for others.  `asked`:
 * whether somebody asked for them, which gives a warning. */
void tg_site_keys_need_url(const struct tg_reader *reader, const char *url, bool asked,
                           struct tg_look *look);

#endif
