/* clashes.c - see clashes.h. */
#include "pipeline/clashes.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/path.h"

/* The folder that was resolved last: most files share it with the one before. */
struct resolver {
    char *dir, *real; /* owned */
};

/* Appends the components of `rest`, which do not exist yet: nothing but . and .. is special. */
static void append_lexically(struct tg_buf *b, const char *rest)
{
    while (*rest) {
        size_t n = strcspn(rest, "/");

        if (n == 2 && memcmp(rest, "..", 2) == 0) {
            char *slash = strrchr(b->data, '/');

            b->len = slash ? (size_t)(slash - b->data) : 0;
            b->data[b->len] = '\0';
        } else if (n && !(n == 1 && *rest == '.')) {
            tg_buf_putc(b, '/');
            tg_buf_put(b, rest, n);
        }
        rest += n + (rest[n] == '/');
    }
}

/* The real path of as much of `dir` as exists, and the rest of it; NULL when memory is short. */
static char *resolve(char *dir)
{
    size_t end = strlen(dir);
    char *real;
    struct tg_buf b;

    for (;;) {
        char saved = dir[end];

        dir[end] = '\0';
        real = realpath(end ? dir : ".", NULL);
        dir[end] = saved;
        if (real || end == 0)
            break;
        while (end && dir[end - 1] == '/')
            end--;
        while (end && dir[end - 1] != '/')
            end--;
    }
    tg_buf_init(&b, TG_BUF_MAX);
    tg_buf_puts(&b, real && strcmp(real, "/") != 0 ? real : "");
    free(real);
    if (!b.failed)
        append_lexically(&b, dir + end);
    return tg_buf_steal(&b);
}

/* One spelling for every file; NULL when memory is short. */
static char *canonical(struct resolver *r, const char *path)
{
    const char *base = tg_path_base(path);
    size_t n = (size_t)(base - path);
    struct tg_buf b;

    if (!r->dir || strlen(r->dir) != n || memcmp(r->dir, path, n) != 0) {
        free(r->dir);
        free(r->real);
        r->dir = strndup(path, n);
        r->real = r->dir ? resolve(r->dir) : NULL;
    }
    tg_buf_init(&b, TG_BUF_MAX);
    tg_buf_printf(&b, "%s/%s", r->real ? r->real : "", base);
    b.failed = b.failed || !r->real;
    return tg_buf_steal(&b);
}

struct file {
    char *canonical;  /* owned */
    const char *path; /* as the user spelled it */
    bool source;
    bool exists;
    dev_t dev;
    ino_t ino;
};

static bool add_file(struct resolver *r, struct file *f, const char *path, bool source)
{
    struct stat st;

    *f = (struct file){.path = path, .source = source, .canonical = canonical(r, path)};
    if (lstat(path, &st) == 0) { /* a link in an output's place is replaced, not followed */
        f->exists = true;
        f->dev = st.st_dev;
        f->ino = st.st_ino;
    }
    return f->canonical;
}

static int by_path(const void *a, const void *b)
{
    const struct file *x = a, *y = b;

    return strcmp(x->canonical, y->canonical);
}

static int by_id(const void *a, const void *b)
{
    const struct file *x = a, *y = b;

    if (x->exists != y->exists)
        return x->exists - y->exists;
    if (x->dev != y->dev)
        return x->dev < y->dev ? -1 : 1;
    return x->ino < y->ino ? -1 : x->ino > y->ino;
}

static struct tg_err *refuse(const struct file *a, const struct file *b)
{
    if (a->source || b->source)
        return tg_err_new(
            TG_E_USAGE, NULL,
            "%s is a picture to be read and would be replaced; use {size} or another folder in -o",
            b->path);
    return tg_err_new(
        TG_E_USAGE, NULL,
        "two files would be named %s; use {dir}, {sub}, {stem}, {size} and {ext} in -o", b->path);
}

static struct tg_err *check(struct file *files, size_t n)
{
    qsort(files, n, sizeof(*files), by_path);
    for (size_t i = 1; i < n; i++)
        if (by_path(&files[i - 1], &files[i]) == 0 && !(files[i - 1].source && files[i].source))
            return refuse(&files[i - 1], &files[i]);
    qsort(files, n, sizeof(*files), by_id); /* file systems may have spellings of their own */
    for (size_t i = 1; i < n; i++)
        if (files[i].exists && by_id(&files[i - 1], &files[i]) == 0 &&
            files[i - 1].source != files[i].source)
            return refuse(&files[i - 1], &files[i]);
    return NULL;
}

struct tg_err *tg_clashes_refuse(const struct tg_job *jobs, size_t jobs_len)
{
    struct resolver r = {0};
    struct file *files;
    size_t n = 0, max = 1;
    bool good = true;
    struct tg_err *err;

    for (size_t i = 0; i < jobs_len; i++)
        max += 1 + jobs[i].outputs_len;
    files = calloc(max, sizeof(*files));
    for (size_t i = 0; files && good && i < jobs_len; i++) {
        good = add_file(&r, &files[n++], jobs[i].src, true);
        for (size_t j = 0; good && j < jobs[i].outputs_len; j++)
            good = add_file(&r, &files[n++], jobs[i].outputs[j].path, false);
    }
    err = files && good ? check(files, n) : tg_err_nomem();
    for (size_t i = 0; i < n; i++)
        free(files[i].canonical);
    free(files);
    free(r.dir);
    free(r.real);
    return err;
}
