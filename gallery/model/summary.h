/* summary.h - what is in an album, in a line. */
#ifndef TG_GALLERY_SUMMARY_H
#define TG_GALLERY_SUMMARY_H

#include "core/base/buf.h"
#include "gallery/model/node.h"
#include "gallery/words/words.h"

/* Of a node and all below it that is behind the same password, or none. */
struct tg_summary {
    size_t photos, videos;
    /* Earliest and latest "YYYY-MM-DD...", or the node's own, which may be "YYYY-MM" or "YYYY"; ""
     * if there is none. */
    char first[TG_DATE_SIZE], last[TG_DATE_SIZE];
};

struct tg_summary tg_summary_of(const struct tg_node *node);

/* "24 pictures · 2 videos · 3–12 May 2020" */
void tg_html_summary(struct tg_buf *out, const struct tg_words *words, const struct tg_node *node,
                     const struct tg_summary *sum);

#endif
