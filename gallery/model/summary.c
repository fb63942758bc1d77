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

    if (node->view) { /* a photo may be in several of those below */
        sum = (struct tg_summary){.photos = node->view->photos, .videos = node->view->videos};
        memcpy(sum.first, node->view->first, sizeof(sum.first));
        memcpy(sum.last, node->view->last, sizeof(sum.last));
        return sum;
    }
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

/* What parts stand in, and what is before the next. */
struct parts {
    struct tg_buf *out;
    const char *before;
    bool apart;
};

static void begin_part(struct parts *parts)
{
    tg_buf_puts(parts->out, parts->before);
    tg_buf_puts(parts->out, parts->apart ? "<span>" : "");
    parts->before = " · ";
}

static void end_part(const struct parts *parts)
{
    tg_buf_puts(parts->out, parts->apart ? "</span>" : "");
}

static void put_count(struct parts *parts, const struct tg_words *words, enum tg_word word,
                      size_t n)
{
    if (!n)
        return;
    begin_part(parts);
    tg_word_numbers(parts->out, words, word, n, 0);
    end_part(parts);
}

void tg_html_summary(struct tg_buf *out, const struct tg_words *words, const struct tg_node *node,
                     const struct tg_summary *sum, bool apart)
{
    struct parts parts = {out, "", apart};

    put_count(&parts, words, TG_WORD_ALBUMS, tg_node_listed(node));
    put_count(&parts, words, TG_WORD_PICTURES, sum->photos);
    put_count(&parts, words, TG_WORD_VIDEOS, sum->videos);
    if (*sum->first) {
        begin_part(&parts);
        tg_html_days(out, words, sum->first, sum->last);
        end_part(&parts);
    }
}
