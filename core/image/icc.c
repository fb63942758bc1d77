/* icc.c - see icc.h. */
#include "core/image/icc.h"

#include <stdlib.h>
#include <string.h>

#include <lcms2.h>

/* ICC.1:2010, 7.2: the header is 128 bytes, the colour space's signature at 16, "acsp" at 36. */
enum tg_icc_space tg_icc_space(const struct tg_blob *icc)
{
    if (icc->len < 128 || memcmp(icc->data + 36, "acsp", 4) != 0)
        return TG_ICC_OTHER;
    if (memcmp(icc->data + 16, "RGB ", 4) == 0)
        return TG_ICC_RGB;
    if (memcmp(icc->data + 16, "GRAY", 4) == 0)
        return TG_ICC_GREY;
    return memcmp(icc->data + 16, "CMYK", 4) == 0 ? TG_ICC_CMYK : TG_ICC_OTHER;
}

void tg_icc_drop_unfit(struct tg_image *im)
{
    enum tg_icc_space want = im->model == TG_GREY ? TG_ICC_GREY : TG_ICC_RGB;

    if (im->icc.data && tg_icc_space(&im->icc) != want)
        tg_blob_release(&im->icc);
}

/* ITU-T H.273, table 2. */
static const struct primaries {
    unsigned code;
    cmsCIExyY white;
    cmsCIExyYTRIPLE rgb;
} primaries_table[] = {
    {1, {0.3127, 0.329, 1}, {{0.64, 0.33, 1}, {0.3, 0.6, 1}, {0.15, 0.06, 1}}},
    {5, {0.3127, 0.329, 1}, {{0.64, 0.33, 1}, {0.29, 0.6, 1}, {0.15, 0.06, 1}}},
    {6, {0.3127, 0.329, 1}, {{0.63, 0.34, 1}, {0.31, 0.595, 1}, {0.155, 0.07, 1}}},
    {9, {0.3127, 0.329, 1}, {{0.708, 0.292, 1}, {0.17, 0.797, 1}, {0.131, 0.046, 1}}},
    {11, {0.314, 0.351, 1}, {{0.68, 0.32, 1}, {0.265, 0.69, 1}, {0.15, 0.06, 1}}},
    {12, {0.3127, 0.329, 1}, {{0.68, 0.32, 1}, {0.265, 0.69, 1}, {0.15, 0.06, 1}}},
};

static const struct primaries *find_primaries(unsigned code)
{
    for (size_t i = 0; i < sizeof(primaries_table) / sizeof(primaries_table[0]); i++)
        if (primaries_table[i].code == code)
            return &primaries_table[i];
    return NULL;
}

/* ITU-T H.273, table 3; NULL for what no profile of ours can say, or when memory is short. */
static cmsToneCurve *transfer_curve(cmsContext context, unsigned transfer)
{
    static const cmsFloat64Number srgb[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};

    switch (transfer) {
    case 1:
    case 6:
    case 13:
    case 14:
    case 15:
        return cmsBuildParametricToneCurve(context, 4, srgb);
    case 4:
        return cmsBuildGamma(context, 2.2);
    case 5:
        return cmsBuildGamma(context, 2.8);
    case 8:
        return cmsBuildGamma(context, 1);
    default:
        return NULL;
    }
}

/* A profile's bytes, without the time of its making. */
static struct tg_err *save_profile(cmsHPROFILE profile, struct tg_blob *icc)
{
    enum { DATE = 24, DATE_BYTES = 12 }; /* ICC.1:2010, 7.2.8 */
    cmsUInt32Number len = 0;
    uint8_t *data;

    if (!cmsSaveProfileToMem(profile, NULL, &len))
        return tg_err_nomem();
    data = malloc(len);
    if (!data || !cmsSaveProfileToMem(profile, data, &len)) {
        free(data);
        return tg_err_nomem();
    }
    memset(data + DATE, 0, DATE_BYTES);
    *icc = (struct tg_blob){data, len};
    return NULL;
}

/* lcms2's default context prints, and its contexts share nothing: one for each profile. */
static struct tg_err *make_rgb(cmsContext context, const struct primaries *p, cmsToneCurve *curve,
                               struct tg_blob *icc)
{
    cmsToneCurve *curves[3] = {curve, curve, curve};
    cmsHPROFILE profile = cmsCreateRGBProfileTHR(context, &p->white, &p->rgb, curves);
    struct tg_err *err = profile ? save_profile(profile, icc) : tg_err_nomem();

    if (profile)
        cmsCloseProfile(profile);
    return err;
}

static struct tg_err *make_grey(cmsContext context, cmsToneCurve *curve, struct tg_blob *icc)
{
    cmsHPROFILE profile = cmsCreateGrayProfileTHR(context, cmsD50_xyY(), curve);
    struct tg_err *err = profile ? save_profile(profile, icc) : tg_err_nomem();

