/* settings.c - see settings.h. */
#include "gallery/settings/settings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/limits.h"
#include "gallery/model/site.h"
#include "gallery/model/text.h"
#include "gallery/words/words.h"

enum {
    WORD_MAX = 32, /* longer words are not compared */
    WORDS_MAX = 64 /* keys of a table */
};

#define HASHTAG ": a # begins a comment; put the text in quotes"

void tg_settings_problem(const struct tg_reader *reader, enum tg_severity severity,
                         const struct tg_yaml *node, const char *fmt, ...)
{
    struct tg_position position = {reader->file, node ? node->line : 0, node ? node->column : 0};
    char message[1024];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(message, sizeof(message), fmt, ap);
    va_end(ap);
    if (reader->section)
        tg_report_add(reader->report, severity, position, "section %zu: %s", reader->section,
                      message);
    else
        tg_report_add(reader->report, severity, position, "%s", message);
}

/* Levenshtein's distance with swapped neighbours counting once, row by row. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t rows[3][WORD_MAX + 1];

    for (size_t k = 0; k <= b_len; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= a_len; i++) {
        size_t *now = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];

        now[0] = i;
        for (size_t k = 1; k <= b_len; k++) {
            size_t best = above[k - 1] + (a[i - 1] != b[k - 1]);

            best = above[k] + 1 < best ? above[k] + 1 : best;
            best = now[k - 1] + 1 < best ? now[k - 1] + 1 : best;
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] &&
                before[k - 2] + 1 < best)
                best = before[k - 2] + 1;
            now[k] = best;
        }
    }
    return rows[a_len % 3][b_len];
}

const char *tg_settings_nearest(const char *word, const char *const *known, size_t len)
{
    size_t word_len = strlen(word), limit = word_len < 4 ? 1 : 2;
    const char *nearest = NULL;

    if (word_len > WORD_MAX)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        size_t known_len = strlen(known[i]), d;

        if (known_len > WORD_MAX)
            continue;
        d = distance(word, word_len, known[i], known_len);
        if (d <= limit && d < known_len) {
            nearest = known[i];
            limit = d ? d - 1 : 0;
        }
    }
    return nearest;
}

static bool wrong(const struct tg_reader *reader, const struct tg_key_row *key,
                  const struct tg_yaml *node, const char *wanted)
{
    tg_settings_problem(reader, TG_ERROR, node, "%s: expected %s, got %s%s%s", key->name, wanted,
                        node->text ? "'" : "", node->text ? node->text : "a list or mapping",
                        node->text ? "'" : "");
    return false;
}

/* Other programs read yes and no as booleans; the core schema does not, and someone who writes
 * `public: no` must be told. */
static bool read_bool(const struct tg_reader *reader, const struct tg_key_row *key,
                      const struct tg_yaml *node, bool *into)
{
    if (node->kind == TG_YAML_BOOL) {
        *into = node->truth;
        return true;
    }
    if (!tg_yaml_is_scalar(node))
        return wrong(reader, key, node, "true or false");
    *into = node->kind == TG_YAML_INT ? node->number != 0 : *node->text != '\0';
    tg_settings_problem(
        reader, TG_WARNING, node,
        "%s: '%s' is not a boolean in YAML 1.2 and counts as %s; write true or false", key->name,
        node->text, *into ? "TRUE" : "false");
    return true;
}

static bool read_percent(const struct tg_reader *reader, const struct tg_key_row *key,
                         const struct tg_yaml *node, uint16_t *into)
{
    const char *s = tg_yaml_is_scalar(node) ? node->text : "";
    size_t digits = strspn(s, "0123456789");
    unsigned long percent = digits && digits <= 3 ? strtoul(s, NULL, 10) : 0;

    if (strcmp(s + digits, "%") != 0 || percent < 1 || percent > 100)
        return wrong(reader, key, node, "a percentage from 1% to 100%");
    *into = (uint16_t)percent;
    return true;
}

