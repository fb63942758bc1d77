/* nfc.c - see nfc.h.  Unicode Standard Annex 15. */
#include "core/base/nfc.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/size.h"
#include "core/base/utf8.h"

enum {
    RAW = 1 << 24, /* a byte that is not UTF-8 is a character of its own beyond all others */
    /* Nothing before this one is changed unless something from here on follows. */
    FIRST_CHANGED = 0x300,
    DEEPEST = 8,          /* decompositions of decompositions; the table has 3 */
    PART = (1 << 21) - 1, /* of a pair */
    S_BASE = 0xAC00,      /* Hangul syllables and their letters, by arithmetic */
    L_BASE = 0x1100,
    V_BASE = 0x1161,
    T_BASE = 0x11A7,
    L_COUNT = 19,
    V_COUNT = 21,
    T_COUNT = 28,
    S_COUNT = L_COUNT * V_COUNT * T_COUNT
};

struct sign {
    uint32_t cp;
    uint8_t class;
    size_t at; /* order among those of the same class */
};

struct signs {
    struct sign *items; /* owned */
    size_t len, cap;
    bool failed;
};

static uint8_t class_of(uint32_t cp)
{
    size_t lo = 0, hi = tg_nfc_classes_len;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (tg_nfc_classes[mid] >> 11 <= cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == 0 || cp - (tg_nfc_classes[lo - 1] >> 11) > (tg_nfc_classes[lo - 1] >> 8 & 7))
        return 0;
    return (uint8_t)tg_nfc_classes[lo - 1];
}

static void put(struct signs *s, uint32_t cp)
{
    if (s->len == s->cap && !s->failed) {
        size_t cap = 2 * s->cap + 64, bytes;
        struct sign *items =
            tg_size_mul(cap, sizeof(*items), &bytes) ? realloc(s->items, bytes) : NULL;

        s->failed = !items;
        s->items = items ? items : s->items;
        s->cap = items ? cap : s->cap;
    }
    if (!s->failed) {
        s->items[s->len] = (struct sign){cp, class_of(cp), s->len};
        s->len++;
    }
}

static const uint64_t *find_pair(uint32_t cp)
{
    size_t lo = 0, hi = tg_nfc_pairs_len;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (tg_nfc_pairs[mid] >> 42 < cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < tg_nfc_pairs_len && tg_nfc_pairs[lo] >> 42 == cp ? &tg_nfc_pairs[lo] : NULL;
}

static void put_decomposed(struct signs *s, uint32_t cp)
{
    uint32_t behind[DEEPEST], n = cp - S_BASE; /* the second of a pair has no decomposition */
    size_t len = 0;

    if (cp >= S_BASE && n < S_COUNT) {
        put(s, L_BASE + n / (V_COUNT * T_COUNT));
        put(s, V_BASE + n % (V_COUNT * T_COUNT) / T_COUNT);
        if (n % T_COUNT)
            put(s, T_BASE + n % T_COUNT);
        return;
    }
    for (const uint64_t *pair = find_pair(cp); pair && len < DEEPEST; pair = find_pair(cp)) {
        if (*pair & PART)
            behind[len++] = (uint32_t)(*pair & PART);
        cp = (uint32_t)(*pair >> 21 & PART);
    }
    put(s, cp);
    while (len)
        put(s, behind[--len]);
}

static void decompose(struct signs *s, const char *text)
{
    while (*text) {
        const char *from = text;
        uint32_t cp = tg_text_next(&text);

        if (cp != TG_TEXT_BAD)
            put_decomposed(s, cp);
        for (; cp == TG_TEXT_BAD && from < text; from++)
            put(s, RAW | (unsigned char)*from);
    }
}

static int by_class(const void *a, const void *b)
{
    const struct sign *x = a, *y = b;

    if (x->class != y->class)
        return x->class < y->class ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* Puts marks that follow each other into their canonical order. */
static void reorder(struct signs *s)
{
    for (size_t i = 0; i < s->len; i++) {
        size_t first = i;

        while (i < s->len && s->items[i].class)
            i++;
        if (i > first + 1)
            qsort(s->items + first, i - first, sizeof(*s->items), by_class);
    }
}

/* What a and b are together; 0 if nothing. */
static uint32_t join(uint32_t a, uint32_t b)
{
    uint64_t key = (uint64_t)a << 21 | b, mask = ((uint64_t)1 << 42) - 1;
    size_t lo = 0, hi = tg_nfc_composed_len;

    if (a - L_BASE < L_COUNT && b - V_BASE < V_COUNT)
        return S_BASE + ((a - L_BASE) * V_COUNT + (b - V_BASE)) * T_COUNT;
    if (a - S_BASE < S_COUNT && (a - S_BASE) % T_COUNT == 0 && b - T_BASE - 1 < T_COUNT - 1)
        return a + (b - T_BASE);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if ((tg_nfc_pairs[tg_nfc_composed[mid]] & mask) < key)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == tg_nfc_composed_len || (tg_nfc_pairs[tg_nfc_composed[lo]] & mask) != key)
        return 0;
    return (uint32_t)(tg_nfc_pairs[tg_nfc_composed[lo]] >> 42);
}

static void compose(struct signs *s)
{
    struct sign *starter = NULL;
    size_t kept = 0;
    int last = -1; /* class of what was kept since the starter; -1: nothing was */

    for (size_t i = 0; i < s->len; i++) {
        struct sign sign = s->items[i];
        uint32_t whole = starter && last < (int)sign.class ? join(starter->cp, sign.cp) : 0;

        if (whole) {
            starter->cp = whole;
            continue;
        }
        s->items[kept] = sign;
        last = sign.class;
        if (sign.class == 0) {
            starter = &s->items[kept];
            last = -1;
        }
        kept++;
    }
    s->len = kept;
}

static void put_sign(struct tg_buf *out, uint32_t cp)
{
    char bytes[TG_TEXT_BYTES];

    if (cp & RAW)
        tg_buf_putc(out, (char)(unsigned char)cp);
    else
        tg_buf_put(out, bytes, tg_text_encode(cp, bytes));
}

static bool is_nfc_at_sight(const char *s)
{
    while (*s)
        if (tg_text_next(&s) >= FIRST_CHANGED)
            return false;
    return true;
}

static char *normalize(const char *s, bool composed)
{
    struct signs signs = {.len = 0};
    struct tg_buf out;
    char *text;

    tg_buf_init(&out, TG_BUF_MAX);
    decompose(&signs, s);
    if (!signs.failed)
        reorder(&signs);
    if (!signs.failed && composed)
        compose(&signs);
    for (size_t i = 0; i < signs.len; i++)
        put_sign(&out, signs.items[i].cp);
    text = signs.failed ? NULL : tg_buf_steal(&out);
    tg_buf_release(&out);
    free(signs.items);
    return text;
}

char *tg_nfc(const char *s)
{
    return is_nfc_at_sight(s) ? strdup(s) : normalize(s, true);
}

char *tg_nfd(const char *s)
{
    return normalize(s, false);
}

bool tg_nfc_is_ascii(const char *s)
{
    while (*s && !((unsigned char)*s & 0x80))
        s++;
    return !*s;
}

bool tg_nfc_equal(const char *a, const char *b)
{
    char *x, *y;
    bool equal = strcmp(a, b) == 0;

    if (equal || (tg_nfc_is_ascii(a) && tg_nfc_is_ascii(b)))
        return equal;
    x = tg_nfc(a);
    y = tg_nfc(b);
    equal = x && y && strcmp(x, y) == 0;
    free(x);
    free(y);
    return equal;
}
