/* search_block.c - see search_block.h. */
#include "gallery/pages/search_block.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "gallery/model/text.h"
#include "gallery/pages/page_picture.h"
#include "gallery/pages/search_words.h"

enum {
    NUMBER_DIGITS = 9, /* of a name's number, which counts up */
    SHARED_MAX = 44,
    TITLE_MAX = 100 /* bytes of a title that results show */
};

const struct tg_ref *tg_search_ref(const struct tg_search_item *item)
{
    return item->in_section ? item->in_section : &item->own;
}

const struct tg_rendition *tg_search_thumb(const struct tg_ref *ref)
{
    const struct tg_photo *photo = ref->photo;

    for (size_t i = 0; photo && tg_photo_good(photo) && i < photo->renditions_len; i++)
        if (tg_ref_has(ref, &photo->renditions[i]))
            return &photo->renditions[i];
    return NULL;
}

void tg_search_put_path(struct tg_buf *out, const char *dir, const char *name)
{
    tg_html_url_path(out, dir);
    tg_buf_puts(out, *dir ? "/" : "");
    tg_html_url_path(out, name);
}

/* ---- Names ----------------------------------------------------------------------------------- */

/* The number in a name, the last before its suffix: from *at to before *end; empty if there is
 * none. */
static void find_number(const char *name, size_t *at, size_t *end)
{
    const char *dot = strrchr(name, '.');
    size_t to = dot ? (size_t)(dot - name) : strlen(name);

    while (to && (name[to - 1] < '0' || name[to - 1] > '9'))
        to--;
    *end = *at = to;
    while (*at && name[*at - 1] >= '0' && name[*at - 1] <= '9' && to - *at < NUMBER_DIGITS)
        --*at;
}

/* How much higher the number of `name` is than that of `last`, if they are alike but for that;
 * else 0. */
static unsigned long step_of(const char *last, const char *name)
{
    unsigned long from = 0, to = 0;
    size_t at, end;

    find_number(last, &at, &end);
    if (at == end || strlen(last) != strlen(name) || strncmp(last, name, at) != 0 ||
        strcmp(last + end, name + end) != 0)
        return 0;
    for (; at < end; at++) {
        if (name[at] < '0' || name[at] > '9')
            return 0;
        from = 10 * from + (unsigned long)(last[at] - '0');
        to = 10 * to + (unsigned long)(name[at] - '0');
    }
    return to > from ? to - from : 0;
}

void tg_search_put_name(struct tg_buf *out, const char *last, const char *name)
{
    unsigned long step = step_of(last, name);
    size_t shared = 0;

    if (step) {
        if (step > 1) {
            tg_buf_putc(out, '!');
            tg_search_put_number(out, step);
        }
        return;
    }
    while (shared < SHARED_MAX && name[shared] && name[shared] == last[shared])
        shared++;
    tg_search_put_number(out, shared);
    tg_buf_puts(out, name + shared);
}

/* ---- Kinds ----------------------------------------------------------------------------------- */

/* What items have in common: "v" for videos and "p" for others, and what is behind the stem of a
 * picture's name in that of its thumbnail; or "/" and the thumbnail's address from OUT. */
struct kinds {
    char **items; /* owned */
    size_t len;
    bool failed;
};

static size_t find_kind(struct kinds *kinds, const char *kind)
{
    char **grown, *copy;

    for (size_t i = kinds->len; i > 0; i--)
        if (strcmp(kinds->items[i - 1], kind) == 0)
            return i - 1;
    grown = tg_grow(kinds->items, kinds->len, sizeof(*grown));
    if (grown)
        kinds->items = grown;
    copy = grown ? strdup(kind) : NULL;
    if (!copy) {
        kinds->failed = true;
        return 0;
    }
    kinds->items[kinds->len] = copy;
    return kinds->len++;
}

/* How long the stem of a name of tg_page_figure_id() is. */
static size_t stem_of(const char *id)
{
    size_t len = strcspn(id, ":");

    for (size_t i = len; i > 0; i--)
        if (id[i - 1] == '.')
            return i - 1;
    return len;
}

static void put_kind(const struct tg_search_item *item, const char *id, struct tg_buf *out)
{
    const struct tg_ref *ref = tg_search_ref(item);
    const struct tg_rendition *thumb = tg_search_thumb(ref);
    size_t stem = stem_of(id);
    struct tg_buf name;

    tg_buf_putc(out, ref->medium ? 'v' : 'p');
    if (!thumb)
        return;
    tg_buf_init(&name, TG_BUF_MAX);
    tg_html_url_path(&name, thumb->name);
    if (strcmp(ref->photo->dir, item->node->dir) == 0 &&
        strncmp(tg_buf_str(&name), id, stem) == 0) {
        tg_buf_puts(out, tg_buf_str(&name) + stem);
    } else {
        tg_buf_putc(out, '/');
        tg_search_put_path(out, ref->photo->dir, thumb->name);
    }
    out->failed |= name.failed;
    tg_buf_release(&name);
}

