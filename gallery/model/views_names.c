/* views_names.c - folders and titles of virtual albums; see views.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/grow.h"
#include "core/base/nfc.h"
#include "core/base/path.h"
#include "core/base/utf8.h"
#include "gallery/model/download.h"
#include "gallery/model/html.h"
#include "gallery/model/lock.h"
#include "gallery/model/views_build.h"

/* What becomes of a character of a title. */
enum fate { FATE_KEPT, FATE_DASH, FATE_DROPPED };

/* Beyond ASCII: spaces and punctuation, which become a dash, and what nobody sees.  All else is a
 * letter, a digit, or as good as one. */
static const struct {
    uint32_t first, last;
    enum fate fate;
} fates[] = {
    {0x80, 0xA9, FATE_DASH},          {0xAB, 0xAC, FATE_DASH},
    {0xAD, 0xAD, FATE_DROPPED},       {0xAE, 0xB1, FATE_DASH},
    {0xB4, 0xB4, FATE_DASH},          {0xB6, 0xB8, FATE_DASH},
    {0xBB, 0xBB, FATE_DASH},          {0xBF, 0xBF, FATE_DASH},
    {0xD7, 0xD7, FATE_DASH},          {0xF7, 0xF7, FATE_DASH},
    {0x60C, 0x60C, FATE_DASH},        {0x61B, 0x61F, FATE_DASH},
    {0x66A, 0x66D, FATE_DASH},        {0x1680, 0x1680, FATE_DASH},
    {0x2000, 0x200A, FATE_DASH},      {0x200B, 0x200F, FATE_DROPPED},
    {0x2010, 0x2029, FATE_DASH},      {0x202A, 0x202E, FATE_DROPPED},
    {0x202F, 0x205F, FATE_DASH},      {0x2060, 0x206F, FATE_DROPPED},
    {0x2E00, 0x2E7F, FATE_DASH},      {0x3000, 0x3003, FATE_DASH},
    {0x3008, 0x3011, FATE_DASH},      {0x3014, 0x301F, FATE_DASH},
    {0xD800, 0xF8FF, FATE_DASH},      {0xFE00, 0xFE0F, FATE_DROPPED},
    {0xFEFF, 0xFEFF, FATE_DROPPED},   {0xFF01, 0xFF0F, FATE_DASH},
    {0xFF1A, 0xFF20, FATE_DASH},      {0xFF3B, 0xFF40, FATE_DASH},
    {0xFF5B, 0xFF65, FATE_DASH},      {0xFFF0, 0xFFFF, FATE_DASH},
    {0xE0000, 0xE0FFF, FATE_DROPPED}, {0xF0000, TG_TEXT_BAD, FATE_DASH},
};