static bool read_texts(const struct tg_reader *reader, const struct tg_key_row *key,
                       const struct tg_yaml *node, struct tg_texts *into)
{
    const char **items;
    size_t len = 0;

    if (node->kind == TG_YAML_MAP)
        return wrong(reader, key, node, "a list");
    items = tg_arena_alloc(reader->arena, node->len + 1, sizeof(*items));
    if (!items) {
        reader->report->nomem = true;
        return false;
    }
    if (tg_yaml_is_scalar(node))
        items[len++] = node->text;
    for (size_t i = 0; i < node->len; i++) {
        if (!tg_yaml_is_scalar(node->items[i]))
            return wrong(reader, key, node->items[i], "a word");
        if (node->items[i]->kind != TG_YAML_NULL)
            items[len++] = node->items[i]->text;
        else
            tg_settings_problem(reader, TG_WARNING, node->items[i],
                                "%s: an empty entry, which is skipped%s", key->name,
                                node->items[i]->hashtag ? HASHTAG : "");
    }
    *into = (struct tg_texts){items, len};
    return true;
}

static bool read_scalar(const struct tg_reader *reader, const struct tg_key_row *key,
                        const struct tg_yaml *node, void *into)
{
    if (key->type == TG_KEY_BOOL)
        return read_bool(reader, key, node, into);
    if (key->type == TG_KEY_SWITCH) {
        bool on;

        if (!read_bool(reader, key, node, &on))
            return false;
        *(enum tg_switch *)into = on ? TG_SWITCH_ON : TG_SWITCH_OFF;
        return true;
    }
    if (key->type == TG_KEY_PERCENT)
        return read_percent(reader, key, node, into);
    if (key->type == TG_KEY_DATE) {
        if (tg_yaml_is_scalar(node) && (!*node->text || tg_date_parse_part(node->text, into)))
            return true;
        return wrong(reader, key, node, "a day like 2020-01-31, a month or a year");
    }
    if (key->type == TG_KEY_QUALITY) {
        if (node->kind != TG_YAML_INT || node->number < 0 || node->number > 100)
            return wrong(reader, key, node, "a whole number from 0 to 100");
        *(uint8_t *)into = (uint8_t)node->number;
        return true;
    }
    if (!tg_yaml_is_scalar(node))
        return wrong(reader, key, node, "a text");
    *(const char **)into = node->text;
    return true;
}

void tg_settings_warn_html(const struct tg_reader *reader, const struct tg_yaml *node,
                           const char *key, const char *text)
{
    if (text && tg_text_has_html(text))
        tg_settings_problem(reader, TG_WARNING, node, "%s: looks like HTML; it is shown as text",
                            key);
}

/* One value; what is wrong with it was reported. */
static bool read_value(const struct tg_reader *reader, const struct tg_key_row *key,
                       const struct tg_key *goes, const struct tg_yaml *node, void *into)
{
    void *at = (char *)into + goes->offset;

    if (node->kind == TG_YAML_NULL && node->hashtag)
        tg_settings_problem(reader, TG_WARNING, node, "%s: is empty%s", key->name, HASHTAG);
    if (node->kind == TG_YAML_NULL)
        return true;
    switch (key->type) {
    case TG_KEY_TEXTS:
        return read_texts(reader, key, node, at);
    case TG_KEY_NODE:
        *(const struct tg_yaml **)at = node;
        return true;
    case TG_KEY_MAP:
        if (node->kind != TG_YAML_MAP)
            return wrong(reader, key, node, "a mapping");
        tg_settings_read(reader, node, goes->map, into);
        return true;
    case TG_KEY_SHOWN:
        tg_settings_warn_html(reader, node, key->name, node->text);
        break;
    case TG_KEY_TEXT:
    case TG_KEY_BOOL:
    case TG_KEY_SWITCH:
    case TG_KEY_DATE:
    case TG_KEY_QUALITY:
    case TG_KEY_PERCENT:
        break;
    }
    return read_scalar(reader, key, node, at);
}

