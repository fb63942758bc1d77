/* tags.c - see tags.h. */
#include "core/base/tags.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/nfc.h"
#include "core/base/utf8.h"

#define LEVEL '|'
enum { LONGEST_RAW = 1024, BYTE_ORDER_MARK = 0xFEFF };

const struct tg_tags_limit tg_keywords_limit = {200, TG_TAG_BYTES, 8192};
const struct tg_tags_limit tg_people_limit = {100, TG_TAG_BYTES, 8192};
const struct tg_tags_limit tg_place_limit = {1, 400, 400};
const struct tg_tags_limit tg_tags_raw_limit = {400, TG_TAG_BYTES, 16384};

/* ---- Reading --------------------------------------------------------------------------------- */

struct tg_tag tg_tag_of(const char *text)
{
    return (struct tg_tag){text, strlen(text)};
}

bool tg_tags_next(const char *list, struct tg_tag *tag)
{
    const char *at = tag->text ? tag->text + tag->len : list;

    if (!at || !*at)
        return false;
    at += tag->text && *at == '\n';
    *tag = (struct tg_tag){at, strcspn(at, "\n")};
    return tag->len > 0;
}

bool tg_tag_next_level(const struct tg_tag *tag, struct tg_tag *level)
{
    const char *end = tag->text + tag->len;
    const char *at = level->text ? level->text + level->len + 1 : tag->text;
    const char *sign;

    if (at >= end)
        return false;
    sign = memchr(at, LEVEL, (size_t)(end - at));
    *level = (struct tg_tag){at, (size_t)((sign ? sign : end) - at)};
    return true;
}

struct tg_tag tg_tag_leaf(const struct tg_tag *tag)
{
    struct tg_tag level = {NULL, 0};

    while (tg_tag_next_level(tag, &level))
        continue;
    return level;
}

/* Letters whose other case is `step` behind them; of `pairs` each second one alone. */
static const struct {
    uint16_t first, last, step;
    bool pairs;
} capitals[] = {
    {0xC0, 0xD6, 32, false},   {0xD8, 0xDE, 32, false},   {0x100, 0x12F, 1, true},
    {0x132, 0x137, 1, true},   {0x139, 0x148, 1, true},   {0x14A, 0x177, 1, true},
    {0x179, 0x17E, 1, true},   {0x386, 0x386, 38, false}, {0x388, 0x38A, 37, false},
    {0x38C, 0x38C, 64, false}, {0x38E, 0x38F, 63, false}, {0x391, 0x3A1, 32, false},
    {0x3A3, 0x3AB, 32, false}, {0x3C2, 0x3C2, 1, false},  {0x400, 0x40F, 80, false},
    {0x410, 0x42F, 32, false}, {0x460, 0x481, 1, true},   {0x48A, 0x4BF, 1, true},
    {0x4C1, 0x4CE, 1, true},   {0x4D0, 0x52F, 1, true},   {0x531, 0x556, 48, false},
    {0x1E00, 0x1E95, 1, true}, {0x1EA0, 0x1EFF, 1, true},
};

/* Both cases take the same number of bytes, of which are_equal() makes use. */
static uint32_t fold(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
    for (size_t i = 0; i < sizeof(capitals) / sizeof(capitals[0]); i++) {
        if (cp < capitals[i].first)
            break;
        if (cp <= capitals[i].last && !(capitals[i].pairs && (cp - capitals[i].first) % 2))
            return cp + capitals[i].step;
    }
    return cp;
}

static uint32_t next_folded(const char **at, const char *end)
{
    return *at < end ? 1 + fold(tg_text_next(at)) : 0;
}

int tg_tag_compare(const struct tg_tag *a, const struct tg_tag *b)
{
    const char *x = a->text, *y = b->text;
    uint32_t c, d;

    do {
        c = next_folded(&x, a->text + a->len);
        d = next_folded(&y, b->text + b->len);
    } while (c && c == d);
    return c < d ? -1 : c > d;
}

static bool are_equal(const struct tg_tag *a, const struct tg_tag *b)
{
    return a->len == b->len && tg_tag_compare(a, b) == 0;
}

bool tg_tags_have(const char *list, const struct tg_tag *tag)
{
    struct tg_tag t = {NULL, 0};

    while (tg_tags_next(list, &t))
        if (are_equal(&t, tag))
            return true;
    return false;
}

/* Whether the levels of `part` are those of `tag` from `level` on. */
static bool goes_on(const struct tg_tag *tag, struct tg_tag level, const struct tg_tag *part)
{
    const char *end = tag->text + tag->len;
    struct tg_tag here = {level.text, part->len};

    return (size_t)(end - level.text) >= part->len &&
           (level.text + part->len == end || level.text[part->len] == LEVEL) &&
           are_equal(&here, part);
}

