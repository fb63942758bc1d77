/* tree.h - a folder of made-up files for one test.  Every call fails the test when it cannot. */
#ifndef TG_TESTS_TREE_H
#define TG_TESTS_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "gallery/pages/pages.h"
#include "gallery/plan/plan.h"
#include "gallery/source/scan.h"

struct tree {
    char root[64]; /* SRC and OUT are below it */
    char src[80], out[96];
};

/* Makes a new temporary folder with an empty SRC in it, and no OUT. */
void tree_make(struct tree *t);
void tree_remove(struct tree *t);

/* An empty file, link or FIFO in SRC with the folders above it. */
void tree_file(const struct tree *t, const char *path);
void tree_text(const struct tree *t, const char *path, const char *text);  /* with that in it */
void tree_front(const struct tree *t, const char *path, const char *keys); /* "key: value\n..." */
void tree_link(const struct tree *t, const char *target, const char *path);
void tree_fifo(const struct tree *t, const char *path);
void tree_dir(const struct tree *t, const char *path);

/* Scans SRC; there must be no error. */
struct tg_site *tree_scan(const struct tree *t);

/* The text of a file in OUT; the caller frees. */
char *tree_read(const struct tree *t, const char *path);

/* Whether the file in OUT has the text; fails the test if that is not `is_there`. */
void tree_check(const struct tree *t, const char *path, const char *text, bool is_there);

/* Whether a problem of that severity has the text. */
bool tree_reported(const struct tg_report *report, enum tg_severity severity, const char *text);

/* The photo of that path, the sub-album of that folder; fails the test if there is none. */
struct tg_photo *find_photo(const struct tg_site *site, const char *path);
struct tg_node *find_album(struct tg_node *album, const char *dir);

/* Whether a note contains both texts. */
int has_note(const struct tg_site *site, const char *path, const char *text);

/* Fails the test with the text of the error, if there is one. */
void check_ok(struct tg_err *err);

#endif
