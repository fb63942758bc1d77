/* option_values.c - see option_values.h. */
#include "cli/option_values.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/nearest.h"
#include "cli/report.h"
#include "core/base/limits.h"
#include "core/render/render.h"

static void *field_of(struct cli_options *o, const struct cli_option *option)
{
    return (char *)o + option->field;
}

bool cli_parse_number(const char *text, uint64_t min, uint64_t max, uint64_t *out)
{
    unsigned long long v;
    char *end;

    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    v = strtoull(text, &end, 10);
    if (errno || *end || v < min || v > max)
        return false;
    *out = v;
    return true;
}

bool cli_parse_flag(struct cli_options *o, const struct cli_option *option, const char *where,
                    const char *text)
{
    (void)where;
    (void)text;
    *(bool *)field_of(o, option) = true;
    return true;
}

bool cli_parse_constant(struct cli_options *o, const struct cli_option *option, const char *where,
                        const char *text)
{
    (void)where;
    (void)text;
    *(unsigned *)field_of(o, option) = (unsigned)option->min;
    return true;
}

static bool is_there(const struct cli_options *o, const char *where, const char *text)
{
    if (!*text)
        cli_usage(o, "%s: the value is empty", where);
    return *text;
}

bool cli_parse_text(struct cli_options *o, const struct cli_option *option, const char *where,
                    const char *text)
{
    if (!is_there(o, where, text))
        return false;
    *(const char **)field_of(o, option) = text;
    return true;
}

static bool parse_in_range(const struct cli_options *o, const struct cli_option *option,
                           const char *where, const char *text, uint64_t *v)
{
    if (cli_parse_number(text, option->min, option->max, v))
        return true;
    cli_usage(o, "%s: expected a number from %llu to %llu, got '%s'", where,
              (unsigned long long)option->min, (unsigned long long)option->max, text);
    return false;
}

bool cli_parse_unsigned(struct cli_options *o, const struct cli_option *option, const char *where,
                        const char *text)
{
    uint64_t v;

    if (!parse_in_range(o, option, where, text, &v))
        return false;
    *(unsigned *)field_of(o, option) = (unsigned)v;
    return true;
}

bool cli_parse_int(struct cli_options *o, const struct cli_option *option, const char *where,
                   const char *text)
{
    uint64_t v;

    if (!parse_in_range(o, option, where, text, &v))
        return false;
    *(int *)field_of(o, option) = (int)v;
    return true;
}

bool cli_parse_count(struct cli_options *o, const struct cli_option *option, const char *where,
                     const char *text)
{
    return parse_in_range(o, option, where, text, field_of(o, option));
}

/* The usage error for a text that is none of the words; `first` is another one, with a comma, or
 * empty. */
static bool refuse_word(const struct cli_options *o, const char *first, const char *const *words,
                        const char *where, const char *text)
{
    struct cli_nearest n;
    struct tg_buf list;

    cli_nearest_init(&n, text);
    tg_buf_init(&list, TG_BUF_MAX);
    for (size_t i = 0; words[i]; i++) {
        tg_buf_printf(&list, "%s%s", !i ? "" : words[i + 1] ? ", " : " or ", words[i]);
        cli_nearest_try(&n, words[i]);
    }
    cli_usage(o, "%s: expected %s%s, got '%s'%s%s%s", where, first, tg_buf_str(&list), text,
              n.best ? "; did you mean " : "", n.best ? n.best : "", n.best ? "?" : "");
    tg_buf_release(&list);
    return false;
}

static bool find_word(const struct cli_options *o, const struct cli_option *option,
                      const char *where, const char *text, unsigned *index)
{
    for (unsigned i = 0; option->words[i]; i++)
        if (strcmp(option->words[i], text) == 0) {
            *index = i;
            return true;
        }
    return refuse_word(o, "", option->words, where, text);
}

bool cli_parse_word(struct cli_options *o, const struct cli_option *option, const char *where,
                    const char *text)
{
    return find_word(o, option, where, text, field_of(o, option));
}

bool cli_parse_format(struct cli_options *o, const struct cli_option *option, const char *where,
                      const char *text)
{
    o->format_given = true;
    return cli_parse_word(o, option, where, strcmp(text, "jpg") == 0 ? "jpeg" : text);
}