bool tg_tag_contains(const struct tg_tag *tag, const struct tg_tag *part)
{
    struct tg_tag level = {NULL, 0};

    while (part->len && tg_tag_next_level(tag, &level))
        if (goes_on(tag, level, part))
            return true;
    return false;
}

bool tg_tags_contain(const char *list, const struct tg_tag *part)
{
    struct tg_tag t = {NULL, 0};

    while (tg_tags_next(list, &t))
        if (tg_tag_contains(&t, part))
            return true;
    return false;
}

size_t tg_tags_count(const char *list)
{
    struct tg_tag t = {NULL, 0};
    size_t n = 0;

    while (tg_tags_next(list, &t))
        n++;
    return n;
}

bool tg_tags_are_full(const char *list, const struct tg_tags_limit *limit)
{
    return list &&
           (tg_tags_count(list) >= limit->most || strlen(list) + 1 + limit->each > limit->bytes);
}

/* ---- Adding ---------------------------------------------------------------------------------- */

/* Signs that turn the direction of what follows, and U+FEFF, which nobody sees. */
static bool is_unseen(uint32_t cp)
{
    return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) ||
           cp == BYTE_ORDER_MARK;
}

static void cut(struct tg_buf *out, size_t len)
{
    if (out->len > len) {
        out->len = len;
        out->data[len] = '\0';
    }
}

/* Appends a level, if there is anything in it.  digiKam's name for the top of its tree is none. */
static void put_level(struct tg_buf *out, const char *text, const char *end)
{
    static const char top[] = "_Digikam_root_tag_";
    size_t before = out->len, from;

    if (before)
        tg_buf_putc(out, LEVEL);
    from = out->len;
    while (text < end) {
        const char *start = text;
        uint32_t cp = tg_text_next(&text);

        if (!is_unseen(cp) && (cp != ' ' || out->len > from))
            tg_buf_put(out, start, (size_t)(text - start));
    }
    while (out->len > from && out->data[out->len - 1] == ' ')
        cut(out, out->len - 1);
    if (out->len == from || strcmp(out->data + from, top) == 0)
        cut(out, before);
}

/* The levels of a clean text, as they are kept but for NFC and its length. */
static void put_levels(struct tg_buf *out, const char *text, char separator)
{
    const char signs[] = {LEVEL, separator, '\0'};

    for (size_t levels = 0; levels < TG_TAG_LEVELS;) {
        size_t before = out->len, len = strcspn(text, signs);

        put_level(out, text, text + len);
        levels += out->len > before;
        if (!text[len])
            return;
        text += len + 1;
    }
}

/* At a character, so that no level is empty and none ends in white space. */
static void shorten(char *tag, size_t most)
{
    size_t len = strlen(tag);

    if (len > most) {
        len = most;
        while (len && ((unsigned char)tag[len] & 0xC0) == 0x80)
            len--;
    }
    while (len && (tag[len - 1] == LEVEL || tag[len - 1] == ' '))
        len--;
    tag[len] = '\0';
}

/* *tag: as it is kept; "" if nothing is.  The caller frees. */
static struct tg_err *make_tag(const char *text, size_t len, enum tg_charset charset,
                               char separator, char **tag)
{
    struct tg_buf clean, levels;
    struct tg_err *err;

    tg_buf_init(&clean, LONGEST_RAW);
    tg_buf_init(&levels, 2 * LONGEST_RAW);
    err = tg_clean_text(&clean, text, len, charset, false);
    if (!err) {
        put_levels(&levels, tg_buf_str(&clean), separator);
        *tag = levels.failed ? NULL : tg_nfc(tg_buf_str(&levels));
        err = *tag ? NULL : tg_err_nomem();
    }
    tg_buf_release(&clean);
    tg_buf_release(&levels);
    return err;
}

/* A clean tag. */
static struct tg_err *append(char **list, const struct tg_tags_limit *limit,
                             const struct tg_tag *tag)
{
    size_t before = *list ? strlen(*list) : 0;
    size_t len = before + (before > 0) + tag->len;
    char *longer;

    if (!tag->len || len > limit->bytes || tg_tags_count(*list) >= limit->most ||
        tg_tags_have(*list, tag))
        return NULL;
    longer = realloc(*list, len + 1);
    if (!longer)
        return tg_err_nomem();
    if (before)
        longer[before] = '\n';
    memcpy(longer + len - tag->len, tag->text, tag->len);
    longer[len] = '\0';
    *list = longer;
    return NULL;
}

struct tg_err *tg_tags_add(char **list, const struct tg_tags_limit *limit, const char *text,
                           size_t len, enum tg_charset charset, char separator)
{
    struct tg_err *err;
    struct tg_tag tag;
    char *made = NULL;

    if (len == 0 ||
        (*list && (strlen(*list) + 1 >= limit->bytes || tg_tags_count(*list) >= limit->most)))
        return NULL;
    err = make_tag(text, len, charset, separator, &made);
    if (!err) {
        shorten(made, limit->each);
        tag = tg_tag_of(made);
        err = append(list, limit, &tag);
    }
    free(made);
    return err;
}

