/* recitale.c - see recitale.h. */
#include "tests/gallery/recitale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

void recitale_make(struct recitale *r, const char *root, const char *sections)
{
    char more[8192];

    *r = (struct recitale){.site = NULL};
    tree_make(&r->tree);
    tree_text(&r->tree, "settings.yaml", root ? root : "title: Site\nrss: false\n");
    (void)snprintf(more, sizeof(more), "%s%s", sections ? "sections:\n" : "",
                   sections ? sections : "");
    recitale_gallery(r, "g", more);
}

void recitale_remove(struct recitale *r)
{
    tg_report_release(&r->report);
    tg_site_free(r->site);
    tree_remove(&r->tree);
}

void recitale_gallery(const struct recitale *r, const char *dir, const char *more)
{
    char path[256], text[8400];
    const char *cover = strstr(more, "cover:") ? "" : "cover: a.jpg\n";

    (void)snprintf(path, sizeof(path), "%s/a.jpg", dir);
    tree_file(&r->tree, path);
    (void)snprintf(path, sizeof(path), "%s/settings.yaml", dir);
    (void)snprintf(text, sizeof(text), "title: \"%s\"\n%s%s", dir, cover, more);
    tree_text(&r->tree, path, text);
}

void recitale_load(struct recitale *r, const char *locale)
{
    check_ok(tg_project_load(r->tree.src, r->tree.out, locale, false, NULL, &r->report, &r->site));
}

static void print_errors(const struct recitale *r)
{
    for (size_t i = 0; i < r->report.len; i++)
        (void)fprintf(stderr, "%s\n", r->report.problems[i].text);
}

void recitale_plan(struct recitale *r)
{
    recitale_load(r, NULL);
    print_errors(r);
    ck_assert_ptr_nonnull(r->site);
    for (size_t i = 0; i < r->site->photos_len; i++) {
        r->site->photos[i]->width = 3000;
        r->site->photos[i]->height = 2000;
    }
    check_ok(tg_site_plan(r->site));
}

void recitale_write(struct recitale *r)
{
    recitale_plan(r);
    check_ok(tg_site_write(r->site, NULL, NULL, NULL));
}

const struct tg_node *recitale_find(const struct recitale *r, const char *dir)
{
    const struct tg_node *home;

    print_errors(r);
    ck_assert_ptr_nonnull(r->site);
    home = r->site->root;
    for (size_t i = 0; i < home->children_len; i++)
        if (strcmp(home->children[i]->dir, dir) == 0)
            return home->children[i];
    ck_abort_msg("no gallery %s", dir);
    return NULL;
}

bool recitale_has(const struct recitale *r, enum tg_severity severity, const char *a, const char *b)
{
    for (size_t i = 0; i < r->report.len; i++)
        if (r->report.problems[i].severity == severity && strstr(r->report.problems[i].text, a) &&
            strstr(r->report.problems[i].text, b))
            return true;
    print_errors(r);
    return false;
}

void recitale_page(const struct recitale *r, const char *path, const char *text)
{
    char *page = tree_read(&r->tree, path);

    if (!strstr(page, text))
        ck_abort_msg("%s has no %s:\n%s", path, text, page);
    free(page);
}

void recitale_page_lacks(const struct recitale *r, const char *path, const char *text)
{
    char *page = tree_read(&r->tree, path);

    if (strstr(page, text))
        ck_abort_msg("%s has %s:\n%s", path, text, page);
    free(page);
}

bool recitale_makes(const struct recitale *r, const char *photo, const char *name)
{
    const struct tg_photo *p = find_photo(r->site, photo);

    for (size_t i = 0; i < p->renditions_len; i++)
        if (strcmp(p->renditions[i].name, name) == 0)
            return true;
    for (size_t i = 0; i < p->renditions_len; i++)
        (void)fprintf(stderr, "%s\n", p->renditions[i].name);
    return false;
}
