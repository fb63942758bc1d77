/* site_files.h - what stands beside the root's settings.yaml or the first album.md and is part of
 * the site: partials, custom.css, custom.js, themes, and what `files` names; for gallery/ only.
 *
 * Parts: site_copies.c, site_menu.c, project_theme.c. */
#ifndef TG_GALLERY_SITE_FILES_H
#define TG_GALLERY_SITE_FILES_H

#include "gallery/model/site.h"
#include "gallery/settings/settings.h"
#include "gallery/source/project_paths.h"

/* Reads the partials and looks for custom.css and custom.js, which in a plain tree may be style.css
 * too.  A link that leads out is a failure of the site, what else is wrong goes to the report. */
struct tg_err *tg_site_files_find(const struct tg_paths *paths, struct tg_site *site,
                                  struct tg_report *report) TG_MUST_USE;

/* Whether there is any partial. */
bool tg_site_has_partials(const struct tg_paths *paths);

/* Looks for look->own_theme: its files, or what to say if there is no such theme. */
void tg_project_theme(const struct tg_reader *reader, const struct tg_paths *paths,
                      const struct tg_yaml *node, struct tg_look *look);

/* Whether there is any theme of the owner. */
bool tg_site_has_themes(const struct tg_paths *paths);

/* Adds custom.css, custom.js and the folder of the owner's theme to what goes to the site as it
 * is. */
struct tg_err *tg_site_files_add(const struct tg_paths *paths, struct tg_site *site) TG_MUST_USE;

/* Adds a folder of SRC with all that is in it, links to other files of SRC too; what leads out is a
 * failure. */
struct tg_err *tg_site_folder_add(const struct tg_paths *paths, struct tg_site *site,
                                  const char *path) TG_MUST_USE;

/* Adds what the key `files` at `node` names: no link is followed, and neither what is hidden nor
 * what tirage reads itself (album.md and the like) is copied.  The entries that are wrong are
 * reported; *good has the others, as plain paths. */
struct tg_err *tg_site_copies_add(const struct tg_reader *reader, const struct tg_paths *paths,
                                  const struct tg_yaml *node, struct tg_texts files,
                                  struct tg_site *site, struct tg_texts *good) TG_MUST_USE;

/* The node of that folder, by any form of its name; NULL if there is none. */
const struct tg_node *tg_site_node(const struct tg_node *root, const char *dir);

/* Finds what the entries of the menu lead to, once all nodes are known. */
void tg_site_menu(struct tg_site *site, struct tg_report *report);

/* look->footer, which is Markdown until now, as HTML whose links begin at the site's folder. */
void tg_site_footer(const struct tg_reader *reader, struct tg_look *look);

#endif
