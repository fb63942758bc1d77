/* css_color.c - see css_color.h.  Integers only: the same everywhere. */
#include "gallery/pages/css_color.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/hex.h"
#include "gallery/model/text.h"

/* The named colours of CSS Color 4. */
static const struct named {
    const char *name;
    uint32_t rgb;
} colors[] = {
    {"aliceblue", 0xf0f8ff},
    {"antiquewhite", 0xfaebd7},
    {"aqua", 0x00ffff},
    {"aquamarine", 0x7fffd4},
    {"azure", 0xf0ffff},
    {"beige", 0xf5f5dc},
    {"bisque", 0xffe4c4},
    {"black", 0x000000},
    {"blanchedalmond", 0xffebcd},
    {"blue", 0x0000ff},
    {"blueviolet", 0x8a2be2},
    {"brown", 0xa52a2a},
    {"burlywood", 0xdeb887},
    {"cadetblue", 0x5f9ea0},
    {"chartreuse", 0x7fff00},
    {"chocolate", 0xd2691e},
    {"coral", 0xff7f50},
    {"cornflowerblue", 0x6495ed},
    {"cornsilk", 0xfff8dc},
    {"crimson", 0xdc143c},
    {"cyan", 0x00ffff},
    {"darkblue", 0x00008b},
    {"darkcyan", 0x008b8b},
    {"darkgoldenrod", 0xb8860b},
    {"darkgray", 0xa9a9a9},
    {"darkgreen", 0x006400},
    {"darkgrey", 0xa9a9a9},
    {"darkkhaki", 0xbdb76b},
    {"darkmagenta", 0x8b008b},
    {"darkolivegreen", 0x556b2f},
    {"darkorange", 0xff8c00},
    {"darkorchid", 0x9932cc},
    {"darkred", 0x8b0000},
    {"darksalmon", 0xe9967a},
    {"darkseagreen", 0x8fbc8f},
    {"darkslateblue", 0x483d8b},
    {"darkslategray", 0x2f4f4f},
    {"darkslategrey", 0x2f4f4f},
    {"darkturquoise", 0x00ced1},
    {"darkviolet", 0x9400d3},
    {"deeppink", 0xff1493},
    {"deepskyblue", 0x00bfff},
    {"dimgray", 0x696969},
    {"dimgrey", 0x696969},
    {"dodgerblue", 0x1e90ff},
    {"firebrick", 0xb22222},
    {"floralwhite", 0xfffaf0},
    {"forestgreen", 0x228b22},
    {"fuchsia", 0xff00ff},
    {"gainsboro", 0xdcdcdc},
    {"ghostwhite", 0xf8f8ff},
    {"gold", 0xffd700},
    {"goldenrod", 0xdaa520},
    {"gray", 0x808080},
    {"green", 0x008000},
    {"greenyellow", 0xadff2f},
    {"grey", 0x808080},
    {"honeydew", 0xf0fff0},
    {"hotpink", 0xff69b4},
    {"indianred", 0xcd5c5c},
    {"indigo", 0x4b0082},
    {"ivory", 0xfffff0},
    {"khaki", 0xf0e68c},
    {"lavender", 0xe6e6fa},
    {"lavenderblush", 0xfff0f5},
    {"lawngreen", 0x7cfc00},
    {"lemonchiffon", 0xfffacd},
    {"lightblue", 0xadd8e6},
    {"lightcoral", 0xf08080},
    {"lightcyan", 0xe0ffff},
    {"lightgoldenrodyellow", 0xfafad2},
    {"lightgray", 0xd3d3d3},
    {"lightgreen", 0x90ee90},
    {"lightgrey", 0xd3d3d3},
    {"lightpink", 0xffb6c1},
    {"lightsalmon", 0xffa07a},
    {"lightseagreen", 0x20b2aa},
    {"lightskyblue", 0x87cefa},
    {"lightslategray", 0x778899},
    {"lightslategrey", 0x778899},
    {"lightsteelblue", 0xb0c4de},
    {"lightyellow", 0xffffe0},
    {"lime", 0x00ff00},
    {"limegreen", 0x32cd32},
    {"linen", 0xfaf0e6},
    {"magenta", 0xff00ff},
    {"maroon", 0x800000},
    {"mediumaquamarine", 0x66cdaa},
    {"mediumblue", 0x0000cd},
    {"mediumorchid", 0xba55d3},
    {"mediumpurple", 0x9370db},
    {"mediumseagreen", 0x3cb371},
    {"mediumslateblue", 0x7b68ee},
    {"mediumspringgreen", 0x00fa9a},
    {"mediumturquoise", 0x48d1cc},
    {"mediumvioletred", 0xc71585},
    {"midnightblue", 0x191970},
    {"mintcream", 0xf5fffa},
    {"mistyrose", 0xffe4e1},
    {"moccasin", 0xffe4b5},
    {"navajowhite", 0xffdead},
    {"navy", 0x000080},
    {"oldlace", 0xfdf5e6},
    {"olive", 0x808000},
    {"olivedrab", 0x6b8e23},
    {"orange", 0xffa500},
    {"orangered", 0xff4500},
    {"orchid", 0xda70d6},
    {"palegoldenrod", 0xeee8aa},
    {"palegreen", 0x98fb98},
    {"paleturquoise", 0xafeeee},
    {"palevioletred", 0xdb7093},
    {"papayawhip", 0xffefd5},
    {"peachpuff", 0xffdab9},
    {"peru", 0xcd853f},
    {"pink", 0xffc0cb},
    {"plum", 0xdda0dd},
    {"powderblue", 0xb0e0e6},
    {"purple", 0x800080},
    {"rebeccapurple", 0x663399},
    {"red", 0xff0000},
    {"rosybrown", 0xbc8f8f},
    {"royalblue", 0x4169e1},
    {"saddlebrown", 0x8b4513},
    {"salmon", 0xfa8072},
    {"sandybrown", 0xf4a460},
    {"seagreen", 0x2e8b57},
    {"seashell", 0xfff5ee},
    {"sienna", 0xa0522d},
    {"silver", 0xc0c0c0},
    {"skyblue", 0x87ceeb},
    {"slateblue", 0x6a5acd},
    {"slategray", 0x708090},
    {"slategrey", 0x708090},
    {"snow", 0xfffafa},
    {"springgreen", 0x00ff7f},
    {"steelblue", 0x4682b4},
    {"tan", 0xd2b48c},
    {"teal", 0x008080},
    {"thistle", 0xd8bfd8},
    {"tomato", 0xff6347},
    {"turquoise", 0x40e0d0},
    {"violet", 0xee82ee},
    {"wheat", 0xf5deb3},
    {"white", 0xffffff},
    {"whitesmoke", 0xf5f5f5},
    {"yellow", 0xffff00},
    {"yellowgreen", 0x9acd32},
};