struct tg_err *tg_tags_add_list(char **list, const struct tg_tags_limit *limit, const char *text,
                                size_t len)
{
    const char *end = text + len;
    struct tg_err *err = NULL;

    for (size_t n = 0; text < end && *text && n < tg_tags_raw_limit.most && !err; n++) {
        const char *feed = memchr(text, '\n', (size_t)(end - text));
        const char *to = feed ? feed : end;

        err = tg_tags_add(list, limit, text, (size_t)(to - text), TG_CHARSET_UTF8, '\0');
        text = feed ? feed + 1 : end;
    }
    return err;
}

/* ---- Settling -------------------------------------------------------------------------------- */

/* Where programs keep the tags of people: digiKam's, in its languages. */
static bool is_people_root(const struct tg_tag *level)
{
    static const char *const roots[] = {"People",    "Persons",  "Personen",
                                        "Personnes", "Personas", "Persone",
                                        "Pessoas",   "Osoby",    "\xe4\xba\xba\xe7\x89\xa9"};

    for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
        struct tg_tag root = tg_tag_of(roots[i]);

        if (are_equal(level, &root))
            return true;
    }
    return false;
}

bool tg_tag_is_of_people(const struct tg_tag *tag, struct tg_tag *name)
{
    struct tg_tag level = {NULL, 0};

    *name = tg_tag_leaf(tag);
    if (name->len == tag->len)
        name->len = 0;
    return tg_tag_next_level(tag, &level) && is_people_root(&level);
}

/* Below the root: "People" alone is what a picture shows. */
static bool names_one(const struct tg_tag *tag)
{
    struct tg_tag name;

    return tg_tag_is_of_people(tag, &name) && name.len > 0;
}

/* darktable notes what it did in keywords of its own, and digiKam has some too. */
static bool is_internal(const struct tg_tag *tag)
{
    static const char *const roots[] = {"darktable", "_Digikam_Internal_Tags_"};
    struct tg_tag level = {NULL, 0};

    if (!tg_tag_next_level(tag, &level) || level.len == tag->len)
        return false;
    for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
        struct tg_tag root = tg_tag_of(roots[i]);

        if (are_equal(&level, &root))
            return true;
    }
    return false;
}

static bool names_anybody(const struct tg_tag *tag, const char *people, const char *names)
{
    struct tg_tag level = {NULL, 0};

    while (tg_tag_next_level(tag, &level))
        if (tg_tags_have(people, &level) || tg_tags_have(names, &level))
            return true;
    return false;
}

/* Whether another keyword says the same and more. */
static bool is_part(const char *keywords, const struct tg_tag *tag)
{
    struct tg_tag other = {NULL, 0};

    while (tg_tags_next(keywords, &other))
        if (other.len > tag->len && tg_tag_contains(&other, tag))
            return true;
    return false;
}

static struct tg_err *gather_people(const char *people, const char *keywords, char **all)
{
    struct tg_tag tag = {NULL, 0}, leaf;
    struct tg_err *err = NULL;

    while (!err && tg_tags_next(people, &tag)) {
        leaf = tg_tag_leaf(&tag);
        err = append(all, &tg_tags_raw_limit, &leaf);
    }
    for (tag.text = NULL; !err && tg_tags_next(keywords, &tag);) {
        leaf = tg_tag_leaf(&tag);
        if (names_one(&tag))
            err = append(all, &tg_tags_raw_limit, &leaf);
    }
    return err;
}

static struct tg_err *gather_keywords(const char *keywords, const char *people, const char *names,
                                      char **all)
{
    struct tg_tag tag = {NULL, 0};
    struct tg_err *err = NULL;

    while (!err && tg_tags_next(keywords, &tag))
        if (!names_one(&tag) && !is_internal(&tag) && !names_anybody(&tag, people, names) &&
            !is_part(keywords, &tag))
            err = append(all, &tg_keywords_limit, &tag);
    return err;
}

struct tg_err *tg_tags_settle(char **keywords, char **people, const char *names)
{
    char *everybody = NULL, *kept[2] = {NULL, NULL};
    struct tg_err *err = gather_people(*people, *keywords, &everybody);

    if (!err)
        err = gather_keywords(*keywords, everybody, names, &kept[0]);
    if (!err && everybody)
        err = tg_tags_add_list(&kept[1], &tg_people_limit, everybody, strlen(everybody));
    free(everybody);
    if (err) {
        free(kept[0]);
        free(kept[1]);
        return err;
    }
    free(*keywords);
    free(*people);
    *keywords = kept[0];
    *people = kept[1];
    return NULL;
}
