/* gainmap_iso.c - the metadata of ISO 21496-1, annex C: big-endian numbers, one behind the
 * other. */
#include "core/codec/gainmap.h"

enum { THREE = 0x80, PICTURES_COLOURS = 0x40, BACKWARD = 0x04, COMMON = 0x08, HEAD = 5 };

struct cursor {
    const uint8_t *at;
    size_t left;
    bool bad; /* there was not enough */
};

static uint32_t get(struct cursor *c, unsigned bytes)
{
    uint32_t v = 0;

    if (bytes > c->left) {
        c->bad = true;
        return 0;
    }
    c->left -= bytes;
    while (bytes--)
        v = v << 8 | *c->at++;
    return v;
}

/* `common`: the denominator of all; 0: each has its own. */
static struct tg_fraction get_fraction(struct cursor *c, bool with_sign, uint32_t common)
{
    uint32_t n = get(c, 4), d = common ? common : get(c, 4);

    return (struct tg_fraction){with_sign ? (int32_t)n : (int64_t)n, d};
}

bool tg_gain_iso_read(const uint8_t *data, size_t len, struct tg_gain_numbers *numbers)
{
    struct cursor c = {data, len, false};
    uint32_t version = get(&c, 2), flags, common;

    (void)get(&c, 2); /* of the writer */
    flags = get(&c, 1);
    common = flags & COMMON ? get(&c, 4) : 0;
    if (c.bad || version != 0 || flags & BACKWARD || (flags & COMMON && !common))
        return false;
    *numbers = (struct tg_gain_numbers){.channels = flags & THREE ? TG_GAIN_CHANNELS : 1,
                                        .own_colours = !(flags & PICTURES_COLOURS)};
    for (int h = 0; h < TG_GAIN_HEADROOMS; h++)
        numbers->headroom[h] = get_fraction(&c, false, common);
    for (unsigned channel = 0; channel < numbers->channels; channel++)
        for (int v = 0; v < TG_GAIN_VALUES; v++)
            numbers->value[v][channel] = get_fraction(&c, v != TG_GAIN_GAMMA, common);
    return !c.bad;
}

static uint8_t *put32(uint8_t *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        *p++ = (uint8_t)(v >> (24 - 8 * i));
    return p;
}

static uint8_t *put_fraction(uint8_t *p, const struct tg_fraction *f)
{
    return put32(put32(p, (uint32_t)f->n), f->d);
}

size_t tg_gain_iso_write(const struct tg_gain_numbers *numbers, uint8_t data[TG_GAIN_ISO_BYTES])
{
    uint8_t *p = data;

    for (int i = 0; i < HEAD - 1; i++) /* versions */
        *p++ = 0;
    *p++ = (uint8_t)((numbers->channels > 1 ? THREE : 0) |
                     (numbers->own_colours ? 0 : PICTURES_COLOURS));
    for (int h = 0; h < TG_GAIN_HEADROOMS; h++)
        p = put_fraction(p, &numbers->headroom[h]);
    for (unsigned channel = 0; channel < numbers->channels; channel++)
        for (int v = 0; v < TG_GAIN_VALUES; v++)
            p = put_fraction(p, &numbers->value[v][channel]);
    return (size_t)(p - data);
}
