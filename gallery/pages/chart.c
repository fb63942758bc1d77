/* chart.c - see chart.h. */
#include "gallery/pages/chart.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    ROUND = TG_SPOT_ROUND,
    POLE = TG_SPOT_POLE,
    LEAST = TG_SPOT_DEGREE, /* a window's height: the coast is not known better */
    MARGIN_PERCENT = 130,
    SHAPE = TG_CHART_W / TG_CHART_H,
    MOST = ROUND * 3 / 4,              /* a window that is wider shows all */
    NEAR = 3,                          /* units that nobody sees */
    DATE_LINE = -170 * TG_SPOT_DEGREE, /* where a map of all is cut: east of Chukotka */
    E6 = 1000000 / TG_SPOT_DEGREE,
    MILLI = 1000
};

/* The cosine of each fifth degree, in thousandths. */
static const int16_t cosines[] = {1000, 996, 985, 966, 940, 906, 866, 819, 766, 707,
                                  643,  574, 500, 423, 342, 259, 174, 87,  0};

/* Of a latitude in hundredths of a degree; near the poles no less than at 80 degrees. */
static int64_t cosine(int32_t lat)
{
    enum { FIFTH = 5 * TG_SPOT_DEGREE, NEAREST = 80 * TG_SPOT_DEGREE };
    int32_t at = lat < 0 ? -lat : lat, i, rest;

    at = at > NEAREST ? NEAREST : at;
    i = at / FIFTH;
    rest = at % FIFTH;
    return (cosines[i] * (FIFTH - rest) + cosines[i + 1] * rest) / FIFTH;
}

static int32_t round_to_spot(int32_t e6)
{
    return (e6 + (e6 < 0 ? -E6 / 2 : E6 / 2)) / E6;
}

struct tg_spot tg_spot_of(int32_t latitude_e6, int32_t longitude_e6)
{
    const int32_t top = POLE * E6;
    struct tg_spot spot;

    latitude_e6 = latitude_e6 > top ? top : latitude_e6 < -top ? -top : latitude_e6;
    longitude_e6 %= ROUND * E6;
    spot.lat = round_to_spot(latitude_e6);
    spot.lon = round_to_spot(longitude_e6);
    spot.lon += spot.lon < -ROUND / 2 ? ROUND : spot.lon >= ROUND / 2 ? -ROUND : 0;
    return spot;
}

static int by_longitude(const void *a, const void *b)
{
    const struct tg_spot *s = a, *t = b;

    return (s->lon > t->lon) - (s->lon < t->lon);
}

/* Where the widest stretch without any of them ends, and how wide the rest is: the date line is no
 * border. */
static int32_t find_west(const struct tg_spot *spots, size_t len, int32_t *width)
{
    int32_t widest = spots[0].lon + ROUND - spots[len - 1].lon, west = spots[0].lon;

    for (size_t i = 1; i < len; i++)
        if (spots[i].lon - spots[i - 1].lon > widest) {
            widest = spots[i].lon - spots[i - 1].lon;
            west = spots[i].lon;
        }
    *width = ROUND - widest;
    return west;
}

static int32_t x_of(const struct tg_chart *chart, int32_t lon)
{
    return (int32_t)((int64_t)(lon - chart->west) * TG_CHART_W / chart->width);
}

static int32_t y_of(const struct tg_chart *chart, int32_t lat)
{
    return (int32_t)((int64_t)(chart->north - lat) * TG_CHART_H / chart->height);
}

/* No window reaches beyond a pole. */
static void stay_on_earth(struct tg_chart *chart)
{
    if (chart->north > POLE)
        chart->north = POLE;
    if (chart->north - chart->height < -POLE)
        chart->north = chart->height - POLE;
}

static const struct tg_chart earth = {DATE_LINE, POLE, ROUND, 2 * POLE, NEAR};

struct tg_chart tg_chart_of(struct tg_spot *spots, size_t len)
{
    int32_t south = POLE, north = -POLE, width = 0, west, middle;
    int64_t w, h, k;
    struct tg_chart chart;

