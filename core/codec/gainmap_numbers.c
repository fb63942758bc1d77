/* gainmap_numbers.c - numbers of gain maps as fractions and as decimal texts, converted in
 * integers. */
#include <stdio.h>
#include <string.h>

#include "core/codec/gainmap.h"

enum { DIGITS = 12, MOST_EXPONENT = 40 };

static const uint32_t powers[] = {1,      10,      100,      1000,      10000,
                                  100000, 1000000, 10000000, 100000000, 1000000000};
enum { MOST_POWER = sizeof(powers) / sizeof(powers[0]) - 1 };

/* The exponent of "1e-7"; false if it is none or absurd. */
static bool read_exponent(const char *s, int *exponent)
{
    bool negative = *s == '-';
    int v = 0;

    s += *s == '-' || *s == '+';
    if (*s < '0' || *s > '9')
        return false;
    for (; *s >= '0' && *s <= '9' && v <= MOST_EXPONENT; s++)
        v = 10 * v + (*s - '0');
    *exponent = negative ? -v : v;
    return !*s && v <= MOST_EXPONENT;
}

/* Digits that no fraction of 32 bits has room for are dropped. */
static bool scale(int64_t n, int exponent, struct tg_fraction *f)
{
    for (; exponent > 0 && n <= INT32_MAX; exponent--)
        n *= 10;
    for (; exponent < 0 && (exponent < -MOST_POWER || n > INT32_MAX); exponent++)
        n /= 10;
    if (n > INT32_MAX)
        return false;
    *f = (struct tg_fraction){n, powers[-exponent]};
    return true;
}

bool tg_gain_parse(const char *text, struct tg_fraction *f)
{
    bool negative = *text == '-', any = false, point = false;
    int exponent = 0, more = 0;
    const char *s = text + (*text == '-' || *text == '+');
    int64_t n = 0;

    for (; (*s >= '0' && *s <= '9') || (*s == '.' && !point); s++) {
        if (*s == '.') {
            point = true;
            continue;
        }
        any = true;
        if (n < INT64_MAX / 100) {
            n = 10 * n + (*s - '0');
            exponent -= point;
        } else {
            exponent += !point;
        }
    }
    if (!any || (*s && *s != 'e' && *s != 'E') || (*s && !read_exponent(s + 1, &more)) ||
        !scale(n, exponent + more, f))
        return false;
    f->n = negative ? -f->n : f->n;
    return true;
}

/* Long division; zeros at the end are left out. */
void tg_gain_print(const struct tg_fraction *f, char text[TG_GAIN_TEXT])
{
    uint64_t n = (uint64_t)(f->n < 0 ? -f->n : f->n), rest = n % f->d;
    int len =
        snprintf(text, TG_GAIN_TEXT, "%s%llu", f->n < 0 ? "-" : "", (unsigned long long)(n / f->d));

    if (!rest)
        return;
    text[len++] = '.';
    for (int i = 0; i < DIGITS && rest; i++) {
        rest *= 10;
        text[len++] = (char)('0' + rest / f->d);
        rest %= f->d;
    }
    while (text[len - 1] == '0')
        len--;
    text[len - (text[len - 1] == '.')] = '\0';
}

bool tg_gain_from_texts(const struct tg_gain_texts *texts, struct tg_gain_numbers *numbers)
{
    *numbers = (struct tg_gain_numbers){.channels = 1};
    for (int v = 0; v < TG_GAIN_VALUES; v++)
        if (texts->count[v] > 1)
            numbers->channels = TG_GAIN_CHANNELS;
    for (int h = 0; h < TG_GAIN_HEADROOMS; h++)
        if (!tg_gain_parse(texts->headroom[h], &numbers->headroom[h]))
            return false;
    for (int v = 0; v < TG_GAIN_VALUES; v++)
        for (unsigned c = 0; c < numbers->channels; c++)
            if (!tg_gain_parse(texts->value[v][texts->count[v] > 1 ? c : 0], &numbers->value[v][c]))
                return false;
    return true;
}

void tg_gain_to_texts(const struct tg_gain_numbers *numbers, struct tg_gain_texts *texts)
{
    *texts = (struct tg_gain_texts){.count = {0}};
    for (int h = 0; h < TG_GAIN_HEADROOMS; h++)
        tg_gain_print(&numbers->headroom[h], texts->headroom[h]);
    for (int v = 0; v < TG_GAIN_VALUES; v++) {
        texts->count[v] = numbers->channels;
        for (unsigned c = 0; c < numbers->channels; c++)
            tg_gain_print(&numbers->value[v][c], texts->value[v][c]);
    }
}

/* Whether -most <= f <= most. */
static bool is_within(const struct tg_fraction *f, int64_t most)
{
    int64_t bound = most * (int64_t)f->d;

    return f->d && f->n >= -bound && f->n <= bound;
}

static bool is_less(const struct tg_fraction *a, const struct tg_fraction *b)
{
    return (double)a->n / a->d < (double)b->n / b->d;
}

bool tg_gain_is_sane(const struct tg_gain_numbers *numbers)
{
    enum { STOPS = 64, GAMMA = 100, OFFSET = 16 };
    static const int64_t most[TG_GAIN_VALUES] = {STOPS, STOPS, GAMMA, OFFSET, OFFSET};

    for (int h = 0; h < TG_GAIN_HEADROOMS; h++)
        if (!is_within(&numbers->headroom[h], STOPS) || numbers->headroom[h].n < 0)
            return false;
    if (!is_less(&numbers->headroom[TG_GAIN_BASE], &numbers->headroom[TG_GAIN_ALTERNATE]))
        return false;
    for (unsigned c = 0; c < numbers->channels; c++) {
        const struct tg_fraction *gamma = &numbers->value[TG_GAIN_GAMMA][c];

        for (int v = 0; v < TG_GAIN_VALUES; v++)
            if (!is_within(&numbers->value[v][c], most[v]))
                return false;
        if (gamma->n <= 0 || GAMMA * gamma->n < (int64_t)gamma->d ||
            is_less(&numbers->value[TG_GAIN_MAX][c], &numbers->value[TG_GAIN_MIN][c]))
            return false;
    }
    return true;
}
