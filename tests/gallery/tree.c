/* tree.c - see tree.h. */
#include "tests/gallery/tree.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <check.h>

#include "core/base/file.h"
#include "core/base/path.h"
#include "gallery/model/problems.h"

void check_ok(struct tg_err *err)
{
    struct tg_buf text;

    if (!err)
        return;
    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    ck_abort_msg("%s", tg_buf_str(&text));
}

void tree_make(struct tree *t)
{
    (void)umask(022);
    (void)snprintf(t->root, sizeof(t->root), "/tmp/tirage-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(t->root));
    ck_assert_int_eq(chmod(t->root, 0755), 0);
    (void)snprintf(t->src, sizeof(t->src), "%s/My_photos", t->root);
    (void)snprintf(t->out, sizeof(t->out), "%s/out", t->root);
    ck_assert_int_eq(mkdir(t->src, 0755), 0);
}

static void remove_all(const char *path);

static void remove_entry(const char *dir, const char *name)
{
    char *path = tg_path_join(dir, name);
    struct stat st;

    ck_assert_ptr_nonnull(path);
    ck_assert_int_eq(lstat(path, &st), 0);
    if (S_ISDIR(st.st_mode))
        remove_all(path);
    else
        ck_assert_int_eq(unlink(path), 0);
    free(path);
}

static void remove_all(const char *path)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;

    ck_assert_ptr_nonnull(dir);
    while ((entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_entry(path, entry->d_name);
    closedir(dir);
    ck_assert_int_eq(rmdir(path), 0);
}

void tree_remove(struct tree *t)
{
    remove_all(t->root);
}

/* The path in SRC, its folder made; the caller frees. */
static char *place(const struct tree *t, const char *path)
{
    char *full = tg_path_join(t->src, path);

    ck_assert_ptr_nonnull(full);
    check_ok(tg_dir_make_parent(full));
    return full;
}

void tree_text(const struct tree *t, const char *path, const char *text)
{
    char *full = place(t, path);

    check_ok(tg_file_put(full, NULL, text, strlen(text)));
    free(full);
}

void tree_front(const struct tree *t, const char *path, const char *keys)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_buf_printf(&text, "---\n%s---\n", keys);
    tree_text(t, path, tg_buf_str(&text));
    tg_buf_release(&text);
}

void tree_file(const struct tree *t, const char *path)
{
    tree_text(t, path, "x");
}

void tree_link(const struct tree *t, const char *target, const char *path)
{
    char *full = place(t, path);

    ck_assert_int_eq(symlink(target, full), 0);
    free(full);
}

void tree_fifo(const struct tree *t, const char *path)
{
    char *full = place(t, path);

    ck_assert_int_eq(mkfifo(full, 0644), 0);
    free(full);
}

void tree_dir(const struct tree *t, const char *path)
{
    char *full = place(t, path);

    check_ok(tg_dir_make(full));
    free(full);
}

struct tg_site *tree_scan(const struct tree *t)
{
    struct tg_report report = {0};
    struct tg_site *site = NULL;

    check_ok(tg_site_scan(t->src, t->out, &(struct tg_scan_rules){.videos = true}, &report, &site));
    ck_assert_msg(report.len == 0, "%s", report.len ? report.problems[0].text : "");
    ck_assert_ptr_nonnull(site);
    return site;
}

char *tree_read(const struct tree *t, const char *path)
{
    char *full = tg_path_join(t->out, path), *text = NULL;
    size_t len = 0;

    ck_assert_ptr_nonnull(full);
    check_ok(tg_file_read(full, 1 << 20, &text, &len));
    free(full);
    return text;
}

void tree_check(const struct tree *t, const char *path, const char *text, bool is_there)
{
    char *file = tree_read(t, path);

    ck_assert_msg((strstr(file, text) != NULL) == is_there, "%s %s: %s", path,
                  is_there ? "lacks" : "has", text);
    free(file);
}

bool tree_reported(const struct tg_report *report, enum tg_severity severity, const char *text)
{
    for (size_t i = 0; i < report->len; i++)
        if (report->problems[i].severity == severity && strstr(report->problems[i].text, text))
            return true;
    return false;
}

struct tg_photo *find_photo(const struct tg_site *site, const char *path)
{
    for (size_t i = 0; i < site->photos_len; i++)
        if (strcmp(site->photos[i]->path, path) == 0)
            return site->photos[i];
    ck_abort_msg("no photo %s", path);
    return NULL;
}

static struct tg_node *look_for(struct tg_node *album, const char *dir)
{
    struct tg_node *found = strcmp(album->dir, dir) == 0 ? album : NULL;

    for (size_t i = 0; i < album->children_len && !found; i++)
        found = look_for(album->children[i], dir);
    return found;
}

struct tg_node *find_album(struct tg_node *album, const char *dir)
{
    struct tg_node *found = look_for(album, dir);

    if (!found)
        ck_abort_msg("no album %s", dir);
    return found;
}

int has_note(const struct tg_site *site, const char *path, const char *text)
{
    for (size_t i = 0; i < site->notes_len; i++)
        if (strstr(site->notes[i], path) && strstr(site->notes[i], text))
            return 1;
    return 0;
}
