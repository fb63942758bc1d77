/* css_color.h - whether words on a CSS background are to be dark or light. */
#ifndef TG_GALLERY_CSS_COLOR_H
#define TG_GALLERY_CSS_COLOR_H

enum tg_ink {
    TG_INK_ANY,  /* the background has no colour that is known, or the page's own shines through */
    TG_INK_DARK, /* black is easier to read on it than white */
    TG_INK_LIGHT /* and the other way round */
};

/* Of the value of `background`, which may be anything: its colours are #rgb to #rrggbbaa, names,
 * rgb() and hsl(), also inside gradients, which count by the mean of their colours.  Addresses,
 * variables and other functions have none. */
enum tg_ink tg_css_ink(const char *background);

#endif