bool cli_parse_subsampling(struct cli_options *o, const struct cli_option *option,
                           const char *where, const char *text)
{
    o->subsampling_given = true;
    return cli_parse_word(o, option, where, text);
}

bool cli_parse_rule(struct cli_options *o, const struct cli_option *option, const char *where,
                    const char *text)
{
    unsigned *rule = field_of(o, option);
    bool ok = cli_parse_word(o, option, where, text);

    *rule += ok;
    return ok;
}

bool cli_parse_gravity(struct cli_options *o, const struct cli_option *option, const char *where,
                       const char *text)
{
    return cli_parse_rule(o, option, where, strcmp(text, "centre") == 0 ? "center" : text);
}

bool cli_parse_sharpen(struct cli_options *o, const struct cli_option *option, const char *where,
                       const char *text)
{
    unsigned index = 0;

    if (!find_word(o, option, where, text, &index))
        return false;
    *(unsigned *)field_of(o, option) = index ? 1U << (index - 1) : 0;
    return true;
}

/* A turn to the left is one to the right. */
bool cli_parse_rotate(struct cli_options *o, const struct cli_option *option, const char *where,
                      const char *text)
{
    static const char *const left[][2] = {{"-90", "270"}, {"-180", "180"}, {"-270", "90"}};

    for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
        if (strcmp(text, left[i][0]) == 0)
            text = left[i][1];
    return cli_parse_word(o, option, where, text);
}

bool cli_settle_geometry(struct cli_options *o)
{
    enum tg_fit fit = o->fit       ? (enum tg_fit)(o->fit - 1)
                      : o->gravity ? TG_FIT_COVER
                                   : TG_FIT_INSIDE;

    if (o->gravity && fit != TG_FIT_COVER) {
        cli_usage(o, "--gravity says which part a crop shows, and only --fit cover crops");
        return false;
    }
    if (o->pad && fit != TG_FIT_INSIDE) {
        cli_usage(o, "--pad fills what is around a picture that fits inside: leave out %s",
                  o->fit ? "--fit" : "--gravity");
        return false;
    }
    for (size_t i = 0; i < o->sizes_len; i++) {
        const struct tg_geometry *g = &o->geometry[i];

        if ((o->pad || o->gravity) && (g->kind != TG_GEO_BOX || !g->w || !g->h)) {
            cli_usage(o, "%s sizes WxH, and '%s' is none",
                      o->pad ? "--pad fills" : "--gravity crops", o->sizes[i]);
            return false;
        }
        o->geometry[i].pad = o->pad;
        o->geometry[i].fit = fit;
        o->geometry[i].gravity = o->gravity ? (enum tg_gravity)(o->gravity - 1) : TG_GRAVITY_CENTRE;
    }
    return true;
}

bool cli_parse_isolation(struct cli_options *o, const struct cli_option *option, const char *where,
                         const char *text)
{
    unsigned index = 0;

    if (!find_word(o, option, where, text, &index))
        return false;
    o->isolate_photos = index == 1;
    return true;
}

bool cli_parse_cpu(struct cli_options *o, const struct cli_option *option, const char *where,
                   const char *text)
{
    (void)option;
    return tg_cpu_level(text, &o->cpu_mask) ||
           refuse_word(o, "best, ", tg_cpu_level_names(), where, text);
}

/* Says what is wrong with a size, and what those mean who know it from other programs. */
static void refuse_size(const struct cli_options *o, const char *where, const char *size)
{
    const char *end = size + strspn(size, "0123456789x");
    const char *why = "expected N, Wx, xH, WxH, P%, copy or original";
    char sides[64];

    if (!*size)
        why = "one is missing; there are no spaces between sizes";
    else if (end > size && strcmp(end, "%") == 0)
        why = "1% to 100%, since photos are never enlarged";
    else if (strcmp(size, "x") != 0 && !*end && strchr(size, 'x') == strrchr(size, 'x'))
        why = sides;
    else if (end > size && strcmp(end, "!") == 0)
        why = "--fit exact fills a size and distorts";
    else if (end > size && strcmp(end, "^") == 0)
        why = "--fit cover fills a size and crops";
    else if (end > size && (strcmp(end, ">") == 0 || strcmp(end, "<") == 0))
        why = "leave the sign out; photos are never enlarged";
    (void)snprintf(sides, sizeof(sides), "sides are of 1 to %d pixels", TG_MAX_SIDE);
    cli_usage(o, "%s: invalid size '%s': %s", where, size, why);
}

