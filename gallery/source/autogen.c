/* autogen.c - see autogen.h.
 *
 * The file is edited as text, at the lines where libyaml saw its keys: comments, order and quoting
 * are their owner's. */
#include "gallery/source/autogen.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "gallery/model/names.h"
#include "gallery/model/text.h"
#include "gallery/settings/yaml.h"

enum {
    MILLI = 1000,
    ROW_MIN = 3,
    ROW_MAX = 5,
    ROW_RATIO = 5 * MILLI /* that a row fills a wide window with at a pleasant height */
};

bool tg_autogen_takes(const char *name)
{
    const char *ext = tg_path_ext(name);

    if (tg_text_casecmp(ext, ".jpg") != 0 && tg_text_casecmp(ext, ".jpeg") != 0 &&
        tg_text_casecmp(ext, ".png") != 0)
        return false;
    while (*name)
        if (tg_text_next(&name) == TG_TEXT_BAD)
            return false;
    return true;
}

/* The mapping of a file whose keys stand on lines of their own; NULL after a report. */
static const struct tg_yaml *parse(struct tg_arena *arena, const char *name, const char *text,
                                   size_t len, struct tg_report *report)
{
    const struct tg_yaml *map = tg_yaml_parse(arena, name, text, len, report);
    const struct tg_position position = {name, 0, 0};

    if (report->count[TG_ERROR] || report->nomem)
        return NULL;
    if (!map || map->kind != TG_YAML_MAP || !tg_yaml_get(map, "title")) {
        tg_report_add(report, TG_ERROR, position, "has no title");
        return NULL;
    }
    for (size_t i = 0; i < map->len; i++)
        if (map->pairs[i].key->column != 1) {
            tg_report_add(report, TG_ERROR, position,
                          "cannot be changed: its keys do not begin their lines");
            return NULL;
        }
    return map;
}

static bool has_value(const struct tg_yaml *map, const char *key)
{
    const struct tg_yaml *node = tg_yaml_get(map, key);

    return node && node->kind != TG_YAML_NULL;
}

enum tg_autogen_end tg_autogen_check(const char *name, const char *text, size_t len, bool force,
                                     struct tg_report *report)
{
    struct tg_arena arena = {0};
    const struct tg_yaml *map = parse(&arena, name, text, len, report);
    enum tg_autogen_end end = TG_AUTOGEN_DONE;

    if (!map)
        end = TG_AUTOGEN_BAD;
    else if (tg_yaml_get(map, "static"))
        end = TG_AUTOGEN_STATIC;
    else if (tg_yaml_get(map, "sections") && !force)
        end = TG_AUTOGEN_SECTIONS;
    tg_arena_release(&arena);
    return end;
}

static int by_date(const void *a, const void *b)
{
    const struct tg_autogen_photo *x = a, *y = b;
    int order = strcmp(x->date, y->date);

    return order ? order : tg_picture_name_cmp(x->name, y->name);
}

/* Cuts n photos into rows of three to five, of which starts[i] is true at the first: the cut whose
 * rows come nearest to ROW_RATIO, by the sum of squares, found from the last photo backwards. */
static bool cut_rows(const struct tg_autogen_photo *photos, size_t n, bool *starts)
{
    uint64_t *best = calloc(n + 1, sizeof(*best)); /* of photos i to the end */
    uint8_t *length = calloc(n + 1, 1);            /* of the row that begins at i */

    if (!best || !length) {
        free(best);
        free(length);
        return false;
    }
    for (size_t i = n; i-- > 0;) {
        uint64_t sum = 0;

        best[i] = UINT64_MAX;
        for (size_t k = 1; k <= ROW_MAX && i + k <= n; k++) {
            const struct tg_autogen_photo *photo = &photos[i + k - 1];
            uint64_t ratio = (uint64_t)photo->width * MILLI / photo->height, off, cost;

            sum += ratio < ROW_RATIO ? ratio : ROW_RATIO; /* a panorama counts as a row */
            off = sum > ROW_RATIO ? sum - ROW_RATIO : ROW_RATIO - sum;
            cost = off * off;
            if ((k < ROW_MIN && n >= ROW_MIN) || best[i + k] >= UINT64_MAX - cost ||
                best[i + k] + cost >= best[i])
                continue;
            best[i] = best[i + k] + cost;
            length[i] = (uint8_t)k;
        }
    }
    for (size_t i = 0; i < n; i += length[i])
        starts[i] = true;
    free(best);
    free(length);
    return true;
}

