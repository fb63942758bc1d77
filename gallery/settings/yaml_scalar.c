/* yaml_scalar.c - what a plain scalar is, by the YAML 1.2 core schema (section 10.3.2). */
#include <string.h>

#include "gallery/settings/yaml.h"

static bool one_of(const char *s, const char *a, const char *b, const char *c)
{
    return strcmp(s, a) == 0 || strcmp(s, b) == 0 || strcmp(s, c) == 0;
}

static unsigned digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (unsigned)(c - 'A') + 10;
    return 16;
}

/* Digits to the end of the text; *fits tells whether the number is one of int64_t. */
static bool read_digits(const char *s, unsigned base, int sign, int64_t *number, bool *fits)
{
    int64_t n = 0;

    *fits = true;
    if (!*s)
        return false;
    for (; *s; s++) {
        unsigned digit = digit_of(*s);

        if (digit >= base)
            return false;
        *fits = *fits && !__builtin_mul_overflow(n, (int64_t)base, &n) &&
                !__builtin_add_overflow(n, sign * (int64_t)digit, &n);
    }
    *number = n;
    return true;
}

static bool is_int(const char *s, int64_t *number, bool *fits)
{
    int sign = *s == '-' ? -1 : 1;

    if (s[0] == '0' && s[1] == 'o')
        return read_digits(s + 2, 8, 1, number, fits);
    if (s[0] == '0' && s[1] == 'x')
        return read_digits(s + 2, 16, 1, number, fits);
    return read_digits(s + (*s == '-' || *s == '+'), 10, sign, number, fits);
}

static size_t digits(const char **s)
{
    size_t n = strspn(*s, "0123456789");

    *s += n;
    return n;
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool is_float(const char *s)
{
    size_t before, after = 0;

    if (one_of(s, ".nan", ".NaN", ".NAN"))
        return true;
    s += *s == '-' || *s == '+';
    if (one_of(s, ".inf", ".Inf", ".INF"))
        return true;
    before = digits(&s);
    if (*s == '.') {
        s++;
        after = digits(&s);
    }
    if (before + after == 0)
        return false;
    if (*s == 'e' || *s == 'E') {
        s++;
        s += *s == '-' || *s == '+';
        if (digits(&s) == 0)
            return false;
    }
    return *s == '\0';
}

void tg_yaml_resolve(struct tg_yaml *scalar)
{
    const char *s = scalar->text;
    bool fits = true;

    if (!*s || strcmp(s, "~") == 0 || one_of(s, "null", "Null", "NULL"))
        scalar->kind = TG_YAML_NULL;
    else if (one_of(s, "true", "True", "TRUE") || one_of(s, "false", "False", "FALSE"))
        scalar->kind = TG_YAML_BOOL;
    else if (is_int(s, &scalar->number, &fits))
        scalar->kind = fits ? TG_YAML_INT : TG_YAML_FLOAT;
    else
        scalar->kind = is_float(s) ? TG_YAML_FLOAT : TG_YAML_TEXT;
    scalar->truth = scalar->kind == TG_YAML_BOOL && (*s == 't' || *s == 'T');
}
