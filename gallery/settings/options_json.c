/* options_json.c - the text whose checksum is in the names of a project's outputs: what Python's
 * json.dumps(options, sort_keys=True) gives, so that names are those of récitale. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "gallery/model/text.h"
#include "gallery/settings/project.h"

enum {
    ENTRIES_MAX = 64,
    JSON_MAX = 16 << 10 /* it is made for each picture */
};

struct entry {
    const char *key;
    const struct tg_yaml *value; /* NULL: `literal` stands for it */
    const char *literal;
};

struct entries {
    struct entry items[ENTRIES_MAX];
    size_t len;
};

/* Of no influence on how a file is made. */
static bool is_superficial(const char *key)
{
    static const char *const names[] = {"name", "exif", "text", "type", "size", "float", "resize"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(key, names[i]) == 0)
            return true;
    return false;
}

static void set(struct entries *entries, struct entry entry)
{
    for (size_t i = 0; i < entries->len; i++)
        if (strcmp(entries->items[i].key, entry.key) == 0) {
            entries->items[i] = entry;
            return;
        }
    if (entries->len < ENTRIES_MAX)
        entries->items[entries->len++] = entry;
}

static void set_all(struct entries *entries, const struct tg_yaml *map)
{
    for (size_t i = 0; map && i < map->len; i++)
        if (!is_superficial(map->pairs[i].key->text))
            set(entries,
                (struct entry){.key = map->pairs[i].key->text, .value = map->pairs[i].value});
}

static void set_literal(struct entries *entries, const char *key, const char *literal)
{
    set(entries, (struct entry){.key = key, .literal = literal});
}

static void set_bool(struct entries *entries, const char *key, bool value)
{
    set_literal(entries, key, value ? "true" : "false");
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

static void put_code_point(struct tg_buf *out, uint32_t cp)
{
    if (cp == '"' || cp == '\\')
        tg_buf_printf(out, "\\%c", (char)cp);
    else if (cp == '\n')
        tg_buf_puts(out, "\\n");
    else if (cp == '\r')
        tg_buf_puts(out, "\\r");
    else if (cp == '\t')
        tg_buf_puts(out, "\\t");
    else if (cp >= 0x20 && cp <= 0x7F)
        tg_buf_putc(out, (char)cp);
    else if (cp < 0x10000)
        tg_buf_printf(out, "\\u%04" PRIx32, cp);
    else /* as two halves of UTF-16 */
        tg_buf_printf(out, "\\u%04" PRIx32 "\\u%04" PRIx32, 0xD7C0 + (cp >> 10),
                      0xDC00 + (cp & 0x3FF));
}

static void put_text(struct tg_buf *out, const char *s)
{
    tg_buf_putc(out, '"');
    while (*s)
        put_code_point(out, tg_text_next(&s));
    tg_buf_putc(out, '"');
}

static void put_value(struct tg_buf *out, const struct tg_yaml *node);

static void put_list(struct tg_buf *out, const struct tg_yaml *list)
{
    tg_buf_putc(out, '[');
    for (size_t i = 0; i < list->len; i++) {
        tg_buf_puts(out, i ? ", " : "");
        put_value(out, list->items[i]);
    }
    tg_buf_putc(out, ']');
}

static void put_map(struct tg_buf *out, const struct tg_yaml *map)
{
    struct entries entries = {.len = 0};

    for (size_t i = 0; i < map->len; i++)
        set(&entries, (struct entry){.key = map->pairs[i].key->text, .value = map->pairs[i].value});
    qsort(entries.items, entries.len, sizeof(entries.items[0]), by_key);
    tg_buf_putc(out, '{');
    for (size_t i = 0; i < entries.len; i++) {
        tg_buf_puts(out, i ? ", " : "");
        put_text(out, entries.items[i].key);
        tg_buf_puts(out, ": ");
        put_value(out, entries.items[i].value);
    }
    tg_buf_putc(out, '}');
}

static void put_value(struct tg_buf *out, const struct tg_yaml *node)
{
    switch (node->kind) {
    case TG_YAML_NULL:
        tg_buf_puts(out, "null");
        break;
    case TG_YAML_BOOL:
        tg_buf_puts(out, node->truth ? "true" : "false");
        break;
    case TG_YAML_INT:
        tg_buf_printf(out, "%" PRId64, node->number);
        break;
    case TG_YAML_FLOAT: /* as written: no key that récitale knows has such a value */
        tg_buf_puts(out, node->text);
        break;
    case TG_YAML_TEXT:
        put_text(out, node->text);
        break;
    case TG_YAML_LIST:
        put_list(out, node);
        break;
    case TG_YAML_MAP:
        put_map(out, node);
        break;
    }
}

static const char *to_json(struct tg_arena *arena, struct entries *entries)
{
    struct tg_buf out;
    char *json;

    qsort(entries->items, entries->len, sizeof(entries->items[0]), by_key);
    tg_buf_init(&out, JSON_MAX);
    for (size_t i = 0; i < entries->len; i++) {
        const struct entry *entry = &entries->items[i];

        tg_buf_puts(&out, i ? ", " : "{");
        put_text(&out, entry->key);
        tg_buf_puts(&out, ": ");
        if (entry->value)
            put_value(&out, entry->value);
        else
            tg_buf_puts(&out, entry->literal);
    }
    tg_buf_putc(&out, '}');
    json = out.failed ? NULL : tg_arena_copy(arena, out.data, out.len);
    tg_buf_release(&out);
    return json;
}

const char *tg_options_json(struct tg_arena *arena, const struct tg_picture_options *options,
                            const struct tg_yaml *gm, const struct tg_yaml *own)
{
    struct entries entries = {.len = 0};
    char quality[8];

    set_all(&entries, gm);
    set_all(&entries, own);
    set_bool(&entries, "auto-orient", options->auto_orient);
    set_bool(&entries, "progressive", options->progressive);
    set_bool(&entries, "strip", options->strip);
    (void)snprintf(quality, sizeof(quality), "%u", options->quality);
    set_literal(&entries, "quality", quality);
    return to_json(arena, &entries);
}

const char *tg_media_json(struct tg_arena *arena, const struct tg_yaml *defaults,
                          const struct tg_yaml *settings, const struct tg_yaml *own)
{
    struct entries entries = {.len = 0};

    set_all(&entries, defaults);
    set_all(&entries, settings);
    if (own && own->kind == TG_YAML_MAP)
        set_all(&entries, own);
    return to_json(arena, &entries);
}