    if (profile)
        cmsCloseProfile(profile);
    return err;
}

struct tg_err *tg_icc_from_cicp(unsigned primaries, unsigned transfer, struct tg_blob *icc,
                                bool *known)
{
    const struct primaries *p = find_primaries(primaries);
    cmsContext context = cmsCreateContext(NULL, NULL);
    cmsToneCurve *curve = context && p ? transfer_curve(context, transfer) : NULL;
    bool srgb = primaries == 1 && transfer != 4 && transfer != 5 && transfer != 8;
    struct tg_err *err = context ? NULL : tg_err_nomem();

    *icc = (struct tg_blob){0};
    *known = curve != NULL;
    if (curve && !srgb)
        err = make_rgb(context, p, curve, icc);
    if (curve)
        cmsFreeToneCurve(curve);
    if (context)
        cmsDeleteContext(context);
    return err;
}

static struct tg_err *make_gamma(const struct primaries *p, bool grey, double exponent,
                                 struct tg_blob *icc)
{
    cmsContext context = cmsCreateContext(NULL, NULL);
    cmsToneCurve *curve = context ? cmsBuildGamma(context, exponent) : NULL;
    struct tg_err *err;

    if (!curve)
        err = tg_err_nomem();
    else
        err = grey ? make_grey(context, curve, icc) : make_rgb(context, p, curve, icc);
    if (curve)
        cmsFreeToneCurve(curve);
    if (context)
        cmsDeleteContext(context);
    return err;
}

struct tg_err *tg_icc_adobe_rgb(struct tg_blob *icc)
{
    /* Adobe RGB (1998), version 2005-05, 4.3.1 */
    static const struct primaries adobe = {
        0, {0.3127, 0.329, 1}, {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}}};

    return make_gamma(&adobe, false, 563.0 / 256, icc);
}

static bool is_near(double a, double b)
{
    return a - b < 0.001 && b - a < 0.001;
}

static bool is_same(const cmsCIExyY *a, const cmsCIExyY *b)
{
    return is_near(a->x, b->x) && is_near(a->y, b->y);
}

static bool is_srgb(const struct primaries *p)
{
    const struct primaries *srgb = find_primaries(1);

    return is_same(&p->white, &srgb->white) && is_same(&p->rgb.Red, &srgb->rgb.Red) &&
           is_same(&p->rgb.Green, &srgb->rgb.Green) && is_same(&p->rgb.Blue, &srgb->rgb.Blue);
}

/* Twice the area of a triangle, negative if it runs the other way. */
static double area(const cmsCIExyY *a, const cmsCIExyY *b, const cmsCIExyY *c)
{
    return (b->x - a->x) * (c->y - a->y) - (c->x - a->x) * (b->y - a->y);
}

/* Whether white is one that eyes can adapt to, and lies well within the colours: then no number of
 * the profile, up to 32768 in its format, gets out of hand.  (sRGB's triangle has 0.22.) */
static bool makes_sense(const struct primaries *p)
{
    const cmsCIExyY *w = &p->white, *r = &p->rgb.Red, *g = &p->rgb.Green, *b = &p->rgb.Blue;
    double whole = area(r, g, b), least = 0.01;

    if (!(w->x >= 0.2 && w->x <= 0.5 && w->y >= 0.25 && w->y <= 0.5 && w->x + w->y <= 0.9))
        return false;
    if (!(whole >= least || whole <= -least))
        return false;
    return area(w, g, b) / whole > least && area(r, w, b) / whole > least &&
           area(r, g, w) / whole > least;
}

/* 2.2 is how programs write sRGB's curve, more or less; browsers take less than a twentieth for
 * nothing. */
static bool is_srgb_curve(double exponent)
{
    return 2.2 / exponent > 0.95 && 2.2 / exponent < 1.05;
}

struct tg_err *tg_icc_from_numbers(const double *xy, double exponent, bool grey,
                                   struct tg_blob *icc)
{
    struct primaries p = *find_primaries(1);

    *icc = (struct tg_blob){0};
    if (xy)
        p = (struct primaries){
            0, {xy[0], xy[1], 1}, {{xy[2], xy[3], 1}, {xy[4], xy[5], 1}, {xy[6], xy[7], 1}}};
    if (!makes_sense(&p) || exponent < 0.01 || exponent > 100)
        return NULL;
    if (is_srgb_curve(exponent) && (grey || is_srgb(&p)))
        return NULL;
    return make_gamma(&p, grey, exponent, icc);
}

/* A transform to 8-bit sRGB; NULL if the profile is of no use.  A context of its own keeps lcms2
 * from printing or sharing anything. */