/* Bytes of a value; 0: it has none of its own. */
static size_t size_of(enum tg_key_type type)
{
    switch (type) {
    case TG_KEY_MAP:
        return 0;
    case TG_KEY_BOOL:
        return sizeof(bool);
    case TG_KEY_SWITCH:
        return sizeof(enum tg_switch);
    case TG_KEY_QUALITY:
        return sizeof(uint8_t);
    case TG_KEY_PERCENT:
        return sizeof(uint16_t);
    case TG_KEY_DATE:
        return sizeof(struct tg_date);
    case TG_KEY_TEXTS:
        return sizeof(struct tg_texts);
    case TG_KEY_TEXT:
    case TG_KEY_SHOWN:
    case TG_KEY_NODE:
        break;
    }
    return sizeof(const char *);
}

static void warn_unknown(const struct tg_reader *reader, const struct tg_yaml *name,
                         const struct tg_schema *schema)
{
    const char *known[WORDS_MAX], *nearest, *belongs;
    bool is_error = false;
    size_t len = 0;

    belongs = tg_key_belongs(name->text, schema->places, &is_error);
    if (belongs) {
        tg_settings_problem(reader, is_error ? TG_ERROR : TG_WARNING, name, "%s: %s", name->text,
                            belongs);
        return;
    }
    for (const struct tg_schema *s = schema; s; s = s->more)
        for (size_t i = 0; i < s->len && len < WORDS_MAX; i++)
            if (tg_key_row_find(s->keys[i].name, schema->places))
                known[len++] = s->keys[i].name;
    /* What should have been behind a password is not to be published with a warning. */
    if (reader->report->count[TG_WARNING] >= TG_REPORT_MAX)
        len = 0; /* it will not be shown: a file of wrong keys must not take minutes */
    nearest = tg_settings_nearest(name->text, known, len);
    tg_settings_problem(reader, nearest && strcmp(nearest, "password") == 0 ? TG_ERROR : TG_WARNING,
                        name, "unknown key '%s'" TG_MEANT, name->text, TG_MEANT_ARGS(nearest));
}

/* *at: the offset of the structure that it is in. */
static const struct tg_key *find_key(const struct tg_schema *schema, const char *name, size_t *at)
{
    *at = 0;
    for (; schema; *at += schema->more_at, schema = schema->more)
        for (size_t i = 0; i < schema->len; i++)
            if (strcmp(schema->keys[i].name, name) == 0)
                return &schema->keys[i];
    return NULL;
}

void tg_settings_read(const struct tg_reader *reader, const struct tg_yaml *map,
                      const struct tg_schema *schema, void *into)
{
    if (!map)
        return;
    for (size_t i = 0; i < map->len; i++) {
        const struct tg_yaml *name = map->pairs[i].key;
        const struct tg_key_row *key = tg_key_row_find(name->text, schema->places);
        size_t at = 0;
        const struct tg_key *goes = key ? find_key(schema, key->name, &at) : NULL;

        if (goes && goes->size != size_of(key->type))
            tg_settings_problem(reader, TG_ERROR, name, "%s: is of another type", name->text);
        else if (goes)
            (void)read_value(reader, key, goes, map->pairs[i].value, (char *)into + at);
        else if (!schema->others || !tg_text_has_word(schema->others, name->text))
            warn_unknown(reader, name, schema);
    }
}

const struct tg_yaml *tg_settings_get(const struct tg_yaml *map, const char *key, unsigned places)
{
    const struct tg_key_row *row = tg_key_row_find(key, places);
    const struct tg_yaml *value = tg_yaml_get(map, key);

    for (size_t i = 0; row && !value && map && map->kind == TG_YAML_MAP && i < map->len; i++)
        if (tg_text_has_word(row->aliases, map->pairs[i].key->text))
            value = map->pairs[i].value;
    return value;
}

size_t tg_settings_choose(const struct tg_reader *reader, const struct tg_yaml *node,
                          const char *key, const char *word, const char *const words[3])
{
    for (size_t i = 0; word && i < 3; i++)
        if (strcmp(word, words[i]) == 0)
            return i;
    if (word)
        tg_settings_problem(reader, TG_ERROR, node, "%s: expected %s, %s or %s, got '%s'", key,
                            words[0], words[1], words[2], word);
    return 0;
}