/* ---- Columns --------------------------------------------------------------------------------- */

/* A day as a number that grows with it; 0: none. */
static int64_t day_number(const struct tg_search_item *item)
{
    const struct tg_ref *ref = tg_search_ref(item);
    struct tg_date day;

    if (!ref->photo || !tg_day_of(ref->photo->date, &day))
        return 0;
    return ((int64_t)day.year * 12 + day.month - 1) * 31 + day.day - 1;
}

/* What results show of it: nothing if its file's name is shown. */
static void put_title(const struct tg_search_item *item, struct tg_buf *out)
{
    const struct tg_ref *ref = tg_search_ref(item);
    const struct tg_photo *photo = ref->photo;
    const char *title = ref->text, *end;
    struct tg_buf text;

    if (!tg_text_is_set(title) && photo)
        title = tg_text_is_set(photo->metadata.title) ? photo->metadata.title
                                                      : photo->metadata.description;
    title = title ? title : "";
    tg_buf_init(&text, TG_BUF_MAX);
    for (end = title; *end && end - title < TITLE_MAX;)
        (void)tg_text_next(&end);
    tg_buf_put(&text, title, (size_t)(end - title));
    tg_buf_puts(&text, *end ? "…" : "");
    tg_html_json(out, tg_buf_str(&text));
    out->failed |= text.failed;
    tg_buf_release(&text);
}

static void put_strings(const struct kinds *kinds, struct tg_buf *out)
{
    for (size_t i = 0; i < kinds->len; i++) {
        tg_buf_puts(out, i ? "," : "");
        tg_html_json(out, kinds->items[i]);
    }
}

enum { NAMES, DAYS, PAGES, KINDS, TITLES, ID, LAST, KIND, BUFS };

static void put_item(const struct tg_page *page, const struct tg_search_item *items, size_t i,
                     struct tg_buf bufs[BUFS], struct kinds *kinds)
{
    const struct tg_search_item *item = &items[i];
    struct tg_page aside = *page;
    struct tg_buf last = bufs[LAST];

    bufs[LAST] = bufs[ID]; /* the two change places */
    bufs[ID] = last;
    tg_buf_clear(&bufs[ID]);
    tg_buf_clear(&bufs[KIND]);
    aside.out = &bufs[ID];
    aside.node = item->node;
    tg_page_figure_id(&aside, tg_search_ref(item));
    put_kind(item, tg_buf_str(&bufs[ID]), &bufs[KIND]);
    tg_buf_puts(&bufs[NAMES], i ? " " : "");
    tg_search_put_name(&bufs[NAMES], i ? tg_buf_str(&bufs[LAST]) : "", tg_buf_str(&bufs[ID]));
    tg_search_put_signed(&bufs[DAYS], day_number(item) - (i ? day_number(&items[i - 1]) : 0));
    tg_search_put_signed(&bufs[PAGES], (int64_t)item->page - (i ? (int64_t)items[i - 1].page : 1));
    tg_search_put_number(&bufs[KINDS], find_kind(kinds, tg_buf_str(&bufs[KIND])));
    tg_buf_puts(&bufs[TITLES], i ? "," : "");
    put_title(item, &bufs[TITLES]);
}

void tg_search_block_put(const struct tg_page *page, const struct tg_search_item *items, size_t len,
                         struct tg_buf *out)
{
    struct tg_buf bufs[BUFS];
    struct kinds kinds = {.items = NULL};

    for (size_t i = 0; i < BUFS; i++)
        tg_buf_init(&bufs[i], TG_BUF_MAX);
    for (size_t i = 0; i < len; i++)
        put_item(page, items, i, bufs, &kinds);
    tg_buf_putc(out, '[');
    put_strings(&kinds, out);
    tg_buf_puts(out, "],\"");
    for (size_t i = NAMES; i <= KINDS; i++) {
        tg_buf_puts(out, tg_buf_str(&bufs[i]));
        tg_buf_puts(out, i < KINDS ? "\",\"" : "\",[");
    }
    tg_buf_puts(out, tg_buf_str(&bufs[TITLES]));
    tg_buf_putc(out, ']');
    for (size_t i = 0; i < BUFS; i++) {
        out->failed |= bufs[i].failed;
        tg_buf_release(&bufs[i]);
    }
    for (size_t i = 0; i < kinds.len; i++)
        free(kinds.items[i]);
    free(kinds.items);
    out->failed |= kinds.failed;
}
