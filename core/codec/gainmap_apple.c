/* gainmap_apple.c - Apple's gain maps in the words of ISO 21496-1.
 *
 * https://developer.apple.com/documentation/appkit/applying-apple-hdr-effect-to-your-photos
 *     HDR = SDR * (1 + (headroom - 1) * light)
 * with the light that the sample stands for by the curve of Rec. 709; the standard's is, without
 * offsets and with a gamma of 1,
 *     HDR = SDR * 2^(max * sample).
 * Only + - * / on doubles, as in core/image/filter.c. */
#include "core/codec/exif_apple.h"
#include "core/codec/exif_load.h"
#include "core/codec/gainmap.h"

enum { HEADROOM = 0x21, GAIN = 0x30, MILLIONTHS = 1000000, MOST_STOPS = 10 };

/* log2(v), v >= 1. */
static double log_2(double v)
{
    double log = 0, bit = 1;

    while (v >= 2) {
        v /= 2;
        log += 1;
    }
    for (int i = 0; i < 40; i++) {
        v *= v;
        bit /= 2;
        if (v >= 2) {
            v /= 2;
            log += bit;
        }
    }
    return log;
}

/* 2^v, v >= 0: Taylor's series of e^(v * ln 2) for what is behind the point. */
static double exp_2(double v)
{
    double sum = 1, term = 1;
    unsigned whole = (unsigned)v;
    double x = (v - whole) * 0.693147180559945309;

    for (int i = 1; i < 20; i++) {
        term *= x / i;
        sum += term;
    }
    while (whole--)
        sum *= 2;
    return sum;
}

/* The inverse of ITU-R BT.709's curve.  x^(1/0.45) is x^2 * (x^(1/9))^2; Newton's method finds the
 * root from above. */
static double light(double v)
{
    double x = (v + 0.099) / 1.099, root = 1;

    if (v < 0.081)
        return v / 4.5;
    for (int i = 0; i < 40; i++) {
        double r2 = root * root, r4 = r2 * r2;

        root = (8 * root + x / (r4 * r4)) / 9;
    }
    return x * x * root * root;
}

void tg_gainmap_apple_curve(const struct tg_gainmap *g, uint8_t curve[256])
{
    const struct tg_fraction *max = &g->numbers.value[TG_GAIN_MAX][0];
    double stops = (double)max->n / max->d, headroom = exp_2(stops);

    for (int i = 0; i < 256; i++)
        curve[i] = (uint8_t)(255 * log_2(1 + (headroom - 1) * light(i / 255.0)) / stops + 0.5);
}

/* The headroom in stops from two numbers of the maker's note: Apple's lines. */
static double stops_of(double headroom, double gain)
{
    double stops;

    if (headroom < 1)
        stops = gain <= 0.01 ? -20 * gain + 1.8 : -0.101 * gain + 1.601;
    else
        stops = gain <= 0.01 ? -70 * gain + 3.0 : -0.303 * gain + 2.303;
    return stops > 0 ? stops : 0;
}

static double read_stops(const struct tg_blob *block)
{
    ExifData *data = block->data ? tg_exif_load(block->data, block->len) : NULL;
    ExifEntry *note =
        data ? exif_content_get_entry(data->ifd[EXIF_IFD_EXIF], EXIF_TAG_MAKER_NOTE) : NULL;
    double headroom, gain, stops = 0;

    if (note && tg_exif_apple_rational(note, HEADROOM, &headroom) &&
        tg_exif_apple_rational(note, GAIN, &gain))
        stops = stops_of(headroom, gain);
    if (data)
        exif_data_unref(data);
    return stops;
}

bool tg_gainmap_apple_read(const char *text, const struct tg_blob *exif,
                           struct tg_gain_numbers *numbers)
{
    struct tg_fraction headroom;
    double stops = 0;

    if (tg_gain_parse(text, &headroom) && headroom.n > headroom.d)
        stops = log_2((double)headroom.n / headroom.d);
    else if (!*text)
        stops = read_stops(exif);
    if (!(stops > 0 && stops <= MOST_STOPS))
        return false;
    *numbers = (struct tg_gain_numbers){
        .channels = 1,
        .headroom = {{0, 1}, {(int64_t)(stops * MILLIONTHS + 0.5), MILLIONTHS}},
        .value = {{{0, 1}}, {{0, 1}}, {{1, 1}}, {{0, 1}}, {{0, 1}}}};
    numbers->value[TG_GAIN_MAX][0] = numbers->headroom[TG_GAIN_ALTERNATE];
    return numbers->value[TG_GAIN_MAX][0].n > 0;
}
