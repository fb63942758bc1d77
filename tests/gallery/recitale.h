/* recitale.h - a récitale project for one test: settings as texts, pictures as empty files. */
#ifndef TG_TESTS_RECITALE_H
#define TG_TESTS_RECITALE_H

#include "gallery/model/problems.h"
#include "gallery/source/project_load.h"
#include "tests/gallery/tree.h"

struct recitale {
    struct tree tree;
    struct tg_report report;
    struct tg_site *site; /* NULL: the project has errors */
};

/* A project with the root settings `root` (NULL: only a title), and a gallery "g" that has a.jpg as
 * its cover and the sections `sections` (NULL: none). */
void recitale_make(struct recitale *r, const char *root, const char *sections);
void recitale_remove(struct recitale *r);

/* A further gallery: the title is its folder; `more` are lines of its settings; it has a.jpg. */
void recitale_gallery(const struct recitale *r, const char *dir, const char *more);

/* Loads the project, in the environment's locale (NULL: none). */
void recitale_load(struct recitale *r, const char *locale);

/* Loads, takes every photo for one of 3000x2000, plans; there must be no error. */
void recitale_plan(struct recitale *r);

/* The same, and writes the pages. */
void recitale_write(struct recitale *r);

/* The top-level gallery of that folder; it must be there. */
const struct tg_node *recitale_find(const struct recitale *r, const char *dir);

/* Whether a problem of that severity has both texts. */
bool recitale_has(const struct recitale *r, enum tg_severity severity, const char *a,
                  const char *b);

/* The file in OUT has the text (has it not). */
void recitale_page(const struct recitale *r, const char *path, const char *text);
void recitale_page_lacks(const struct recitale *r, const char *path, const char *text);

/* Whether a rendition of a photo has that name. */
bool recitale_makes(const struct recitale *r, const char *photo, const char *name);

#endif
