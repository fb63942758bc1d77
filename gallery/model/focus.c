/* focus.c - see focus.h.
 *
 * Of a side, the part f is seen, and a position of p makes it begin at p(1 - f).  What lies between
 * a and b is within for p = a / (a + 1 - b), whatever f is, as long as it fits. */
#include "gallery/model/focus.h"

#include "core/base/faces.h"

enum {
    WHOLE = TG_FACES_WHOLE,
    PERCENT = 100,
    MIDDLE = 50,
    PORTRAIT = 25, /* above the middle: of 2:3 in 3:2, from 14 % to 58 % */
    /* Of a face's size around it: rectangles end at brows, chins and ears. */
    ABOVE = 45,
    BELOW = 20,
    BESIDE = 25,
};

/* Along one side. */
struct span {
    uint32_t from, to;
    uint64_t weight; /* area of the face */
};

struct spans {
    struct span list[TG_FACES_MAX];
    size_t len;
};

static uint32_t minus(uint32_t a, uint32_t b)
{
    return a > b ? a - b : 0;
}

static uint32_t at_most(uint32_t v, uint32_t most)
{
    return v < most ? v : most;
}

/* A face with what is around it, or without where that has no room in `part`. */
static struct span span_of(uint32_t at, uint32_t len, uint32_t before, uint32_t behind,
                           uint32_t part)
{
    struct span s = {.from = minus(at, len * before / PERCENT),
                     .to = at_most(at + len + len * behind / PERCENT, WHOLE)};

    return s.to - s.from <= part ? s : (struct span){.from = at, .to = at + len};
}

/* What all spans from `from` to `to` cover, and how much they weigh; nothing of the others. */
static struct span within(const struct spans *spans, uint32_t from, uint32_t to)
{
    struct span all = {.from = WHOLE};

    for (size_t i = 0; i < spans->len; i++) {
        const struct span *s = &spans->list[i];

        if (s->from < from || s->to > to)
            continue;
        all.from = s->from < all.from ? s->from : all.from;
        all.to = s->to > all.to ? s->to : all.to;
        all.weight += s->weight;
    }
    return all;
}

/* The largest, where none has room. */
static struct span largest(const struct spans *spans)
{
    struct span best = spans->list[0];

    for (size_t i = 1; i < spans->len; i++)
        if (spans->list[i].weight > best.weight)
            best = spans->list[i];
    return best;
}

/* Those that weigh most of what has room in `part`, together. */
static struct span heaviest(const struct spans *spans, uint32_t part)
{
    struct span best = within(spans, 0, WHOLE);

    if (best.to - best.from <= part)
        return best;
    best.weight = 0;
    for (size_t i = 0; i < 2 * spans->len; i++) {
        const struct span *s = &spans->list[i / 2];
        uint32_t from = at_most(i % 2 ? minus(s->to, part) : s->from, WHOLE - part);
        struct span all = within(spans, from, from + part);

        if (all.weight > best.weight)
            best = all;
    }
    return best.weight ? best : largest(spans);
}

/* In per cent, where the part is seen of a side. */
static uint8_t place(const struct spans *spans, uint32_t part)
{
    struct span s = heaviest(spans, part);
    uint32_t room = s.from + (WHOLE - s.to), middle;

    if (s.to - s.from <= part)
        return (uint8_t)(room ? (PERCENT * s.from + room / 2) / room : MIDDLE);
    room = WHOLE - part;
    middle = minus((s.from + s.to) / 2, part / 2);
    return (uint8_t)(room ? (PERCENT * at_most(middle, room) + room / 2) / room : MIDDLE);
}

/* n / d of a whole, which is the most. */
static uint32_t part_of(uint64_t n, uint64_t d)
{
    return d == 0 || n >= d ? WHOLE : (uint32_t)(n * WHOLE / d);
}

struct tg_focus tg_focus_of(const struct tg_ref *ref, struct tg_shapes shapes)
{
    const struct tg_photo *photo = ref->photo;
    bool upright = !ref->options || ref->options->auto_orient, turned = tg_ref_turned(ref);
    uint64_t w = turned ? photo->height : photo->width, h = turned ? photo->width : photo->height;
    uint32_t part_x = part_of(h * shapes.narrowest, 1000 * w);
    uint32_t part_y = part_of(1000 * w, h * shapes.widest);
    struct spans x = {.len = 0}, y = {.len = 0};
    struct tg_faces faces = {.len = 0};

    if (ref->focus)
        return *ref->focus;
    if (!upright || !tg_faces_read(photo->metadata.faces, &faces))
        return (struct tg_focus){MIDDLE, w < h ? PORTRAIT : MIDDLE};
    for (size_t i = 0; i < faces.len; i++) {
        const struct tg_face *f = &faces.list[i];

        x.list[i] = span_of(f->x, f->w, BESIDE, BESIDE, part_x);
        y.list[i] = span_of(f->y, f->h, ABOVE, BELOW, part_y);
        x.list[i].weight = y.list[i].weight = (uint64_t)f->w * f->h;
    }
    x.len = y.len = faces.len;
    return (struct tg_focus){place(&x, part_x), place(&y, part_y)};
}
