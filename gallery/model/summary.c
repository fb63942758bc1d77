/* summary.c - see summary.h. */
#include "gallery/model/summary.h"

#include <string.h>

#include "gallery/model/date_html.h"

static void add_date(struct tg_summary *sum, const char *date)
{
    struct tg_date unused;

    if (!tg_date_of(date, &unused))
        return;
    if (!*sum->first || strcmp(date, sum->first) < 0)
        memcpy(sum->first, date, sizeof(sum->first));
    if (!*sum->last || strcmp(date, sum->last) > 0)
        memcpy(sum->last, date, sizeof(sum->last));
}

struct tg_summary tg_summary_of(const struct tg_node *node)
{
    struct tg_summary sum = {0};

    for (size_t i = 0; i < node->photos_len; i++) {
        sum.videos += node->photos[i]->video != NULL;
        add_date(&sum, node->photos[i]->date);
    }
    sum.photos = node->photos_len - sum.videos;
    for (size_t i = 0; i < node->children_len; i++) {
        struct tg_summary below = {0};

        if (!node->children[i]->hidden && node->children[i]->lock == node->lock)
            below = tg_summary_of(node->children[i]);
        sum.photos += below.photos;
        sum.videos += below.videos;
        add_date(&sum, below.first);
        add_date(&sum, below.last);
    }
    if (node->date.year) {
        tg_date_text(node->date, sum.first);
        memcpy(sum.last, sum.first, sizeof(sum.last));
    }
    return sum;
}

static void put_count(struct tg_buf *out, const struct tg_words *words, const char **before,
                      enum tg_word word, size_t n)
{
    if (!n)
        return;
    tg_buf_puts(out, *before);
    tg_word_numbers(out, words, word, n, 0);
    *before = " · ";
}

void tg_html_summary(struct tg_buf *out, const struct tg_words *words, const struct tg_node *node,
                     const struct tg_summary *sum)
{
    const char *before = "";

    put_count(out, words, &before, TG_WORD_ALBUMS, tg_node_listed(node));
    put_count(out, words, &before, TG_WORD_PICTURES, sum->photos);
    put_count(out, words, &before, TG_WORD_VIDEOS, sum->videos);
    if (*sum->first) {
        tg_buf_puts(out, before);
        tg_html_days(out, words, sum->first, sum->last);
    }
}
