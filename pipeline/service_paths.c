/* service_paths.c - see service_parts.h: requests become jobs, whose paths lie below the roots. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/path.h"
#include "gallery/model/text.h"
#include "pipeline/service_parts.h"
#include "pipeline/thumb_names.h"

/* ---- Roots ----------------------------------------------------------------------------------- */

/* From / on, as it was named; without a slash at its end. */
static char *absolute(const char *path)
{
    char *here = *path == '/' ? NULL : getcwd(NULL, 0);
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    if (here)
        tg_buf_printf(&b, "%s/", here);
    tg_buf_puts(&b, path);
    free(here);
    while (b.len && b.data[b.len - 1] == '/')
        b.data[--b.len] = '\0';
    return tg_buf_steal(&b);
}

struct tg_err *tg_service_root_open(struct tg_service_root *root, const char *path)
{
    struct tg_err *err;
    char *real;

    *root = (struct tg_service_root){.folder = {.fd = -1}};
    err = tg_enclosure_open(&root->folder, path, false);
    if (err)
        return err;
    real = realpath(path, NULL);
    root->named = absolute(path);
    root->real = real ? absolute(real) : NULL;
    free(real);
    return root->named && root->real ? NULL : tg_err_nomem();
}

void tg_service_root_close(struct tg_service_root *root)
{
    tg_enclosure_close(&root->folder);
    free(root->named);
    free(root->real);
}

/* How many bytes of the path are the folder's; 0: it does not lie there by its name. */
static size_t starts_with(const char *path, const char *folder)
{
    size_t len = strlen(folder);

    return strncmp(path, folder, len) == 0 && path[len] == '/' ? len + 1 : 0;
}

/* The root that a path lies below, the innermost one, and *below, which points into the path. */
static const struct tg_service_root *find_root(const struct tg_service_root *roots, size_t len,
                                               const char *path, const char **below)
{
    const struct tg_service_root *found = NULL;
    size_t best = 0;

    *below = path;
    if (*path != '/')
        return roots;
    for (size_t i = 0; i < len; i++) {
        size_t named = starts_with(path, roots[i].named), real = starts_with(path, roots[i].real);
        size_t most = named > real ? named : real;

        if (most > best) {
            found = &roots[i];
            best = most;
        }
    }
    *below = path + best;
    *below += strspn(*below, "/");
    return found;
}

/* ---- What is wrong --------------------------------------------------------------------------- */

static bool refuse(struct tg_service_fault *fault, enum tg_service_code code, const char *path,
                   const char *text)
{
    fault->code = code;
    tg_buf_clear(&fault->text);
    tg_buf_put_printable(&fault->text, path);
    tg_buf_printf(&fault->text, ": %s", text);
    return false;
}

static bool refuse_errno(struct tg_service_fault *fault, int errnum, const char *path)
{
    switch (errnum) {
    case EXDEV:
        return refuse(fault, TG_SERVICE_OUTSIDE_ROOT, path,
                      "is outside of the root, or a link leads out of it");
    case ENOENT:
    case ENOTDIR:
        return refuse(fault, TG_SERVICE_NOT_FOUND, path, strerror(errnum));
    default:
        return refuse(fault, TG_SERVICE_IO, path, strerror(errnum));
    }
}

static bool refuse_err(struct tg_service_fault *fault, const char *path, struct tg_err *err)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_BUF_MAX);
    tg_err_text(err, &text);
    (void)refuse(fault, tg_err_code(err) == TG_E_USAGE ? TG_SERVICE_USAGE : TG_SERVICE_IO, path,
                 tg_buf_str(&text));
    tg_buf_release(&text);
    tg_err_free(err);
    return false;
}

/* ---- Sources --------------------------------------------------------------------------------- */

static bool find_source(const struct tg_service_root *roots, size_t len,
                        struct tg_service_ticket *ticket, struct stat *st,
                        struct tg_service_fault *fault)
{
    const char *src = ticket->request.src;
    const struct tg_service_root *root = find_root(roots, len, src, &ticket->input.path);
    int fd;

    if (!root)
        return refuse(fault, TG_SERVICE_OUTSIDE_ROOT, src, "is below no root");
    ticket->input.folder = &root->folder;
    fd = tg_enclosure_find(&root->folder, ticket->input.path, TG_WANT_ANY, st, NULL);
    if (fd < 0)
        return refuse_errno(fault, errno, src);
    close(fd);
    return S_ISREG(st->st_mode) ||
           refuse(fault, TG_SERVICE_UNSUPPORTED, src, "is not a regular file");
}

/* ---- Outputs --------------------------------------------------------------------------------- */

/* The file that an output will be, as far as it can be known before its folder is there. */
struct target {
    bool known;
    dev_t dev; /* of its folder */
    ino_t ino;
    const char *name;
};

/* Looks at the folder of an output and what has its name there. */
static bool look_at(const struct tg_place *place, const char *path, const struct stat *source,
                    struct target *target, struct tg_service_fault *fault)
{
    const char *name = tg_path_base(place->path);
    size_t len = (size_t)(name - place->path);
    char *folder = strndup(place->path, len ? len - 1 : 0);
    int dir = folder ? tg_enclosure_folder(place->folder, folder, false) : -1;
    int errnum = folder ? errno : ENOMEM;
    struct stat st, old;
    bool there;