static bool is_ascii_word(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

static enum fate fate_of(uint32_t cp)
{
    if (cp < 0x80)
        return is_ascii_word(cp) ? FATE_KEPT : FATE_DASH;
    for (size_t i = 0; i < sizeof(fates) / sizeof(fates[0]); i++)
        if (cp >= fates[i].first && cp <= fates[i].last)
            return fates[i].fate;
    return FATE_KEPT;
}

/* As many whole characters as there is room for. */
static void put_slug(struct tg_buf *out, const char *s)
{
    bool apart = false;

    while (*s) {
        const char *at = s;
        uint32_t cp = tg_text_next(&s);
        enum fate fate = fate_of(cp);
        size_t len = (size_t)(s - at);

        apart |= fate == FATE_DASH;
        if (fate != FATE_KEPT)
            continue;
        apart &= out->len > 0;
        if (out->len + apart + len > TG_SLUG_BYTES)
            return;
        tg_buf_puts(out, apart ? "-" : "");
        if (cp >= 'A' && cp <= 'Z')
            tg_buf_putc(out, (char)(cp - 'A' + 'a'));
        else
            tg_buf_put(out, at, len);
        apart = false;
    }
}

char *tg_view_slug(const char *title)
{
    char *form = tg_nfc(title), *slug;
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    put_slug(&out, form ? form : "");
    if (tg_is_device_name(tg_buf_str(&out)))
        tg_buf_puts(&out, "-tag");
    if (out.len == 0)
        tg_buf_puts(&out, "tag");
    out.failed |= !form;
    free(form);
    form = tg_buf_steal(&out);
    slug = form ? tg_nfc(form) : NULL; /* what was apart may be together now */
    free(form);
    return slug;
}

/* A name that is taken in a folder. */
struct name {
    char *key;   /* without case; owned */
    size_t next; /* the number to try for the next that would have it */
};

struct tg_view_names {
    struct name *names; /* sorted by key; owned */
    size_t len;
};

/* Where a key is, or would be. */
static size_t place_of(const struct tg_view_names *taken, const char *key, bool *is_there)
{
    size_t low = 0, high = taken->len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(taken->names[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *is_there = low < taken->len && strcmp(taken->names[low].key, key) == 0;
    return low;
}

/* Takes a name of `len` bytes; *at is where it is.  *is_new: nothing had it.  False when memory is
 * short. */
static bool take(struct tg_view_names *taken, const char *name, size_t *at, bool *is_new)
{
    char *form = tg_nfc(name), *key = form ? tg_download_key(form) : NULL;
    struct name *grown;
    bool is_there = false;

    free(form);
    if (!key)
        return false;
    *at = place_of(taken, key, &is_there);
    *is_new = !is_there;
    grown = is_there ? NULL : tg_grow(taken->names, taken->len, sizeof(*grown));
    if (!grown) {
        free(key);
        return is_there;
    }
    taken->names = grown;
    memmove(grown + *at + 1, grown + *at, (taken->len - *at) * sizeof(*grown));
    grown[*at] = (struct name){key, 2};
    taken->len++;
    return true;
}

/* A name like `slug` that nothing else has: "paris", "paris-2".  The caller frees; NULL when memory
 * is short. */
static char *take_like(struct tg_view_names *taken, const char *slug)
{
    size_t first, at;
    bool is_new = false;
    struct tg_buf name;

    if (!take(taken, slug, &first, &is_new))
        return NULL;
    tg_buf_init(&name, TG_BUF_MAX);
    tg_buf_puts(&name, slug);
    while (!is_new && !name.failed) {
        tg_buf_clear(&name);
        tg_buf_printf(&name, "%s-%zu", slug, taken->names[first].next++);
        name.failed |= !take(taken, tg_buf_str(&name), &at, &is_new);
    }
    return tg_buf_steal(&name);
}

static void names_release(struct tg_view_names *taken)
{
    for (size_t i = 0; i < taken->len; i++)
        free(taken->names[i].key);
    free(taken->names);
}

/* Takes the first part of a path of OUT. */
static bool take_part(struct tg_view_names *taken, const char *path)
{
    size_t len = strcspn(path, "/"), at;
    char *part = strndup(path, len);
    bool is_new, good = part && (len == 0 || take(taken, part, &at, &is_new));

    free(part);
    return good;
}

/* What lies in OUT itself, and could be called as a view: files of ours have dots in their names,
 * which views have not. */
static bool take_site(struct tg_view_names *taken, const struct tg_site *site)
{
    bool good = take_part(taken, TG_ASSETS_DIR) && take_part(taken, TG_THEMES_DIR) &&
                take_part(taken, "static");

    for (size_t i = 0; i < site->root->children_len && good; i++)
        good = take_part(taken, site->root->children[i]->dir);
    for (size_t i = 0; i < site->files_len && good; i++)
        good = take_part(taken, site->files[i].to);
    for (size_t i = 0; i < site->photos_len && good; i++)
        if (i == 0 || strcmp(site->photos[i]->dir, site->photos[i - 1]->dir) != 0)
            good = take_part(taken, site->photos[i]->dir);
    for (size_t i = 0; i < site->media_len && good; i++)
        if (i == 0 || strcmp(site->media[i]->dir, site->media[i - 1]->dir) != 0)
            good = take_part(taken, site->media[i]->dir);
    return good;
}

/* The folder of a view and those of all below it, each like its slug. */
static bool name_node(struct tg_site *site, struct tg_view_names *taken, struct tg_node *node)
{
    struct tg_view_names below = {.len = 0};
    char *slug = tg_view_slug(tg_view_node_of(node)->slug);
    char *name = slug ? take_like(taken, slug) : NULL;
    bool good;

    node->dir = name ? tg_site_keep(site, tg_path_join(node->parent->dir, name)) : NULL;
    good = node->dir;
    for (size_t i = 0; i < node->children_len && good; i++)
        good = name_node(site, &below, node->children[i]);
    names_release(&below);
    free(slug);
    free(name);
    return good;
}

bool tg_views_name(struct tg_site *site)
{
    struct tg_view_names taken = {.len = 0};
    bool good = take_site(&taken, site);

    for (size_t i = 0; i < site->views_len && good; i++)
        good = name_node(site, &taken, site->views[i]);
    names_release(&taken);
    return good;
}

/* Folders below the node; the node has its own. */
static bool hide_below(struct tg_site *site, struct tg_node *node)
{
    bool good = true;

    for (size_t i = 0; i < node->children_len && good; i++) {
        struct tg_node *child = node->children[i];
        char name[TG_SECRET_NAME + 1];

        tg_secret_name(&child->lock->secret, child->dir, name);
        child->dir = tg_site_keep(site, tg_path_join(node->dir, name));
        good = child->dir && hide_below(site, child);
    }
    return good;
}

bool tg_views_hide(struct tg_site *site)
{
    bool good = true;

    for (size_t i = 0; i < site->views_len && good; i++)
        good = !site->views[i]->lock || hide_below(site, site->views[i]);
    return good;
}

bool tg_views_address(struct tg_site *site, struct tg_node *node)
{
    struct tg_virtual *view = &tg_view_node_of(node)->view;
    struct tg_buf address;
    bool good;

    tg_buf_init(&address, TG_BUF_MAX);
    tg_html_url_path(&address, node->dir);
    tg_buf_puts(&address, "/index.html");
    view->address =
        address.failed ? NULL : tg_arena_copy(&site->arena, tg_buf_str(&address), address.len);
    tg_buf_release(&address);
    good = view->address;
    for (size_t i = 0; i < node->children_len && good; i++)
        good = tg_views_address(site, node->children[i]);
    return good;
}

/* The name of a month alone, not ended by a NUL. */
static const char *month_name(const struct tg_words *words, unsigned month, size_t *len)
{
    const char *names = words->dates->alone ? words->dates->alone : words->dates->names;

    while (month > 1 && --month)
        names = strchr(names, '|') + 1;
    *len = strcspn(names, "|");
    return names;
}

/* One is 3 letters long in English alone: other languages shorten by rules of their own. */
static void put_month(struct tg_buf *out, const struct tg_words *words, unsigned month,
                      bool is_short)
{
    enum { SHORT = 3 };
    size_t len;
    const char *name = month_name(words, month, &len);

    tg_buf_put(out, name, is_short && words == &tg_words_en && len > SHORT ? SHORT : len);
}

static void put_number(struct tg_view_date *to, int digits, unsigned n)
{
    tg_buf_printf(&to->title, "%0*u", digits, n);
    tg_buf_printf(&to->key, "%0*u", digits, n);
}

static void put_part(struct tg_view_date *to, const struct tg_words *words,
                     const struct tg_pattern_part *part, bool alone)
{
    struct tg_date day = to->day;

    switch (part->kind) {
    case TG_PART_TEXT:
        tg_buf_put(&to->title, part->text, part->len);
        tg_buf_put(&to->key, part->text, part->len);
        break;
    case TG_PART_YEAR:
        put_number(to, 4, day.year);
        to->rank.year = day.year;
        break;
    case TG_PART_SHORT_YEAR:
        put_number(to, 2, day.year % 100);
        to->rank.year = day.year;
        break;
    case TG_PART_DAY:
        put_number(to, 2, day.day);
        to->rank.day = day.day;
        break;
    case TG_PART_MONTH:
        to->rank.month = day.month;
        if (!alone) {
            put_number(to, 2, day.month);
            break;
        }
        /* fall through */
    case TG_PART_SHORT_MONTH:
    case TG_PART_MONTH_NAME:
        to->rank.month = day.month;
        tg_buf_printf(&to->key, "%02u", day.month);
        put_month(&to->title, words, day.month, part->kind == TG_PART_SHORT_MONTH);
        break;
    }
}

void tg_view_date(struct tg_view_date *to, const struct tg_words *words,
                  const struct tg_pattern_segment *segment)
{
    tg_buf_clear(&to->title);
    tg_buf_clear(&to->key);
    to->rank = (struct tg_date){0};
    for (size_t i = 0; i < segment->parts_len; i++)
        put_part(to, words, &segment->parts[i], segment->parts_len == 1);
}
