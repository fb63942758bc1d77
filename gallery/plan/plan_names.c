/* plan_names.c - names of renditions; see plan.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/formats.h"
#include "core/base/grow.h"
#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/model/names.h"
#include "gallery/model/sizes.h"
#include "gallery/model/text.h"
#include "gallery/plan/plan.h"

enum { WEBP_SIDE_MAX = 16383 }; /* of the format */

/* The path that the name is made of.  One in another format keeps the photo's whole name before its
 * suffix: a.gif and a.png must not both become a-...png.  In a project what is made of a GIF has
 * récitale's name nevertheless, so that links stay valid: browsers go by what is in a picture, and
 * not by its suffix. */
static char *named_path(const struct tg_photo *photo, const struct tg_rendition *r)
{
    const char *ext = photo->video ? ".jpg" : photo->new_ext ? photo->new_ext : "";
    struct tg_buf path;

    tg_buf_init(&path, TG_BUF_MAX);
    if (photo->is_frame && !photo->video) { /* récitale's name of it */
        tg_buf_put(&path, photo->path, (size_t)(tg_path_ext(photo->path) - photo->path));
        tg_buf_puts(&path, ".jpg");
    } else {
        tg_buf_puts(&path, photo->path);
        tg_buf_puts(&path, r->options && strcmp(ext, ".png") == 0 ? "" : ext);
    }
    return tg_buf_steal(&path);
}

/* prosopopée names the copy as the photo. */
static char *plain_name(const struct tg_photo *photo, const char *options_json,
                        const struct tg_rendition *r)
{
    bool unmarked = photo->unmarked && strcmp(photo->unmarked, options_json) == 0 &&
                    (!r->percent || r->percent == photo->unmarked_resize);
    char *path = named_path(photo, r), *name = NULL;

    if (path && unmarked && r->percent)
        name = strdup(tg_path_base(path));
    else if (path)
        name = tg_rendition_name(path, unmarked ? NULL : options_json, r->req_w, r->req_h);
    free(path);
    return name;
}

/* The same in another format, which no other source's can be: its checksum is that of other
 * options, and the photo's own suffix stays in it. */
static char *other_name(const struct tg_photo *photo, const char *options_json, const char *format,
                        const struct tg_rendition *r)
{
    struct tg_buf path, json;
    char *name;

    tg_buf_init(&path, TG_BUF_MAX);
    tg_buf_init(&json, TG_BUF_MAX);
    tg_buf_puts(&path, photo->path);
    tg_buf_puts(&path, ".");
    tg_buf_puts(&path, format);
    tg_buf_puts(&json, format);
    tg_buf_puts(&json, " ");
    tg_buf_puts(&json, options_json);
    name = path.failed || json.failed
               ? NULL
               : tg_rendition_name(tg_buf_str(&path), tg_buf_str(&json), r->req_w, r->req_h);
    tg_buf_release(&path);
    tg_buf_release(&json);
    return name;
}

bool tg_plan_names(const struct tg_photo *photo, const char *options_json,
                   const struct tg_lock *lock, struct tg_plan_formats formats,
                   struct tg_rendition *r)
{
    bool avif = formats.avif && r->req_h != TG_HEIGHT_SMALL;

    r->name = tg_lock_name(lock, photo->dir, plain_name(photo, options_json, r));
    if (formats.webp)
        r->webp = tg_lock_name(lock, photo->dir, other_name(photo, options_json, "webp", r));
    if (avif)
        r->avif = tg_lock_name(lock, photo->dir, other_name(photo, options_json, "avif", r));
    return r->name && (!formats.webp || r->webp) && (!avif || r->avif);
}

/* Drawings and what may be transparent stay as they are. */
static bool becomes_jpeg(const struct tg_photo *photo)
{
    const char *ext = photo->new_ext ? photo->new_ext : tg_path_ext(photo->path);

    for (const char *const *suffix = tg_formats[TG_JPEG].suffixes; *suffix; suffix++)
        if (tg_text_casecmp(ext, *suffix) == 0)
            return true;
    return false;
}

struct tg_plan_formats tg_plan_wants(const struct tg_site *site, const struct tg_photo *photo)
{
    struct tg_plan_formats wants = {
        .webp = site->look.webp && !photo->video && photo->width <= WEBP_SIDE_MAX &&
                photo->height <= WEBP_SIDE_MAX &&
                tg_text_casecmp(tg_path_ext(photo->path), ".webp") != 0,
        .avif = site->look.avif && !photo->is_frame && becomes_jpeg(photo),
    };

    return wants;
}

/* A file of the site. */
struct named {
    char *path;         /* owned */
    const char *source; /* what becomes it; borrowed */
    bool is_picture;
};

struct names {
    struct named *items; /* owned */
    size_t len;
    bool failed; /* memory was short */
};

static void add_name(struct names *names, const char *dir, const char *name, struct named file)
{
    struct named *grown = tg_grow(names->items, names->len, sizeof(*grown));
    char *path = tg_path_join(dir, name);

    if (grown)
        names->items = grown;
    names->failed |= !grown || !path;
    if (names->failed)
        free(path);
    else
        grown[names->len++] = (struct named){path, file.source, file.is_picture};
}

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->path, y->path);

    return order ? order : strcmp(x->source, y->source);
}

static struct tg_err *compare(const struct named *a, const struct named *b)
{
    bool pictures = a->is_picture && b->is_picture, files = !a->is_picture && !b->is_picture;

    if (strcmp(a->path, b->path) != 0 || files || (pictures && strcmp(a->source, b->source) == 0))
        return NULL;
    return tg_err_new(TG_E_USAGE, a->source,
                      "both it and %s become %s: rename one, or leave out addresses: prosopopee",
                      b->source, a->path);
}

struct tg_err *tg_plan_check_names(const struct tg_site *site)
{
    struct names names = {.len = 0};
    struct tg_err *err = NULL;

    for (size_t i = 0; i < site->photos_len; i++)
        for (size_t k = 0; k < site->photos[i]->renditions_len; k++)
            add_name(&names, site->photos[i]->dir, site->photos[i]->renditions[k].name,
                     (struct named){NULL, site->photos[i]->path, true});
    for (size_t i = 0; i < site->files_len; i++)
        add_name(&names, "", site->files[i].to, (struct named){NULL, site->files[i].from, false});
    if (names.failed)
        err = tg_err_nomem();
    else if (names.len)
        qsort(names.items, names.len, sizeof(*names.items), by_name);
    for (size_t i = 1; i < names.len && !err; i++)
        err = compare(&names.items[i - 1], &names.items[i]);
    for (size_t i = 0; i < names.len; i++)
        free(names.items[i].path);
    free(names.items);
    return err;
}
