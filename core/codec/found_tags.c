/* found_tags.c - see found_tags.h. */
#include "core/codec/found_tags.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/tags.h"

void tg_found_tags_release(struct tg_found_tags *found)
{
    free(found->keywords);
    free(found->people);
    for (int i = 0; i < TG_PLACE_LEVELS; i++)
        free(found->place[i]);
    *found = (struct tg_found_tags){0};
}

/* Of more keywords than are kept, those that say which of the others are names. */
static struct tg_err *add_name_only(struct tg_found_tags *found, const char *text, size_t len,
                                    enum tg_charset charset, char separator)
{
    char *one = NULL;
    struct tg_err *err = tg_tags_add(&one, &tg_tags_raw_limit, text, len, charset, separator);
    struct tg_tag tag, name;

    if (one) {
        tag = tg_tag_of(one);
        if (tg_tag_is_of_people(&tag, &name) && name.len)
            err = tg_found_person(found, name.text, name.len);
    }
    free(one);
    return err;
}

struct tg_err *tg_found_keyword(struct tg_found_tags *found, const char *text, size_t len,
                                enum tg_charset charset, char separator)
{
    if (tg_tags_are_full(found->keywords, &tg_tags_raw_limit)) {
        found->labels |= TG_TAGS_CUT;
        return add_name_only(found, text, len, charset, separator);
    }
    return tg_tags_add(&found->keywords, &tg_tags_raw_limit, text, len, charset, separator);
}

struct tg_err *tg_found_person(struct tg_found_tags *found, const char *name, size_t len)
{
    if (tg_tags_are_full(found->people, &tg_tags_raw_limit))
        found->labels |= TG_TAGS_CUT;
    return tg_tags_add(&found->people, &tg_tags_raw_limit, name, len, TG_CHARSET_UTF8, '\0');
}

struct tg_err *tg_found_place(struct tg_found_tags *found, enum tg_place_level level,
                              const char *text, size_t len, enum tg_charset charset)
{
    return tg_tags_add(&found->place[level], &tg_place_limit, text, len, charset, '\0');
}

static bool has_place(const struct tg_found_tags *found)
{
    for (int i = 0; i < TG_PLACE_LEVELS; i++)
        if (found->place[i])
            return true;
    return false;
}

static struct tg_err *take_place(const struct tg_found_tags *found, char **place)
{
    struct tg_err *err;
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    for (int i = 0; i < TG_PLACE_LEVELS; i++)
        if (found->place[i]) {
            tg_buf_puts(&b, b.len ? "|" : "");
            tg_buf_puts(&b, found->place[i]);
        }
    err = b.failed
              ? tg_err_nomem()
              : tg_tags_add(place, &tg_place_limit, tg_buf_str(&b), b.len, TG_CHARSET_UTF8, '\0');
    tg_buf_release(&b);
    return err;
}

static void move_list(char **to, char **from)
{
    free(*to);
    *to = *from;
    *from = NULL;
}

/* *names: everybody whom any of the sources names. */
static struct tg_err *settle_each(struct tg_found_tags *sources, size_t n, char **names)
{
    struct tg_err *err = NULL;

    for (size_t i = 0; i < n && !err; i++) {
        err = tg_tags_settle(&sources[i].keywords, &sources[i].people, NULL);
        if (!err && sources[i].people)
            err = tg_tags_add_list(names, &tg_tags_raw_limit, sources[i].people,
                                   strlen(sources[i].people));
    }
    return err;
}

struct tg_err *tg_found_tags_take(struct tg_found_tags *sources, size_t n,
                                  struct tg_metadata *metadata)
{
    size_t keywords = n;
    uint8_t cut = metadata->labels & TG_TAGS_CUT;
    char *names = NULL;
    struct tg_err *err;

    for (size_t i = n; i-- > 0;) { /* before some of them leave: who has only these has some */
        if (sources[i].keywords)
            keywords = i;
        if (sources[i].rated)
            metadata->rating = sources[i].rating;
        cut |= sources[i].labels & TG_TAGS_CUT;
        if (sources[i].labels & TG_LABELS_ALL)
            metadata->labels = sources[i].labels & TG_LABELS_ALL;
    }
    metadata->labels |= cut;
    err = settle_each(sources, n, &names);
    for (size_t i = 0; i < n && !err; i++) {
        if (i == keywords && !metadata->keywords)
            move_list(&metadata->keywords, &sources[i].keywords);
        if (!metadata->people)
            move_list(&metadata->people, &sources[i].people);
        if (!metadata->place && has_place(&sources[i]))
            err = take_place(&sources[i], &metadata->place);
    }
    if (!err)
        err = tg_tags_settle(&metadata->keywords, &metadata->people, names);
    free(names);
    return err;
}
