/* plan_names.c - names of renditions; see plan.h. */
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/path.h"
#include "gallery/model/lock.h"
#include "gallery/model/names.h"
#include "gallery/model/text.h"
#include "gallery/plan/plan.h"

enum { WEBP_SIDE_MAX = 16383 }; /* of the format */

/* One in another format keeps the photo's whole name before its suffix: a.gif and a.png must not
 * both become a-...png.  In a project what is made of a GIF has récitale's name nevertheless, so
 * that links stay valid: browsers go by what is in a picture, and not by its suffix. */
static char *plain_name(const struct tg_photo *photo, const char *options_json,
                        const struct tg_rendition *r)
{
    const char *ext = photo->video ? ".jpg" : photo->new_ext ? photo->new_ext : "";
    struct tg_buf path;
    char *full, *name;

    tg_buf_init(&path, TG_BUF_MAX);
    if (photo->is_frame && !photo->video) { /* récitale's name of it */
        tg_buf_put(&path, photo->path, (size_t)(tg_path_ext(photo->path) - photo->path));
        tg_buf_puts(&path, ".jpg");
    } else {
        tg_buf_puts(&path, photo->path);
        tg_buf_puts(&path, r->options && strcmp(ext, ".png") == 0 ? "" : ext);
    }
    full = tg_buf_steal(&path);
    name = full ? tg_rendition_name(full, options_json, r->req_w, r->req_h) : NULL;
    free(full);
    return name;
}

/* The same as WebP, which no other source's can be: its checksum is that of other options, and the
 * photo's own suffix stays in it. */
static char *webp_name(const struct tg_photo *photo, const char *options_json, uint32_t req_w,
                       uint32_t req_h)
{
    struct tg_buf path, json;
    char *name;

    tg_buf_init(&path, TG_BUF_MAX);
    tg_buf_init(&json, TG_BUF_MAX);
    tg_buf_puts(&path, photo->path);
    tg_buf_puts(&path, ".webp");
    tg_buf_puts(&json, "webp ");
    tg_buf_puts(&json, options_json);
    name = path.failed || json.failed
               ? NULL
               : tg_rendition_name(tg_buf_str(&path), tg_buf_str(&json), req_w, req_h);
    tg_buf_release(&path);
    tg_buf_release(&json);
    return name;
}

bool tg_plan_names(const struct tg_photo *photo, const char *options_json,
                   const struct tg_lock *lock, bool webp, struct tg_rendition *r)
{
    r->name = tg_lock_name(lock, photo->dir, plain_name(photo, options_json, r));
    if (webp)
        r->webp =
            tg_lock_name(lock, photo->dir, webp_name(photo, options_json, r->req_w, r->req_h));
    return r->name && (!webp || r->webp);
}

bool tg_plan_wants_webp(const struct tg_site *site, const struct tg_photo *photo)
{
    return site->look.webp && !photo->video && photo->width <= WEBP_SIDE_MAX &&
           photo->height <= WEBP_SIDE_MAX &&
           tg_text_casecmp(tg_path_ext(photo->path), ".webp") != 0;
}
