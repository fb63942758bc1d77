/* xmp_tags.c - see xmp_tags.h.
 * Metadata Working Group, Guidelines for Handling Image Metadata 2.0; IPTC Photo Metadata Standard
 *
 * Values are attributes in the files of some programs, elements in others. */
#include "core/codec/xmp_tags.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/tags.h"
#include "core/codec/xmp.h"
#include "core/codec/xmp_reader.h"

#define RDF       "http://www.w3.org/1999/02/22-rdf-syntax-ns# "
#define DC        "http://purl.org/dc/elements/1.1/ "
#define XMP       "http://ns.adobe.com/xap/1.0/ "
#define LIGHTROOM "http://ns.adobe.com/lightroom/1.0/ "
#define PHOTOSHOP "http://ns.adobe.com/photoshop/1.0/ "
#define DIGIKAM   "http://www.digikam.org/ns/1.0/ "
#define DARKTABLE "http://darktable.sf.net/ "
#define IPTC_CORE "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/ "
#define IPTC_EXT  "http://iptc.org/std/Iptc4xmpExt/2008-02-29/ "
#define WINDOWS   "http://ns.microsoft.com/photo/1.0" /* with a slash behind it or not */
#define PEOPLE    "http://ns.microsoft.com/photo/1.2/t/Region# "
#define REGIONS   "http://www.metadataworkinggroup.com/schemas/regions/ "

enum kind {
    KEYWORD, /* `arg`: what separates levels too */
    PERSON,
    PLACE, /* `arg`: the level */
    RATING,
    PERCENT, /* a rating of Windows */
    LABEL,
    COLOUR, /* `arg`: 0: darktable's number, 1: digiKam's */
    PICK,
    CREATED, /* a structure of places */
};

/* Of the photo itself: of rdf:Description in rdf:RDF. */
static const struct property {
    const char *name;
    enum kind kind;
    int arg;
} properties[] = {
    {DC "subject", KEYWORD, '\0'},
    {LIGHTROOM "hierarchicalSubject", KEYWORD, '\0'},
    {DIGIKAM "TagsList", KEYWORD, '/'},
    {IPTC_EXT "PersonInImage", PERSON, 0},
    {PHOTOSHOP "Country", PLACE, TG_PLACE_COUNTRY},
    {PHOTOSHOP "State", PLACE, TG_PLACE_STATE},
    {PHOTOSHOP "City", PLACE, TG_PLACE_CITY},
    {IPTC_CORE "Location", PLACE, TG_PLACE_LOCATION},
    {XMP "Rating", RATING, 0},
    {WINDOWS " Rating", PERCENT, 0},
    {WINDOWS "/ Rating", PERCENT, 0},
    {XMP "Label", LABEL, 0},
    {DARKTABLE "colorlabels", COLOUR, 0},
    {DIGIKAM "ColorLabel", COLOUR, 1},
    {DIGIKAM "PickLabel", PICK, 0},
    {IPTC_EXT "LocationCreated", CREATED, 0},
};

/* The fields of a structure of IPTC's. */
static const char *const fields[TG_PLACE_LEVELS] = {
    IPTC_EXT "CountryName", IPTC_EXT "ProvinceState", IPTC_EXT "City", IPTC_EXT "Sublocation"};

struct reader {
    struct tg_found_tags *found, created; /* the latter: of a structure */
    struct tg_err *err;
    int depth, rdf;                  /* of open elements; that of rdf:RDF, 0: it is not open */
    const struct property *property; /* the open one; NULL: none that we read */
    bool any;                        /* an item of it was there */
    bool in_list;                    /* of regions */
    unsigned region;                 /* depth of items in it */
    bool is_face;                    /* the open region */
    char name[TG_XMP_TEXT];
    int percent;   /* -1: not said */
    bool rejected; /* by digiKam's flag */
};

static const struct property *find_property(const char *name)
{
    for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++)
        if (strcmp(name, properties[i].name) == 0)
            return &properties[i];
    return NULL;
}

/* ---- Ratings and labels ---------------------------------------------------------------------- */

/* A whole number, less a fraction; false if it is none. */
static bool read_number(const char *text, int *number)
{
    const char *digits = text + strspn(text, " \t\r\n");
    bool minus = *digits == '-';
    size_t len;

    digits += minus || *digits == '+';
    len = strspn(digits, "0123456789");
    if (len == 0 || len > 4 || !strchr(". \t\r\n", digits[len]))
        return false;
    *number = atoi(digits) * (minus ? -1 : 1); /* NOLINT(cert-err34-c): digits, and few */
    return true;
}