bool cli_parse_sizes(struct cli_options *o, const struct cli_option *option, const char *where,
                     const char *text)
{
    (void)option;
    for (const char *s = text;; s++) {
        size_t len = strcspn(s, ",");
        char *size;

        if (o->sizes_len == CLI_SIZES) {
            cli_usage(o, "%s: more than %d sizes", where, CLI_SIZES);
            return false;
        }
        size = strndup(s, len);
        if (!size)
            return false;
        o->sizes[o->sizes_len] = size;
        if (!tg_geometry_parse(size, &o->geometry[o->sizes_len++])) {
            refuse_size(o, where, size);
            return false;
        }
        s += len;
        if (*s == '\0')
            return true;
    }
}

bool cli_parse_cache_sizes(struct cli_options *o, const struct cli_option *option,
                           const char *where, const char *text)
{
    unsigned *bits = field_of(o, option);

    *bits = 0;
    for (const char *s = text;; s++) {
        size_t len = strcspn(s, ","), i = 0;

        while (option->words[i] &&
               (strlen(option->words[i]) != len || strncmp(option->words[i], s, len) != 0))
            i++;
        if (!option->words[i]) {
            cli_usage(o, "%s: expected a list of normal, large, x-large and xx-large, got '%s'",
                      where, text);
            return false;
        }
        *bits |= 1U << i;
        s += len;
        if (*s == '\0')
            return true;
    }
}

bool cli_parse_keep(struct cli_options *o, const struct cli_option *option, const char *where,
                    const char *text)
{
    static const struct {
        const char *name;
        unsigned bit;
    } words[] = {{"exif", TG_KEEP_EXIF}, {"xmp", TG_KEEP_XMP}, {"icc", 0}};

    (void)option;
    for (const char *s = text;; s++) {
        size_t len = strcspn(s, ","), i = 0;

        while (i < 3 && (strlen(words[i].name) != len || strncmp(words[i].name, s, len) != 0))
            i++;
        if (i == 3) {
            cli_usage(o, "%s: expected a list of exif, xmp and icc, got '%s'", where, text);
            return false;
        }
        o->spec.keep |= words[i].bit;
        s += len;
        if (*s == '\0')
            return true;
    }
}

static bool parse_colour(const struct cli_options *o, const char *where, const char *text,
                         uint8_t rgb[3])
{
    const char *digits = text + (*text == '#');
    char twice[7];
    unsigned long v;

    if (strcasecmp(text, "white") == 0 || strcasecmp(text, "black") == 0) {
        memset(rgb, (*text | 32) == 'w' ? 255 : 0, 3);
        return true;
    }
    if (*text == '#' && strlen(digits) == 3) { /* as in CSS: each digit twice */
        (void)snprintf(twice, sizeof(twice), "%c%c%c%c%c%c", digits[0], digits[0], digits[1],
                       digits[1], digits[2], digits[2]);
        digits = twice;
    }
    if (strlen(digits) != 6 || strspn(digits, "0123456789abcdefABCDEF") != 6) {
        cli_usage(o, "%s: expected #rrggbb, white or black, got '%s'", where, text);
        return false;
    }
    v = strtoul(digits, NULL, 16);
    rgb[0] = (uint8_t)(v >> 16);
    rgb[1] = (uint8_t)(v >> 8);
    rgb[2] = (uint8_t)v;
    return true;
}

bool cli_parse_background(struct cli_options *o, const struct cli_option *option, const char *where,
                          const char *text)
{
    (void)option;
    return parse_colour(o, where, text, o->spec.background);
}

bool cli_parse_pad(struct cli_options *o, const struct cli_option *option, const char *where,
                   const char *text)
{
    (void)option;
    o->pad = true;
    return parse_colour(o, where, text, o->spec.padding);
}

/* One item of a list: N, or FORMAT=N. */
static bool take_quality(struct cli_options *o, const struct cli_option *option, const char *item)
{
    static const char *const names[] = {"jpeg", "webp", "avif", "jpg"}; /* another of the first */
    enum { NAMES = TG_QUALITIES + 1 };
    const char *digits = strchr(item, '=');
    size_t len = digits ? (size_t)(digits - item) : 0, i = 0;
    uint64_t v;

    if (!cli_parse_number(digits ? digits + 1 : item, option->min, option->max, &v))
        return false;
    if (!digits) {
        o->spec.quality = (int)v;
        return true;
    }
    while (i < NAMES && (strlen(names[i]) != len || strncmp(names[i], item, len) != 0))
        i++;
    if (i == NAMES)
        return false;
    o->spec.quality_of[i % TG_QUALITIES] = (uint8_t)v;
    return true;
}

