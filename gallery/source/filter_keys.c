/* filter_keys.c - see filter_keys.h. */
#include "gallery/source/filter_keys.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/tags.h"

/* As many as an owner may name; each is cut where keywords of photos are. */
static const struct tg_tags_limit most = {200, TG_TAG_BYTES, 1 << 16};

static void read_exclude(const struct tg_reader *reader, const struct tg_yaml *node,
                         const struct tg_texts *words, struct tg_photo_filter *filter)
{
    struct tg_err *err = NULL;
    char *list = NULL;

    if (words->len > most.most)
        tg_settings_problem(reader, TG_ERROR, node, "exclude_keywords: more than %zu", most.most);
    for (size_t i = 0; i < words->len && !err; i++)
        err = tg_tags_add(&list, &most, words->items[i], strlen(words->items[i]), TG_CHARSET_UTF8,
                          '\0');
    if (list)
        filter->exclude = tg_arena_copy(reader->arena, list, strlen(list));
    reader->report->nomem |= err || (list && !filter->exclude);
    if (!err && !list && words->len)
        tg_settings_problem(reader, TG_ERROR, node, "exclude_keywords: '%s' is not a keyword",
                            words->items[0]);
    tg_err_free(err);
    free(list);
}

static void read_labels(const struct tg_reader *reader, const struct tg_yaml *node,
                        const struct tg_texts *words, struct tg_photo_filter *filter)
{
    static const char *const names[] = {"red", "yellow", "green", "blue", "purple"};

    filter->labels_said = node && node->kind != TG_YAML_NULL;
    for (size_t i = 0; i < words->len; i++) {
        size_t n = 0;

        while (n < sizeof(names) / sizeof(names[0]) && strcmp(words->items[i], names[n]) != 0)
            n++;
        if (n < sizeof(names) / sizeof(names[0]))
            filter->labels |= (uint8_t)(1U << n);
        else
            tg_settings_problem(reader, TG_ERROR, node,
                                "labels: '%s' is none of red, yellow, green, blue and purple",
                                words->items[i]);
    }
}

void tg_filter_read(const struct tg_reader *reader, const struct tg_yaml *map,
                    const struct tg_filter_words *words, struct tg_photo_filter *filter)
{
    const struct tg_yaml *stars = words->min_rating;

    read_exclude(reader, tg_yaml_get(map, "exclude_keywords"), &words->exclude, filter);
    read_labels(reader, tg_yaml_get(map, "labels"), &words->labels, filter);
    if (!stars)
        return;
    filter->min_rating_said = true;
    if (stars->kind == TG_YAML_INT && stars->number >= 0 && stars->number <= TG_RATING_BEST)
        filter->min_rating = (uint8_t)stars->number;
    else
        tg_settings_problem(reader, TG_ERROR, stars,
                            "min_rating: not a number of stars from 0 to %d", TG_RATING_BEST);
}