static void take_rating(struct reader *r, const char *text)
{
    int stars;

    if (r->found->rated || !read_number(text, &stars) || stars < TG_RATING_REJECTED ||
        stars > TG_RATING_BEST)
        return;
    r->found->rated = true;
    r->found->rating = (int8_t)stars;
}

static int stars_of_percent(int percent)
{
    return percent == 0   ? 0
           : percent < 13 ? 1
           : percent < 38 ? 2
           : percent < 63 ? 3
           : percent < 88 ? 4
                          : 5;
}

/* Programs write the name of the colour in their own language, or, as Adobe Bridge does, what it
 * is for. */
static unsigned label_of(const char *text)
{
    static const char *const names[][10] = {
        {"Red", "Rot", "Rouge", "Rojo", "Rosso", "Rood", "Vermelho", "Czerwony", "Select"},
        {"Yellow", "Gelb", "Jaune", "Amarillo", "Giallo", "Geel", "Amarelo",
         "\xc5\xbb\xc3\xb3\xc5\x82ty", "Second"},
        {"Green", "Gr\xc3\xbcn", "Vert", "Verde", "Groen", "Zielony", "Approved"},
        {"Blue", "Blau", "Bleu", "Azul", "Blu", "Blauw", "Niebieski", "Review"},
        {"Purple", "Lila", "Violett", "Violet", "Pourpre", "Magenta", "Viola", "Paars", "Roxo",
         "To Do"},
    };
    struct tg_tag label = tg_tag_of(text + strspn(text, " \t\r\n"));

    while (label.len && strchr(" \t\r\n", label.text[label.len - 1]))
        label.len--;
    for (unsigned c = 0; c < sizeof(names) / sizeof(names[0]); c++)
        for (size_t i = 0; i < sizeof(names[0]) / sizeof(names[0][0]) && names[c][i]; i++) {
            struct tg_tag name = tg_tag_of(names[c][i]);

            if (tg_tag_compare(&label, &name) == 0)
                return 1U << c;
        }
    return 0;
}

/* darktable counts from 0, digiKam from 1 and has more of them. */
static unsigned label_of_number(const char *text, bool digikam)
{
    static const uint8_t darktable_labels[] = {TG_LABEL_RED, TG_LABEL_YELLOW, TG_LABEL_GREEN,
                                               TG_LABEL_BLUE, TG_LABEL_PURPLE};
    static const uint8_t digikam_labels[] = {
        0, TG_LABEL_RED, 0, TG_LABEL_YELLOW, TG_LABEL_GREEN, TG_LABEL_BLUE, TG_LABEL_PURPLE};
    size_t n = digikam ? sizeof(digikam_labels) : sizeof(darktable_labels);
    int number;

    if (!read_number(text, &number) || number < 0 || (size_t)number >= n)
        return 0;
    return digikam ? digikam_labels[number] : darktable_labels[number];
}

/* ---- Values ---------------------------------------------------------------------------------- */

static void keep(struct reader *r, struct tg_err *err)
{
    if (!r->err)
        r->err = err;
    else
        tg_err_free(err);
}

static void take(struct reader *r, const struct property *p, const char *text)
{
    size_t len = strlen(text);
    int number;

    r->any = true;
    switch (p->kind) {
    case KEYWORD:
        keep(r, tg_found_keyword(r->found, text, len, TG_CHARSET_UTF8, (char)p->arg));
        break;
    case PERSON:
        keep(r, tg_found_person(r->found, text, len));
        break;
    case PLACE:
        keep(r, tg_found_place(r->found, (enum tg_place_level)p->arg, text, len, TG_CHARSET_UTF8));
        break;
    case RATING:
        take_rating(r, text);
        break;
    case PERCENT:
        r->percent = read_number(text, &number) && number >= 0 && number <= 100 ? number : -1;
        break;
    case LABEL:
        r->found->labels |= (uint8_t)label_of(text);
        break;
    case COLOUR:
        r->found->labels |= (uint8_t)label_of_number(text, p->arg);
        break;
    case PICK:
        r->rejected = read_number(text, &number) && number == 1;
        break;
    case CREATED:
        break;
    }
}