enum {
    NAME_MAX = 24, /* more than any name or function that counts */
    ARGS = 4,
    MILLI = 1000,
    NUMBER_MAX = 100000, /* digits beyond it change nothing */
    CHANNEL = 255,
    DEGREES = 360,
    /* Black and white are equally easy to read on the grey of this value, 0.179 in linear light. */
    MIDDLE = 117,
    /* What shines through a background is between these: tirage's own pages by day and night. */
    PAGE_LIGHT = 250,
    PAGE_DARK = 22
};

/* What has been met: sums of the squares of what a grey of the same luminance would have, over the
 * lightest and the darkest page. */
struct sum {
    uint64_t over_light, over_dark;
    uint32_t len;
};

struct number {
    int32_t milli;
    bool percent;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Gamma 2 is near enough to sRGB's to choose between two. */
static uint64_t luminance(const int32_t rgb[3], int32_t alpha, int32_t page)
{
    static const uint32_t weights[3] = {2126, 7152, 722};
    uint64_t sum = 0;

    for (int i = 0; i < 3; i++) {
        uint64_t v = (uint64_t)(rgb[i] * alpha + page * (CHANNEL - alpha)) / CHANNEL;

        sum += weights[i] * v * v;
    }
    return sum / 10000;
}

static void add(struct sum *sum, const int32_t rgb[3], int32_t alpha)
{
    if (alpha == 0 || sum->len == UINT32_MAX)
        return;
    sum->over_light += luminance(rgb, alpha, PAGE_LIGHT);
    sum->over_dark += luminance(rgb, alpha, PAGE_DARK);
    sum->len++;
}

static void add_rgb(struct sum *sum, uint32_t rgb)
{
    add(sum, (int32_t[3]){(int32_t)(rgb >> 16), (int32_t)(rgb >> 8 & 255), (int32_t)(rgb & 255)},
        CHANNEL);
}

/* #rgb, #rgba, #rrggbb or #rrggbbaa; other lengths are no colours.  Returns what follows. */
static const char *read_hex(const char *at, struct sum *sum)
{
    int32_t v[8], rgba[4] = {0, 0, 0, CHANNEL};
    size_t len = 0;

    for (int digit; (digit = tg_hex_digit(*at)) >= 0; at++, len++)
        if (len < 8)
            v[len] = digit;
    if (len == 3 || len == 4)
        for (size_t i = 0; i < len; i++)
            rgba[i] = v[i] * 17;
    else if (len == 6 || len == 8)
        for (size_t i = 0; i < len / 2; i++)
            rgba[i] = v[2 * i] * 16 + v[2 * i + 1];
    else
        return at;
    add(sum, rgba, rgba[3]);
    return at;
}

/* In thousandths; units other than % are taken for what they stand for in a colour. */
static bool read_number(const char **at, struct number *number)
{
    const char *p = *at;
    bool negative = *p == '-', met = false;
    int32_t n = 0, unit = MILLI;

    for (p += *p == '-' || *p == '+'; is_digit(*p); p++, met = true)
        n = n < NUMBER_MAX ? n * 10 + (*p - '0') : n;
    n = (n < NUMBER_MAX ? n : NUMBER_MAX) * MILLI;
    if (*p == '.')
        for (p++; is_digit(*p); p++, met = true) {
            unit /= 10;
            n += unit * (*p - '0');
        }
    if (!met)
        return false;
    number->percent = *p == '%';
    for (p += number->percent; is_letter(*p); p++)
        ;
    number->milli = negative ? -n : n;
    *at = p;
    return true;
}

/* `number` of which `whole` is everything, as 0 to 255. */
static int32_t channel(struct number number, int32_t whole)
{
    int64_t n = (int64_t)number.milli * CHANNEL / ((number.percent ? 100 : whole) * MILLI);

    return n < 0 ? 0 : n > CHANNEL ? CHANNEL : (int32_t)n;
}

/* A channel of hsl(): `offset` is 0, 8 or 4, as in the formula of CSS Color 4. */
static int32_t of_hue(int32_t hue, int32_t saturation, int32_t lightness, int32_t offset)
{
    int32_t k = (offset * 30 + hue) % DEGREES; /* in degrees: a twelfth is 30 */
    int32_t least = lightness < CHANNEL - lightness ? lightness : CHANNEL - lightness;
    int32_t slope = k - 90 < 270 - k ? k - 90 : 270 - k;

    slope = slope > 30 ? 30 : slope < -30 ? -30 : slope;
    return lightness - saturation * least * slope / (30 * CHANNEL);
}

/* The arguments of rgb() or hsl(); anything else among them makes it no colour. */
static const char *read_function(const char *at, bool hsl, struct sum *sum)
{
    struct number args[ARGS] = {{0}, {0}, {0}, {.milli = MILLI}};
    int32_t rgb[3];
    size_t len = 0;

    while (len < ARGS) {
        while (*at == ' ' || *at == ',' || *at == '/')
            at++;
        if (!read_number(&at, &args[len]))
            break;
        len++;
    }
    while (*at == ' ')
        at++;
    if (*at != ')' || len < 3)
        return at;
    for (int i = 0; i < 3; i++)
        rgb[i] = channel(args[i], CHANNEL);
    if (hsl) {
        int32_t hue = (args[0].milli / MILLI % DEGREES + DEGREES) % DEGREES;
        int32_t s = channel(args[1], 100), l = channel(args[2], 100);

        for (int i = 0; i < 3; i++)
            rgb[i] = of_hue(hue, s, l, (int32_t[]){0, 8, 4}[i]);
    }
    add(sum, rgb, channel(args[3], 1));
    return at;
}

static const char *skip_address(const char *at)
{
    char quote = *at == '"' || *at == '\'' ? *at : ')';

    at += quote != ')';
    while (*at && *at != quote)
        at += *at == '\\' && at[1] ? 2 : 1;
    return at + (*at != 0);
}

/* A name, or a function with its opening parenthesis: the colours in another function's arguments
 * count. */
static const char *read_word(const char *at, struct sum *sum)
{
    char word[NAME_MAX];
    size_t len = 0;

    for (; is_letter(*at) || is_digit(*at); at++)
        if (len < NAME_MAX - 1)
            word[len++] = *at;
    word[len] = 0;
    if (*at == '(') {
        bool rgb = !tg_text_casecmp(word, "rgb") || !tg_text_casecmp(word, "rgba");
        bool hsl = !tg_text_casecmp(word, "hsl") || !tg_text_casecmp(word, "hsla");

        if (rgb || hsl)
            return read_function(at + 1, hsl, sum);
        return tg_text_casecmp(word, "url") ? at + 1 : skip_address(at + 1);
    }
    for (size_t i = 0; i < sizeof(colors) / sizeof(colors[0]); i++)
        if (tg_text_casecmp(word, colors[i].name) == 0)
            add_rgb(sum, colors[i].rgb);
    return at;
}

enum tg_ink tg_css_ink(const char *background)
{
    struct sum sum = {0};
    uint64_t middle;
    bool on_light, on_dark;

    for (const char *at = background; *at;) {
        if (*at == '#')
            at = read_hex(at + 1, &sum);
        else if (*at == '"' || *at == '\'')
            at = skip_address(at);
        else if (is_letter(*at) || is_digit(*at))
            at = read_word(at, &sum);
        else
            at++;
    }
    middle = (uint64_t)MIDDLE * MIDDLE * sum.len;
    on_light = sum.over_light > middle;
    on_dark = sum.over_dark > middle;
    if (sum.len == 0 || on_light != on_dark)
        return TG_INK_ANY;
    return on_light ? TG_INK_DARK : TG_INK_LIGHT;
}
