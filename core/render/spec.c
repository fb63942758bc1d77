/* spec.c - see spec.h. */
#include "core/render/spec.h"

enum tg_format tg_output_format(const struct tg_output_spec *spec, enum tg_format source)
{
    switch (spec->target) {
    case TG_TARGET_JPEG:
        return TG_JPEG;
    case TG_TARGET_PNG:
    case TG_TARGET_PLAIN_PNG:
        return TG_PNG;
    case TG_TARGET_WEBP:
        return TG_WEBP;
    case TG_TARGET_AVIF:
        return TG_AVIF;
    case TG_TARGET_SAME:
        break;
    }
    return spec->geometry.kind >= TG_GEO_COPY && !tg_output_is_changed(spec) &&
                   tg_formats[source].copied
               ? source
               : tg_formats[source].written;
}

bool tg_output_is_changed(const struct tg_output_spec *spec)
{
    return spec->rotate || spec->sharpen;
}

static enum tg_quality_of kind_of(enum tg_format format)
{
    return format == TG_JPEG   ? TG_QUALITY_JPEG
           : format == TG_WEBP ? TG_QUALITY_WEBP
           : format == TG_AVIF ? TG_QUALITY_AVIF
                               : TG_QUALITIES;
}

int tg_output_quality(const struct tg_output_spec *spec, enum tg_format format)
{
    enum tg_quality_of kind = kind_of(format);

    return kind != TG_QUALITIES && spec->quality_of[kind] ? spec->quality_of[kind] : spec->quality;
}

bool tg_output_is_bounded(const struct tg_output_spec *spec, enum tg_format format)
{
    return spec->max_bytes && kind_of(format) != TG_QUALITIES &&
           !(format == TG_WEBP && spec->lossless);
}
