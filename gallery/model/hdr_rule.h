/* hdr_rule.h - what becomes of the gain maps of HDR photos. */
#ifndef TG_GALLERY_HDR_RULE_H
#define TG_GALLERY_HDR_RULE_H

enum tg_hdr_rule {
    TG_HDR_UNSAID, /* as TG_HDR_KEEP */
    TG_HDR_KEEP,   /* JPEG files of them are HDR */
    TG_HDR_DROP,   /* and SDR */
};

#endif
