/* raw_rule.h - what becomes of a raw photo beside a picture of the same name but for the suffix,
 * which was made of it. */
#ifndef TG_GALLERY_RAW_RULE_H
#define TG_GALLERY_RAW_RULE_H

enum tg_raw_rule {
    TG_RAW_UNSAID,   /* as TG_RAW_PAIR */
    TG_RAW_PAIR,     /* both are one photo, which the picture shows */
    TG_RAW_SEPARATE, /* two photos */
    TG_RAW_IGNORE,   /* no raw photo is shown, with or without a picture */
    TG_RAW_PREFER    /* both are one photo, which the raw photo shows */
};

#endif
