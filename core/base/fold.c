/* fold.c - see fold.h. */
#include "core/base/fold.h"

#include <stdlib.h>

#include "core/base/buf.h"
#include "core/base/nfc.h"
#include "core/base/utf8.h"

enum {
    FULL_FIRST = 0xFF01, /* ASCII in the width of Chinese characters ... */
    FULL_LAST = 0xFF5E,
    HALF_FIRST = 0xFF66, /* ... and katakana in that of ASCII */
    HALF_LAST = 0xFF9F
};

/* Half-width katakana, from U+30xx on. */
static const uint8_t katakana[HALF_LAST - HALF_FIRST + 1] = {
    0xF2, 0xA1, 0xA3, 0xA5, 0xA7, 0xA9, 0xE3, 0xE5, 0xE7, 0xC3, 0xFC, 0xA2, 0xA4, 0xA6, 0xA8,
    0xAA, 0xAB, 0xAD, 0xAF, 0xB1, 0xB3, 0xB5, 0xB7, 0xB9, 0xBB, 0xBD, 0xBF, 0xC1, 0xC4, 0xC6,
    0xC8, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF, 0xD2, 0xD5, 0xD8, 0xDB, 0xDE, 0xDF, 0xE0, 0xE1,
    0xE2, 0xE4, 0xE6, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF, 0xF3, 0x99, 0x9A,
};

/* Letters that no decomposition makes simpler, as people type them who do not have them. */
static const struct {
    uint16_t letter;
    char text[4];
} plain[] = {
    {0xDF, "ss"},    {0xE6, "ae"},    {0xF0, "d"},    {0xF8, "o"},    {0xFE, "th"},
    {0x111, "d"},    {0x127, "h"},    {0x131, "i"},   {0x142, "l"},   {0x153, "oe"},
    {0x167, "t"},    {0x17F, "s"},    {0xFB00, "ff"}, {0xFB01, "fi"}, {0xFB02, "fl"},
    {0xFB03, "ffi"}, {0xFB04, "ffl"}, {0xFB05, "st"}, {0xFB06, "st"},
};

static enum tg_fold_kind kind_of(uint32_t cp)
{
    size_t lo = 0, hi = tg_fold_classes_len;

    if (cp >= TG_TEXT_BAD)
        return TG_FOLD_GAP;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (tg_fold_classes[mid].last < cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < tg_fold_classes_len && tg_fold_classes[lo].first <= cp ? tg_fold_classes[lo].kind
                                                                       : TG_FOLD_LETTER;
}

static uint32_t narrow(uint32_t cp)
{
    if (cp >= FULL_FIRST && cp <= FULL_LAST)
        return cp - FULL_FIRST + '!';
    return cp >= HALF_FIRST && cp <= HALF_LAST ? 0x3000U + katakana[cp - HALF_FIRST] : cp;
}

static uint32_t lower(uint32_t cp)
{
    size_t lo = 0, hi = tg_fold_lower_len;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (tg_fold_lower[mid].last < cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == tg_fold_lower_len || tg_fold_lower[lo].first > cp ||
        (cp - tg_fold_lower[lo].first) % tg_fold_lower[lo].step)
        return cp;
    return (uint32_t)((int32_t)cp + tg_fold_lower[lo].distance);
}

static void put_ascii(struct tg_buf *out, uint32_t cp)
{
    tg_buf_putc(out, (char)(cp >= 'A' && cp <= 'Z' ? cp - 'A' + 'a' : cp));
}

static void put_letter(struct tg_buf *out, uint32_t cp)
{
    char bytes[TG_TEXT_BYTES];

    if (cp < 0x80) {
        put_ascii(out, cp);
        return;
    }
    cp = lower(cp);
    if (cp == 0x3C2) /* sigma at the end of a word */
        cp = 0x3C3;
    if ((cp >= 0x660 && cp <= 0x669) || (cp >= 0x6F0 && cp <= 0x6F9))
        cp = '0' + (cp & 0xF); /* digits of Arabic and Persian */
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        if (plain[i].letter == cp) {
            tg_buf_puts(out, plain[i].text);
            return;
        }
    tg_buf_put(out, bytes, tg_text_encode(cp, bytes));
}

/* The text is in NFD. */
static void put_folded(struct tg_buf *out, const char *s)
{
    enum tg_fold_kind last = TG_FOLD_GAP, kind; /* of what was written; the start is a gap */
    bool gap = false;

    while (*s) {
        uint32_t cp = narrow(tg_text_next(&s));

        kind = kind_of(cp);
        gap |= kind == TG_FOLD_GAP;
        if (kind == TG_FOLD_GAP || kind == TG_FOLD_MARK)
            continue;
        if (last != TG_FOLD_GAP && (gap || kind != last))
            tg_buf_putc(out, ' ');
        put_letter(out, cp);
        last = kind;
        gap = false;
    }
}

char *tg_fold(const char *s)
{
    char *decomposed = tg_nfc_is_ascii(s) ? NULL : tg_nfd(s), *text;
    struct tg_buf out;

    tg_buf_init(&out, TG_BUF_MAX);
    tg_buf_puts(&out, ""); /* an empty one is a text too */
    if (decomposed || tg_nfc_is_ascii(s))
        put_folded(&out, decomposed ? decomposed : s);
    else
        out.failed = true;
    free(decomposed);
    text = tg_buf_steal(&out);
    tg_buf_release(&out);
    return text;
}

bool tg_fold_next(const char **text, struct tg_fold_word *word)
{
    const char *s = *text, *end, *next;
    size_t len = 0;
    bool dense;

    while (*s == ' ')
        s++;
    if (!*s) {
        *text = s;
        return false;
    }
    next = s;
    dense = kind_of(tg_text_next(&next)) == TG_FOLD_DENSE;
    for (end = s; *end && *end != ' ' && len < (dense ? 2 : TG_FOLD_WORD); len++)
        (void)tg_text_next(&end);
    if (!dense)
        for (next = end; *next && *next != ' '; next++)
            ;
    *word = (struct tg_fold_word){s, (size_t)(end - s)};
    *text = next;
    return true;
}
