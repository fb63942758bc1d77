/* album_lock.c - albums of plain trees behind a password; see lock.h. */
#include "gallery/model/lock.h"
#include "gallery/source/album_file.h"

static bool lock_album(struct tg_site *site, struct tg_album *album)
{
    album->lock = album->parent ? album->parent->lock : NULL;
    if (album->file && album->file->password) {
        album->lock = tg_lock_for(&site->arena, &site->locks,
                                  site->url ? site->url : site->root->title, album->file->password);
        if (!album->lock)
            return false;
    }
    for (size_t i = 0; i < album->photos_len; i++) {
        album->photos[i]->lock = album->lock;
        if (album->photos[i]->film)
            album->photos[i]->film->lock = album->lock;
    }
    for (size_t i = 0; i < album->albums_len; i++)
        if (!lock_album(site, album->albums[i]))
            return false;
    return true;
}

bool tg_albums_lock(struct tg_site *site)
{
    return lock_album(site, site->root);
}

bool tg_album_is_open(const struct tg_album *album, const struct tg_album *from)
{
    return !album->lock || album->lock == from->lock;
}