    if (len == 0)
        return earth;
    qsort(spots, len, sizeof(*spots), by_longitude);
    west = find_west(spots, len, &width);
    for (size_t i = 0; i < len; i++) {
        south = spots[i].lat < south ? spots[i].lat : south;
        north = spots[i].lat > north ? spots[i].lat : north;
    }
    middle = (south + north) / 2;
    k = cosine(middle);
    w = width * k * MARGIN_PERCENT / 100 / MILLI;
    h = (int64_t)(north - south) * MARGIN_PERCENT / 100;
    h = h < LEAST ? LEAST : h;
    h = h < w / SHAPE ? w / SHAPE : h;
    w = h * SHAPE * MILLI / k;
    if (w > MOST || h > 2 * POLE)
        return earth;
    chart = (struct tg_chart){(int32_t)(west + (width - w) / 2), (int32_t)(middle + h / 2),
                              (int32_t)w, (int32_t)h, NEAR};
    stay_on_earth(&chart);
    return chart;
}

struct tg_chart tg_chart_around(const struct tg_chart *chart, int32_t *x, int32_t *y)
{
    enum { AROUND = 36 * TG_SPOT_DEGREE, TINY = 4 * NEAR };
    int32_t lat = chart->north - chart->height / 2, lon = chart->west + chart->width / 2;
    struct tg_chart wide = {0, lat + AROUND / 2, 0, AROUND, TINY};

    wide.width = (int32_t)(AROUND * SHAPE * MILLI / cosine(lat));
    wide.width = wide.width > MOST ? MOST : wide.width;
    wide.west = lon - wide.width / 2;
    stay_on_earth(&wide);
    *x = x_of(&wide, lon);
    *y = y_of(&wide, lat);
    return wide;
}

uint32_t tg_chart_km(const struct tg_chart *chart)
{
    enum { KM_MILLI = 1112 }; /* of a hundredth of a degree */

    return (uint32_t)(chart->width * cosine(chart->north - chart->height / 2) / MILLI * KM_MILLI /
                      MILLI);
}

/* ---- Dots ------------------------------------------------------------------------------------ */

struct place {
    int32_t x, y;
    uint32_t first; /* the first spot that is here */
    uint32_t count;
};

static int by_place(const void *a, const void *b)
{
    const struct place *p = a, *q = b;

    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    if (p->y != q->y)
        return p->y < q->y ? -1 : 1;
    return p->first < q->first ? -1 : p->first > q->first;
}

static int by_count(const void *a, const void *b)
{
    const struct place *p = a, *q = b;

    if (p->count != q->count)
        return p->count > q->count ? -1 : 1;
    return p->first < q->first ? -1 : p->first > q->first;
}

static struct place place_of(const struct tg_chart *chart, const struct tg_spot *spot, size_t i)
{
    int32_t lon = spot->lon;

    while (lon < chart->west)
        lon += ROUND;
    while (lon >= chart->west + ROUND)
        lon -= ROUND;
    return (struct place){x_of(chart, lon), y_of(chart, spot->lat), (uint32_t)i, 1};
}

/* Joins those that are the same, and puts the most frequent first. */
static size_t sort_places(struct place *places, size_t len)
{
    size_t n = 0;

    qsort(places, len, sizeof(*places), by_place);
    for (size_t i = 0; i < len; i++)
        if (n && places[n - 1].x == places[i].x && places[n - 1].y == places[i].y)
            places[n - 1].count++;
        else
            places[n++] = places[i];
    qsort(places, n, sizeof(*places), by_count);
    return n;
}

/* The dot next to the place; `len` if none is near. */
static size_t find_dot(const struct tg_dot *dots, size_t len, const struct place *place,
                       int64_t near)
{
    int64_t best = near * near;
    size_t found = len;

    for (size_t i = 0; i < len; i++) {
        int64_t dx = dots[i].x - place->x, dy = dots[i].y - place->y;

        dx = dx * 3 / 4; /* numbers are wider than high */
        if (dx * dx + dy * dy < best) {
            best = dx * dx + dy * dy;
            found = i;
        }
    }
    return found;
}