/* Of regions, and of the structure of a place. */
static void take_nested(struct reader *r, const char *name, const char *value)
{
    if (strcmp(name, PEOPLE "PersonDisplayName") == 0)
        keep(r, tg_found_person(r->found, value, strlen(value)));
    else if (r->region && strcmp(name, REGIONS "Type") == 0)
        r->is_face = strcmp(value, "Face") == 0;
    else if (r->region && strcmp(name, REGIONS "Name") == 0)
        (void)snprintf(r->name, sizeof(r->name), "%s", value);
    for (int i = 0; r->property && r->property->kind == CREATED && i < TG_PLACE_LEVELS; i++)
        if (strcmp(name, fields[i]) == 0)
            keep(r, tg_found_place(&r->created, (enum tg_place_level)i, value, strlen(value),
                                   TG_CHARSET_UTF8));
}

static void read_attribute(void *ctx, const char *name, const char *value)
{
    struct reader *r = ctx;
    const struct property *p =
        r->rdf && r->depth == r->rdf + 1 && *value ? find_property(name) : NULL;

    if (p)
        take(r, p, value);
    else if (*value)
        take_nested(r, name, value);
}

static void open_element(void *ctx, const char *name)
{
    struct reader *r = ctx;

    r->depth++;
    if (!r->rdf) {
        r->rdf = strcmp(name, RDF "RDF") == 0 ? r->depth : 0;
    } else if (r->depth == r->rdf + 2) {
        r->property = find_property(name);
        r->any = false;
    }
    r->in_list |= strcmp(name, REGIONS "RegionList") == 0;
    if (r->in_list && strcmp(name, RDF "li") == 0 && r->region++ == 0) {
        r->is_face = true; /* what says nothing */
        r->name[0] = '\0';
    }
}

static void close_element(void *ctx, const char *name, const char *text)
{
    struct reader *r = ctx;
    bool is_item = strcmp(name, RDF "li") == 0;

    if (r->property && r->depth == r->rdf + 2) {
        if (!r->any && *text)
            take(r, r->property, text);
        r->property = NULL;
    } else if (r->property && is_item && r->depth == r->rdf + 4 && *text) {
        take(r, r->property, text);
    } else if (*text) {
        take_nested(r, name, text);
    }
    if (r->region && is_item && --r->region == 0 && r->is_face && r->name[0])
        keep(r, tg_found_person(r->found, r->name, strlen(r->name)));
    else if (strcmp(name, REGIONS "RegionList") == 0)
        r->in_list = false;
    r->rdf = r->depth == r->rdf ? 0 : r->rdf;
    r->depth--;
}

/* ---- Packets --------------------------------------------------------------------------------- */

static bool may_have_tags(const uint8_t *data, size_t len)
{
    static const char *const words[] = {
        "subject",       "hierarchicalSubject", "TagsList", "RegionList",
        "PersonInImage", "PersonDisplayName",   "Rating",   "Label",
        "colorlabels",   "photoshop/1.0/",      "Location"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (tg_xmp_mentions(data, len, words[i]))
            return true;
    return false;
}

/* What counts less than what else the packet says, or more. */
static void end_packet(struct reader *r)
{
    struct tg_found_tags *f = r->found;
    bool placed = false;

    if (!f->rated && r->percent >= 0) {
        f->rated = true;
        f->rating = (int8_t)stars_of_percent(r->percent);
    }
    if (r->rejected) {
        f->rated = true;
        f->rating = TG_RATING_REJECTED;
    }
    for (int i = 0; i < TG_PLACE_LEVELS; i++)
        placed |= f->place[i] != NULL;
    for (int i = 0; i < TG_PLACE_LEVELS && !placed; i++) {
        f->place[i] = r->created.place[i];
        r->created.place[i] = NULL;
    }
    tg_found_tags_release(&r->created);
}

struct tg_err *tg_xmp_tags(const uint8_t *data, size_t len, struct tg_found_tags *found)
{
    struct reader r = {.found = found, .percent = -1};
    struct tg_xmp_reader xmp = {.ctx = &r,
                                .value = read_attribute,
                                .open = open_element,
                                .close = close_element,
                                .cuts = true};
    struct tg_err *err;
    bool whole;

    if (!data || len == 0 || len > TG_XMP_MAX || !may_have_tags(data, len))
        return NULL;
    err = tg_xmp_read(&xmp, data, len, &whole);
    end_packet(&r);
    keep(&r, err);
    return r.err;
}
