/* option_values.c - see option_values.h. */
#include "cli/option_values.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "core/render/render.h"

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

bool cli_parse_word(const char *option, const char *text, const char *const *words, unsigned *index)
{
    for (*index = 0; words[*index]; ++*index)
        if (strcmp(words[*index], text) == 0)
            return true;
    cli_say_choice(words, "%s: '%s' is none of", option, text);
    return false;
}

bool cli_parse_limit(const char *option, const char *text, uint64_t max, uint64_t *out)
{
    if (cli_parse_number(text, 1, max, out))
        return true;
    cli_usage("%s: '%s' is not a number from 1 to %llu", option, text, (unsigned long long)max);
    return false;
}

bool cli_parse_keep(const char *list, unsigned *keep)
{
    static const struct {
        const char *name;
        unsigned bit;
    } words[] = {{"exif", TG_KEEP_EXIF}, {"xmp", TG_KEEP_XMP}, {"icc", 0}};

    for (const char *s = list;; s++) {
        size_t len = strcspn(s, ","), i = 0;

        while (i < 3 && (strlen(words[i].name) != len || strncmp(words[i].name, s, len) != 0))
            i++;
        if (i == 3) {
            cli_usage("--keep: '%s' is no list of exif, icc and xmp", list);
            return false;
        }
        *keep |= words[i].bit;
        s += len;
        if (*s == '\0')
            return true;
    }
}

bool cli_parse_background(const char *text, uint8_t rgb[3])
{
    const char *digits = text + (*text == '#');
    unsigned long v = 0;
    char *end = NULL;

    if (strcmp(text, "white") == 0 || strcmp(text, "black") == 0) {
        memset(rgb, *text == 'w' ? 255 : 0, 3);
        return true;
    }
    if (strlen(digits) == 6 && strspn(digits, "0123456789abcdefABCDEF") == 6)
        v = strtoul(digits, &end, 16);
    if (!end || *end) {
        cli_usage("--background: '%s' is no colour; colours are #rrggbb, white or black", text);
        return false;
    }
    rgb[0] = (uint8_t)(v >> 16);
    rgb[1] = (uint8_t)(v >> 8);
    rgb[2] = (uint8_t)v;
    return true;
}

bool cli_parse_memory(const char *text, uint64_t *bytes)
{
    static const char units[] = "KMG";
    size_t len = strlen(text);
    const char *unit = len ? strchr(units, text[len - 1] & ~32) : NULL;
    char digits[21];
    uint64_t v;

    len -= unit && *unit;
    if (len < sizeof(digits)) {
        memcpy(digits, text, len);
        digits[len] = '\0';
        if (cli_parse_number(digits, 0, UINT64_C(1) << 32, &v)) {
            *bytes = v << (unit && *unit ? 10 * (unit - units + 1) : 0);
            return true;
        }
    }
    cli_usage("--memory: '%s' is no size; sizes are like 800M or 2G, 0 for no limit", text);
    return false;
}

bool cli_parse_load(const char *text, double *load)
{
    char *end;
    double v = strtod(text, &end);

    if (text[strspn(text, "0123456789.")] || end == text || *end || v <= 0) {
        cli_usage("--max-load: '%s' is no load; loads are numbers like 2 or 1.5", text);
        return false;
    }
    *load = v;
    return true;
}