/* Dots at those places that are far enough from the ones before. */
static size_t choose_dots(const struct place *places, size_t len, struct tg_dot *dots)
{
    size_t n = 0;

    for (size_t i = 0; i < len; i++)
        if (find_dot(dots, n, &places[i], TG_CHART_APART) == n)
            dots[n++] = (struct tg_dot){places[i].x, places[i].y, 0, 0};
    return n;
}

/* Each spot gets the dot next to it, which is numbered by its first spot. */
static void number_dots(const struct tg_chart *chart, const struct tg_spot *spots, size_t len,
                        struct tg_dot *dots, size_t n, uint32_t *dot_of)
{
    size_t next = 0;

    for (size_t i = 0; i < len; i++) {
        const struct place place = place_of(chart, &spots[i], i);
        size_t dot = find_dot(dots, n, &place, INT32_MAX);

        if (dot >= next) { /* the first of its dot, which changes places with another one */
            struct tg_dot other = dots[next];

            dots[next] = dots[dot];
            dots[dot] = other;
            dot = next++;
        }
        dots[dot].count++;
        dot_of[i] = (uint32_t)dot;
    }
}

bool tg_chart_gather(const struct tg_chart *chart, const struct tg_spot *spots, size_t len,
                     struct tg_dot **dots, size_t *dots_len, uint32_t *dot_of)
{
    struct place *places = calloc(len ? len : 1, sizeof(*places));
    struct tg_dot *made = calloc(len ? len : 1, sizeof(*made));
    size_t n;

    if (!places || !made) {
        free(places);
        free(made);
        return false;
    }
    for (size_t i = 0; i < len; i++)
        places[i] = place_of(chart, &spots[i], i);
    n = sort_places(places, len);
    n = choose_dots(places, n, made);
    number_dots(chart, spots, len, made, n, dot_of);
    free(places);
    *dots = made;
    *dots_len = n;
    return true;
}

/* ---- The coast ------------------------------------------------------------------------------- */

struct point {
    int64_t x, y;
};

/* One edge that outlines are cut at. */
struct edge {
    struct point first, last;
    bool met; /* there are such points */
};

enum { LEFT, RIGHT, TOP, BOTTOM, EDGES, BEYOND = 24 /* units: no stroke along the edge is seen */ };

/* An outline on its way through the edges into a path (Sutherland and Hodgman). */
struct outline {
    struct tg_buf *out;
    struct edge edges[EDGES];
    struct point at; /* where the path is */
    int64_t near;    /* what is not so far from there is not seen */
    size_t put;
};

static bool is_inside(const struct point *p, int edge)
{
    switch (edge) {
    case LEFT:
        return p->x >= -BEYOND;
    case RIGHT:
        return p->x <= TG_CHART_W + BEYOND;
    case TOP:
        return p->y >= -BEYOND;
    default:
        return p->y <= TG_CHART_H + BEYOND;
    }
}

/* Where the line between two points, one of them inside, meets the edge. */
static struct point meet(const struct point *a, const struct point *b, int edge)
{
    int64_t at = edge == LEFT || edge == TOP ? -BEYOND
                 : edge == RIGHT             ? TG_CHART_W + BEYOND
                                             : TG_CHART_H + BEYOND;

    if (edge == LEFT || edge == RIGHT)
        return (struct point){at, a->y + (b->y - a->y) * (at - a->x) / (b->x - a->x)};
    return (struct point){a->x + (b->x - a->x) * (at - a->y) / (b->y - a->y), at};
}

/* A coastline has thousands: printf would take as long as all the rest. */
static void put_number(struct tg_buf *out, int64_t n, bool first)
{
    char text[24], *at = text + sizeof(text);
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (n < 0)
        *--at = '-';
    else if (!first)
        *--at = ' ';
    tg_buf_put(out, at, (size_t)(text + sizeof(text) - at));
}