bool cli_parse_quality(struct cli_options *o, const struct cli_option *option, const char *where,
                       const char *text)
{
    char item[16];
    bool good = true;

    memset(o->spec.quality_of, 0, sizeof(o->spec.quality_of));
    o->spec.quality = 75;
    for (const char *s = text; good; s++) {
        size_t len = strcspn(s, ",");

        (void)snprintf(item, sizeof(item), "%.*s", len < sizeof(item) ? (int)len : 0, s);
        good = take_quality(o, option, item);
        s += len;
        if (good && *s == '\0')
            return true;
    }
    cli_usage(
        o,
        "%s: expected a number from %llu to %llu, or a list like jpeg=80,webp=70,avif=60, got "
        "'%s'",
        where, (unsigned long long)option->min, (unsigned long long)option->max, text);
    return false;
}

/* A number of bytes, with K, M or G for powers of 1024. */
static bool read_bytes(const char *text, uint64_t *v)
{
    static const char units[] = "KMG";
    size_t len = strlen(text);
    const char *unit = len ? strchr(units, text[len - 1] & ~32) : NULL;
    char digits[21];

    unit = unit && *unit ? unit : NULL;
    len -= unit != NULL;
    if (len >= sizeof(digits))
        return false;
    memcpy(digits, text, len);
    digits[len] = '\0';
    if (!cli_parse_number(digits, 0, UINT64_C(1) << 32, v))
        return false;
    *v <<= unit ? 10 * (unit - units + 1) : 0;
    return true;
}

bool cli_parse_max_bytes(struct cli_options *o, const struct cli_option *option, const char *where,
                         const char *text)
{
    (void)option;
    if (read_bytes(text, &o->spec.max_bytes) && o->spec.max_bytes)
        return true;
    cli_usage(o, "%s: expected a number of bytes like 20000 or 20K, got '%s'", where, text);
    return false;
}

bool cli_parse_memory(struct cli_options *o, const struct cli_option *option, const char *where,
                      const char *text)
{
    uint64_t v;

    if (read_bytes(text, &v) &&
        (v == 0 || v >= 1 << 20 || strspn(text, "0123456789") < strlen(text))) {
        *(uint64_t *)field_of(o, option) = v;
        return true;
    }
    if (read_bytes(text, &v)) {
        cli_usage(o, "%s: invalid size '%s', which is bytes: say %sM or %sG, or 0 for no limit",
                  where, text, text, text);
        return false;
    }
    cli_usage(o, "%s: invalid size '%s': expected a number like 800M or 2G, or 0 for no limit",
              where, text);
    return false;
}

bool cli_parse_load(struct cli_options *o, const struct cli_option *option, const char *where,
                    const char *text)
{
    char *end;
    double v = strtod(text, &end);

    if (text[strspn(text, "0123456789.")] || end == text || *end || v <= 0) {
        cli_usage(o, "%s: expected a number like 2 or 1.5, got '%s'", where, text);
        return false;
    }
    *(double *)field_of(o, option) = v;
    return true;
}

/* Adds a file or a folder that is there to a list with room for it. */
static bool take_place(const struct cli_options *o, const char *where, const char *text,
                       const char **list, size_t *len)
{
    if (!is_there(o, where, text))
        return false;
    list[(*len)++] = text;
    return true;
}

bool cli_parse_include(struct cli_options *o, const struct cli_option *option, const char *where,
                       const char *text)
{
    (void)option;
    return take_place(o, where, text, o->include, &o->include_len);
}

bool cli_parse_exclude(struct cli_options *o, const struct cli_option *option, const char *where,
                       const char *text)
{
    (void)option;
    return take_place(o, where, text, o->exclude, &o->exclude_len);
}

bool cli_parse_root(struct cli_options *o, const struct cli_option *option, const char *where,
                    const char *text)
{
    (void)option;
    return take_place(o, where, text, o->roots, &o->roots_len);
}
