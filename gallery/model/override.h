/* override.h - what the command line says of a site. */
#ifndef TG_GALLERY_OVERRIDE_H
#define TG_GALLERY_OVERRIDE_H

/* It goes before what the site's files say; borrowed.  NULL: not said. */
struct tg_override {
    const char *title, *theme;
};

#define TG_COMMAND_LINE "the command line" /* in place of a file, in what is said of its words */

#endif