static void put_point(struct outline *o, const struct point *p)
{
    int64_t dx = p->x - o->at.x, dy = p->y - o->at.y;

    if (o->put && dx > -o->near && dx < o->near && dy > -o->near && dy < o->near)
        return;
    if (o->put == 0)
        tg_buf_putc(o->out, 'M');
    if (o->put == 1)
        tg_buf_putc(o->out, 'l');
    put_number(o->out, o->put ? dx : p->x, o->put < 2);
    put_number(o->out, o->put ? dy : p->y, false);
    o->at = *p;
    o->put++;
}

static void cut(struct outline *o, struct point p, int edge)
{
    struct edge *e = &o->edges[edge];

    if (edge == EDGES) {
        put_point(o, &p);
        return;
    }
    if (e->met && is_inside(&e->last, edge) != is_inside(&p, edge))
        cut(o, meet(&e->last, &p, edge), edge + 1);
    if (!e->met)
        e->first = p;
    e->met = true;
    e->last = p;
    if (is_inside(&p, edge))
        cut(o, p, edge + 1);
}

/* Into `path`, which is emptied; whether it is large enough to be seen. */
static bool put_ring(const struct tg_chart *chart, const struct tg_coast *coast,
                     const struct tg_coast_ring *ring, int32_t shift, struct tg_buf *path)
{
    struct outline o = {.out = path, .near = chart->near};

    tg_buf_clear(path);
    for (size_t i = 0; i < ring->len; i++) {
        const struct tg_spot *spot = &coast->spots[ring->first + i];

        cut(&o, (struct point){x_of(chart, spot->lon + shift), y_of(chart, spot->lat)}, 0);
    }
    for (int i = 0; i < EDGES; i++)
        if (o.edges[i].met && is_inside(&o.edges[i].last, i) != is_inside(&o.edges[i].first, i))
            cut(&o, meet(&o.edges[i].last, &o.edges[i].first, i), i + 1);
    tg_buf_putc(path, 'z');
    return o.put > 2;
}

void tg_chart_land(const struct tg_chart *chart, const struct tg_coast *coast, struct tg_buf *out)
{
    struct tg_buf path;

    tg_buf_init(&path, TG_BUF_MAX);
    for (size_t i = 0; i < coast->rings_len; i++) {
        const struct tg_coast_ring *ring = &coast->rings[i];

        for (int32_t shift = -2 * ROUND; shift <= 2 * ROUND; shift += ROUND)
            if (ring->low.lon + shift < chart->west + chart->width &&
                ring->high.lon + shift > chart->west && ring->low.lat < chart->north &&
                ring->high.lat > chart->north - chart->height &&
                put_ring(chart, coast, ring, shift, &path))
                tg_buf_puts(out, tg_buf_str(&path));
    }
    out->failed |= path.failed;
    tg_buf_release(&path);
}

/* The coarsest that gives four lines across or more: hundredths of a degree. */
static int32_t grid_step(const struct tg_chart *chart)
{
    static const int32_t steps[] = {3000, 2000, 1000, 500, 200, 100, 50, 20};
    size_t i = 0;

    while (i + 1 < sizeof(steps) / sizeof(steps[0]) && chart->width / steps[i] < 4)
        i++;
    return steps[i];
}

/* The first line behind the edge. */
static int32_t first_line(int32_t edge, int32_t step)
{
    int32_t rest = edge % step;

    return edge - rest + (rest > 0 ? step : 0);
}

void tg_chart_grid(const struct tg_chart *chart, struct tg_buf *out)
{
    int32_t step = grid_step(chart);

    for (int32_t lon = first_line(chart->west, step); lon < chart->west + chart->width; lon += step)
        tg_buf_printf(out, "M%" PRId32 " 0v%d", x_of(chart, lon), TG_CHART_H);
    for (int32_t lat = first_line(chart->north - chart->height, step); lat < chart->north;
         lat += step)
        tg_buf_printf(out, "M0 %" PRId32 "h%d", y_of(chart, lat), TG_CHART_W);
}