/* In double quotes, as YAML and JSON have them. */
static void put_quoted(struct tg_buf *out, const char *s)
{
    tg_buf_putc(out, '"');
    while (*s) {
        const char *at = s;
        uint32_t cp = tg_text_next(&s);

        if (cp == '"' || cp == '\\')
            tg_buf_printf(out, "\\%c", (char)cp);
        else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            tg_buf_printf(out, "\\x%02" PRIx32, cp);
        else if (cp == 0xFEFF || cp == 0xFFFE || cp == 0xFFFF || cp == 0x2028 || cp == 0x2029)
            tg_buf_printf(out, "\\u%04" PRIx32, cp);
        else
            tg_buf_put(out, at, (size_t)(s - at));
    }
    tg_buf_putc(out, '"');
}

/* Where line number `line`, from 1, begins. */
static size_t line_start(const char *text, size_t len, uint32_t line)
{
    size_t at = 0;

    for (; line > 1 && at < len; line--) {
        const char *end = memchr(text + at, '\n', len - at);

        at = end ? (size_t)(end - text) + 1 : len;
    }
    return at;
}

/* Where what belongs to a key ends: comments and empty lines before the next one belong to that. */
static size_t value_end(const char *text, size_t start, size_t next)
{
    while (next > start) {
        size_t line = next - 1;

        while (line > start && text[line - 1] != '\n')
            line--;
        if (text[line] != '#' && text[line] != '\n' && text[line] != '\r')
            break;
        next = line;
    }
    return next;
}

/* Appends the file without the keys that are written anew: sections, and the others where they are
 * null. */
static void put_rest(struct tg_buf *out, const char *text, size_t len, const struct tg_yaml *map)
{
    static const char *const ours[] = {"sections", "cover", "date"};
    size_t at = 0;

    for (size_t i = 0; i < map->len; i++) {
        const struct tg_yaml_pair *pair = &map->pairs[i];
        bool drop = false;
        size_t start;

        for (size_t k = 0; k < sizeof(ours) / sizeof(ours[0]); k++)
            drop |= strcmp(pair->key->text, ours[k]) == 0 && (k == 0 || !has_value(map, ours[k]));
        if (!drop)
            continue;
        start = line_start(text, len, pair->key->line);
        tg_buf_put(out, text + at, start - at);
        at = i + 1 < map->len ? line_start(text, len, map->pairs[i + 1].key->line) : len;
        at = value_end(text, start, at);
    }
    tg_buf_put(out, text + at, len - at);
    if (out->len && out->data[out->len - 1] != '\n')
        tg_buf_putc(out, '\n');
}

static void put_sections(struct tg_buf *out, const struct tg_autogen_photo *photos, size_t n,
                         const bool *starts)
{
    tg_buf_puts(out, "sections:\n  - type: pictures-group\n    images:\n");
    for (size_t i = 0; i < n; i++) {
        tg_buf_puts(out, starts[i] ? "      - - " : "        - ");
        put_quoted(out, photos[i].name);
        tg_buf_putc(out, '\n');
    }
}

static bool put_all(struct tg_buf *out, const char *text, size_t len, const struct tg_yaml *map,
                    const struct tg_autogen_photo *photos, size_t n)
{
    bool *starts = calloc(n, sizeof(*starts));

    if (!starts || !cut_rows(photos, n, starts)) {
        free(starts);
        return false;
    }
    put_rest(out, text, len, map);
    if (!has_value(map, "date"))
        tg_buf_printf(out, "date: %.10s\n", photos[0].date);
    if (!has_value(map, "cover")) {
        tg_buf_puts(out, "cover: ");
        put_quoted(out, photos[0].name);
        tg_buf_putc(out, '\n');
    }
    put_sections(out, photos, n, starts);
    free(starts);
    return !out->failed;
}

enum tg_autogen_end tg_autogen_write(const char *name, const char *text, size_t len,
                                     struct tg_autogen_photo *photos, size_t n, struct tg_buf *out,
                                     struct tg_report *report)
{
    struct tg_arena arena = {0};
    const struct tg_yaml *map = parse(&arena, name, text, len, report);
    enum tg_autogen_end end = TG_AUTOGEN_BAD;

    if (map) {
        qsort(photos, n, sizeof(*photos), by_date);
        if (!put_all(out, text, len, map, photos, n))
            report->nomem = true;
        else if (parse(&arena, name, out->data, out->len, report)) /* what was written is YAML */
            end = TG_AUTOGEN_DONE;
    }
    tg_arena_release(&arena);
    return end;
}