    *target = (struct target){.name = name};
    free(folder);
    if (dir < 0 && errnum == ENOENT && place->make_folders)
        return true;
    if (dir < 0 && errnum == ENOENT)
        return refuse(fault, TG_SERVICE_NOT_FOUND, path,
                      "its folder is not there: make it, or say \"mkdir\": true");
    if (dir < 0)
        return refuse_errno(fault, errnum, path);
    target->known = fstat(dir, &st) == 0;
    target->dev = st.st_dev;
    target->ino = st.st_ino;
    there = fstatat(dir, name, &old, AT_SYMLINK_NOFOLLOW) == 0;
    close(dir);
    if (there && !S_ISREG(old.st_mode) && !S_ISLNK(old.st_mode))
        return refuse(fault, TG_SERVICE_USAGE, path,
                      "is a folder, a pipe or a device, and no output takes its place");
    if (there && old.st_dev == source->st_dev && old.st_ino == source->st_ino)
        return refuse(fault, TG_SERVICE_USAGE, path, "is the photo itself");
    return true;
}

/* Whether two outputs would be the same file. */
static bool is_same(const struct tg_place *a, const struct target *x, const struct tg_place *b,
                    const struct target *y)
{
    if (x->known && y->known)
        return x->dev == y->dev && x->ino == y->ino && strcmp(x->name, y->name) == 0;
    return a->folder == b->folder && strcmp(a->path, b->path) == 0;
}

static bool choose_format(const struct tg_service_request *request,
                          const struct tg_service_output *o, enum tg_target *target,
                          struct tg_service_fault *fault)
{
    const char *suffix = tg_path_ext(o->path);
    const struct tg_thumb_wish wish = {.name = o->path,
                                       .suffix = suffix[0] && suffix[1] ? suffix : "",
                                       .target = o->spec.target,
                                       .given = o->format_given,
                                       .where_name = "path",
                                       .where_format = "format"};
    struct tg_err *err = tg_thumb_target(&wish, target);

    if (!err)
        err = tg_thumb_check_lossless(request->src, &o->spec, *target);
    if (err)
        return refuse_err(fault, o->path, err);
    if (tg_text_casecmp(suffix, ".gif") == 0 && *target == TG_TARGET_SAME &&
        (o->spec.geometry.kind < TG_GEO_COPY ||
         tg_text_casecmp(tg_path_ext(request->src), ".gif") != 0))
        return refuse(fault, TG_SERVICE_USAGE, o->path,
                      "cannot become a GIF file, which only a copy of one can");
    return true;
}

static bool fill_output(const struct tg_service_root *roots, size_t len,
                        struct tg_service_ticket *ticket, size_t i, struct tg_job *job,
                        struct tg_service_fault *fault)
{
    const struct tg_service_output *o = &ticket->request.outputs[i];
    struct tg_place *place = &ticket->places[i];
    const struct tg_service_root *root = find_root(roots, len, o->path, &place->path);
    const char *name = tg_path_base(o->path);

    if (!root)
        return refuse(fault, TG_SERVICE_OUTSIDE_ROOT, o->path, "is below no root");
    if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || !*place->path)
        return refuse(fault, TG_SERVICE_USAGE, o->path, "does not name a file");
    place->folder = &root->folder;
    place->make_folders = ticket->request.make_folders;
    job->outputs[i].spec = o->spec;
    job->outputs[i].place = place;
    job->outputs[i].path = strdup(o->path);
    job->outputs_len = i + 1;
    if (!job->outputs[i].path)
        return refuse(fault, TG_SERVICE_IO, o->path, strerror(ENOMEM));
    return choose_format(&ticket->request, o, &job->outputs[i].spec.target, fault);
}

static bool fill_outputs(const struct tg_service_root *roots, size_t len,
                         struct tg_service_ticket *ticket, const struct stat *source,
                         struct tg_job *job, struct tg_service_fault *fault)
{
    struct target targets[TG_JOB_OUTPUTS];

    for (size_t i = 0; i < ticket->request.outputs_len; i++) {
        const char *path = ticket->request.outputs[i].path;

        ticket->places[i].photo_dev = source->st_dev;
        ticket->places[i].photo_ino = source->st_ino;
        if (!fill_output(roots, len, ticket, i, job, fault) ||
            !look_at(&ticket->places[i], path, source, &targets[i], fault))
            return false;
        for (size_t j = 0; j < i; j++)
            if (is_same(&ticket->places[i], &targets[i], &ticket->places[j], &targets[j]))
                return refuse(fault, TG_SERVICE_USAGE, path, "is there twice");
    }
    return true;
}

bool tg_service_fill(const struct tg_service_root *roots, size_t roots_len,
                     struct tg_service_ticket *ticket, struct tg_job *job,
                     struct tg_service_fault *fault)
{
    size_t n = ticket->request.outputs_len;
    struct stat st;
    bool good;

    if (!find_source(roots, roots_len, ticket, &st, fault))
        return false;
    *job = (struct tg_job){.src = strdup(ticket->request.src),
                           .input = &ticket->input,
                           .bytes = (uint64_t)st.st_size,
                           .wants_placeholder = true,
                           .outputs = calloc(n + 1, sizeof(*job->outputs))};
    ticket->places = calloc(n + 1, sizeof(*ticket->places));
    if (job->src && job->outputs && ticket->places)
        good = fill_outputs(roots, roots_len, ticket, &st, job, fault);
    else
        good = refuse(fault, TG_SERVICE_IO, ticket->request.src, strerror(ENOMEM));
    if (!good)
        tg_job_release(job);
    return good;
}
