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
    return spec->geometry.kind >= TG_GEO_COPY && !spec->rotate && tg_formats[source].copied
               ? source
               : tg_formats[source].written;
}