bool tg_settings_links(const struct tg_reader *reader, const struct tg_yaml *node, const char *word)
{
    if (word && strcmp(word, "follow") != 0 && strcmp(word, "inside") != 0)
        tg_settings_problem(reader, TG_ERROR, node, "links: '%s' is neither inside nor follow",
                            word);
    if (!word || strcmp(word, "follow") != 0)
        return false;
    tg_settings_problem(
        reader, TG_WARNING, node,
        "links: follow: links here may publish files from anywhere on this machine; "
        "with --follow-links instead there is no warning");
    return true;
}

void tg_settings_formats(const struct tg_reader *reader, const struct tg_yaml *node,
                         const struct tg_texts *formats, struct tg_look *look)
{
    for (size_t i = 0; i < formats->len; i++) {
        if (strcmp(formats->items[i], "webp") == 0)
            look->webp = true;
        else if (strcmp(formats->items[i], "avif") == 0)
            look->avif = true;
        else if (strcmp(formats->items[i], "jpeg") != 0)
            tg_settings_problem(reader, TG_ERROR, node->len ? node->items[i] : node,
                                "formats: '%s' is none of jpeg, webp and avif", formats->items[i]);
    }
}

/* "450" or "x450" is a height, "1200x" a width. */
static bool read_size(const char *word, struct tg_size *size)
{
    bool is_height = *word == 'x';
    char *end;
    unsigned long n;

    word += is_height;
    if (*word < '1' || *word > '9')
        return false;
    n = strtoul(word, &end, 10);
    if (n > TG_MAX_SIDE || (*end && (is_height || strcmp(end, "x") != 0)))
        return false;
    *size = *end ? (struct tg_size){(uint32_t)n, 0} : (struct tg_size){0, (uint32_t)n};
    return true;
}

void tg_settings_sizes(const struct tg_reader *reader, const struct tg_yaml *node,
                       const struct tg_texts *words, struct tg_sizes *sizes)
{
    for (size_t i = 0; i < words->len; i++) {
        const struct tg_yaml *item = node->len ? node->items[i] : node;

        if (sizes->len == TG_SIZES_MAX) {
            tg_settings_problem(reader, TG_ERROR, item, "sizes: more than %d", TG_SIZES_MAX);
            return;
        }
        if (read_size(words->items[i], &sizes->list[sizes->len]))
            sizes->len++;
        else
            tg_settings_problem(reader, TG_ERROR, item,
                                "sizes: '%s' is neither a height like 450 nor a width like 1200x",
                                words->items[i]);
    }
}

void tg_settings_password(const struct tg_reader *reader, const struct tg_yaml *map,
                          const char *password)
{
    if (tg_yaml_get(map, "password") && !tg_text_is_set(password))
        tg_settings_problem(reader, TG_ERROR, tg_yaml_get(map, "password"),
                            "password: is empty: anybody could open the pages");
}

const char *tg_settings_url(const struct tg_reader *reader, const struct tg_yaml *map,
                            const char *url)
{
    size_t len = url ? strlen(url) : 0;

    while (len && url[len - 1] == '/')
        len--;
    if (len == 0)
        return NULL;
    if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
        tg_settings_problem(reader, TG_ERROR, tg_yaml_get(map, "url"),
                            "url: '%s' begins with neither https:// nor http://", url);
    else if (strcspn(url, " \"<>\\?#&'") < len)
        tg_settings_problem(reader, TG_ERROR, tg_yaml_get(map, "url"),
                            "url: expected the address of a folder, got '%s'", url);
    url = tg_arena_copy(reader->arena, url, len);
    reader->report->nomem = reader->report->nomem || !url;
    return url;
}

void tg_settings_lang(const struct tg_reader *reader, const struct tg_yaml *map, const char *lang)
{
    const struct tg_yaml *node = tg_yaml_get(map, "lang");

    if (node && lang && !tg_words_find(lang))
        tg_settings_problem(reader, TG_WARNING, node,
                            "lang: '%s' has no translation, so that the pages' own words are "
                            "English; there are " TG_WORDS_LANGUAGES,
                            lang);
}
