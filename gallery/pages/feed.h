/* feed.h - an RSS 2.0 feed; for gallery/ only. */
#ifndef TG_GALLERY_FEED_H
#define TG_GALLERY_FEED_H

#include "core/base/buf.h"
#include "gallery/settings/settings.h"

struct tg_feed_item {
    const char *title;
    const char *dir;         /* of its page, relative to OUT; "" for OUT itself */
    const char *description; /* NULL or empty: none */
    const char *cover_dir,
        *cover;          /* a picture, its folder relative to OUT and its name; NULL: none */
    struct tg_date date; /* year 0: none */
};

/* `url` is the address of OUT, without a slash at its end; `description` may be NULL. */
void tg_feed_begin(struct tg_buf *out, const char *url, const char *title, const char *description);
void tg_feed_put(struct tg_buf *out, const char *url, const struct tg_feed_item *item);
void tg_feed_end(struct tg_buf *out);

#endif
