/* photo_own.c - see photo_own.h. */
#include "gallery/model/photo_own.h"

#include <string.h>

#include "core/base/tags.h"

struct tg_err *tg_photo_own_keywords(struct tg_photo *photo, const struct tg_texts *keywords)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < keywords->len && !err; i++)
        err = tg_tags_add(&photo->own.keywords, &tg_keywords_limit, keywords->items[i],
                          strlen(keywords->items[i]), TG_CHARSET_UTF8, '\0');
    return err;
}

static struct tg_err *join_lists(struct tg_photo *photo, unsigned asks)
{
    const struct tg_metadata *own = &photo->own;
    struct tg_metadata *all = &photo->metadata;
    struct tg_err *err = NULL;

    if (asks & TG_ASKS_KEYWORDS && own->keywords)
        err = tg_tags_add_list(&all->keywords, &tg_keywords_limit, own->keywords,
                               strlen(own->keywords));
    if (!err && asks & TG_ASKS_PEOPLE && own->people)
        err = tg_tags_add_list(&all->people, &tg_people_limit, own->people, strlen(own->people));
    if (!err)
        err = tg_tags_settle(&all->keywords, &all->people, own->people);
    tg_metadata_keep(all, asks);
    return err;
}

struct tg_err *tg_photo_own_join(struct tg_photo *photo, unsigned asks, bool upright)
{
    const struct tg_metadata *own = &photo->own;
    struct tg_metadata *all = &photo->metadata;
    struct tg_err *err = NULL;

    if (all->rating == TG_RATING_NONE)
        all->rating = own->rating;
    if (upright && own->faces)
        err = tg_metadata_add(all, TG_METADATA_FACES, own->faces, strlen(own->faces),
                              TG_CHARSET_UTF8);
    if (!err && asks & (TG_ASKS_KEYWORDS | TG_ASKS_PEOPLE) && (own->keywords || own->people))
        err = join_lists(photo, asks);
    return err;
}
