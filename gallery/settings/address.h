/* address.h - addresses that users write, before they become links; for gallery/ only. */
#ifndef TG_GALLERY_ADDRESS_H
#define TG_GALLERY_ADDRESS_H

#include <stdbool.h>

#include "gallery/settings/settings.h"

/* What may stand before the colon, for messages. */
#define TG_ADDRESS_SCHEMES "http:, https:, mailto:, tel:"

/* Whether an address has a scheme that does no more than lead somewhere, or none.  What stands
 * before a colon must be one of them to the byte but for upper and lower case, since browsers skip
 * spaces and control characters that are in front of others, or in them.  A path without a scheme
 * has neither a backslash nor control characters, by which it could name a host. */
bool tg_address_is_harmless(const char *address);

/* Whether it has a scheme of any kind, or what a browser may take for one. */
bool tg_address_has_scheme(const char *address);

/* An error about the key that has it, unless it is harmless; NULL is. */
void tg_address_check(const struct tg_reader *reader, const struct tg_yaml *node, const char *key,
                      const char *address);

#endif
