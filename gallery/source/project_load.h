/* project_load.h - a récitale project: galleries told by settings.yaml files.
 *
 * Parts: project_find.c, project_files.c, project_left.c. */
#ifndef TG_GALLERY_PROJECT_LOAD_H
#define TG_GALLERY_PROJECT_LOAD_H

#include "gallery/model/site.h"
#include "gallery/settings/project.h"
#include "gallery/source/project_paths.h"

/* Instead of tg_site_scan() where SRC has a settings.yaml.  What is wrong with the project goes to
 * `report`, sorted; if there are errors among it, *site is left alone and the result is NULL
 * nevertheless.  `override` may be NULL.  `locale` is that of the environment, for dates
 * ("fr_FR.UTF-8"); NULL for English. */
struct tg_err *tg_project_load(const char *src, const char *out, const char *locale,
                               bool follow_links, const struct tg_override *override,
                               struct tg_report *report, struct tg_site **site) TG_MUST_USE;

/* Looks for the files of all pictures, makes the site's photos of them and joins them to their
 * references; checks includes. */
struct tg_err *tg_project_find(const struct tg_project *project, const struct tg_paths *paths,
                               struct tg_site *site, struct tg_report *report) TG_MUST_USE;

/* Lists the pictures, videos and audio of the project that the site does not show; to be called
 * after those two. */
struct tg_err *tg_project_left(const struct tg_project *project, const struct tg_paths *paths,
                               struct tg_site *site) TG_MUST_USE;

/* Lists the files of the project that go to the site as they are; those that would and cannot are
 * failures.  project->files, of the key at `files`, keeps those that can. */
struct tg_err *tg_project_files(const struct tg_reader *reader, struct tg_project *project,
                                const struct tg_yaml *files, const struct tg_paths *paths,
                                struct tg_site *site) TG_MUST_USE;

#endif