static cmsHTRANSFORM make_transform(cmsContext context, const struct tg_blob *icc,
                                    cmsUInt32Number from, cmsUInt32Number intent)
{
    cmsHPROFILE in = cmsOpenProfileFromMemTHR(context, icc->data, (cmsUInt32Number)icc->len);
    cmsHPROFILE out = cmsCreate_sRGBProfileTHR(context);
    cmsHTRANSFORM t = NULL;

    if (in && out)
        t = cmsCreateTransformTHR(context, in, from, out, TYPE_RGB_8, intent,
                                  cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE);
    if (in)
        cmsCloseProfile(in);
    if (out)
        cmsCloseProfile(out);
    return t;
}

/* Makes room for three planes in a grey picture; the two new ones are uninitialised. */
static struct tg_err *widen(struct tg_image *im)
{
    struct tg_plane green, blue;
    struct tg_err *err = tg_plane_new(&green, im->plane[0].w, im->plane[0].h);

    if (err)
        return err;
    err = tg_plane_new(&blue, im->plane[0].w, im->plane[0].h);
    if (err) {
        tg_plane_release(&green);
        return err;
    }
    im->plane[3] = im->plane[1]; /* alpha, if there is one */
    im->plane[1] = green;
    im->plane[2] = blue;
    im->model = TG_RGB;
    im->planes += 2;
    for (unsigned c = 1; c < im->planes; c++)
        im->sub_x[c] = im->sub_y[c] = 1;
    return NULL;
}

static struct tg_err *apply(const struct tg_image *im, cmsHTRANSFORM t, unsigned channels)
{
    size_t n = im->width;
    uint8_t *in = malloc(3 * n), *out = malloc(3 * n);

    for (uint32_t y = 0; in && out && y < im->height; y++) {
        for (size_t x = 0; x < n; x++)
            for (unsigned c = 0; c < channels; c++)
                in[channels * x + c] = im->plane[c].data[y * im->plane[c].stride + x];
        cmsDoTransform(t, in, out, (cmsUInt32Number)n);
        for (size_t x = 0; x < n; x++)
            for (unsigned c = 0; c < 3; c++)
                im->plane[c].data[y * im->plane[c].stride + x] = out[3 * x + c];
    }
    free(in);
    free(out);
    return in && out ? NULL : tg_err_nomem();
}

struct tg_err *tg_image_to_srgb(struct tg_image *im, bool *usable)
{
    bool grey = im->model == TG_GREY;
    struct tg_err *err = NULL;
    cmsContext context;
    cmsHTRANSFORM t;

    *usable = true;
    if (!im->icc.data)
        return NULL;
    context = cmsCreateContext(NULL, NULL);
    if (!context)
        return tg_err_nomem();
    t = make_transform(context, &im->icc, grey ? TYPE_GRAY_8 : TYPE_RGB_8,
                       INTENT_RELATIVE_COLORIMETRIC);
    *usable = t != NULL;
    if (t && grey)
        err = widen(im);
    if (t && !err)
        err = apply(im, t, grey ? 1 : 3);
    if (t)
        cmsDeleteTransform(t);
    cmsDeleteContext(context);
    if (!err)
        tg_blob_release(&im->icc);
    return err;
}

void tg_icc_warm_up(void)
{
    cmsHPROFILE srgb = cmsCreate_sRGBProfile();
    cmsHTRANSFORM t = cmsCreateTransform(srgb, TYPE_RGB_8, srgb, TYPE_RGB_8,
                                         INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOCACHE);

    if (t)
        cmsDeleteTransform(t);
    if (srgb)
        cmsCloseProfile(srgb);
}

struct tg_cmyk {
    cmsContext context;
    cmsHTRANSFORM transform; /* NULL: by formula */
};

struct tg_err *tg_cmyk_new(const struct tg_blob *icc, struct tg_cmyk **cmyk)
{
    struct tg_cmyk *c = calloc(1, sizeof(*c));

    if (!c)
        return tg_err_nomem();
    if (tg_icc_space(icc) == TG_ICC_CMYK)
        c->context = cmsCreateContext(NULL, NULL);
    if (c->context)
        c->transform = make_transform(c->context, icc, TYPE_CMYK_8, INTENT_PERCEPTUAL);
    *cmyk = c;
    return NULL;
}

void tg_cmyk_free(struct tg_cmyk *cmyk)
{
    if (!cmyk)
        return;
    if (cmyk->transform)
        cmsDeleteTransform(cmyk->transform);
    if (cmyk->context)
        cmsDeleteContext(cmyk->context);
    free(cmyk);
}

bool tg_cmyk_has_profile(const struct tg_cmyk *cmyk)
{
    return cmyk->transform != NULL;
}

void tg_cmyk_convert(const struct tg_cmyk *cmyk, uint8_t *dst, const uint8_t *src, size_t n)
{
    if (cmyk->transform) {
        cmsDoTransform(cmyk->transform, src, dst, (cmsUInt32Number)n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < 3; c++)
            dst[3 * i + c] =
                (uint8_t)(((255 - src[4 * i + c]) * (255 - src[4 * i + 3]) + 127) / 255);
}
