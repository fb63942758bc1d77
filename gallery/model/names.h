/* names.h - names of files of the site. */
#ifndef TG_GALLERY_NAMES_H
#define TG_GALLERY_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/attr.h"

/* The folder in OUT for files of our own.  No album can have it: in SRC it is reserved.  It is not
 * hidden and has no underscore in front, because hosts leave out such folders. */
#define TG_ASSETS_DIR "tirage-assets"

/* The service worker of sites with protected albums; unlock.js knows its name. */
#define TG_WORKER_JS "sw.js"

/* The folder in OUT for key files, of which each lock has one.  An album may have it too. */
#define TG_KEYS_DIR "keys"

/* Canonical JSON of the options of a plain folder tree's renditions, whose checksum is in their
 * names: what the engine must be asked for; for a quality as text, and for the usual one. */
#define TG_PLAIN_OPTIONS(quality)                                                                  \
    "{\"auto-orient\": true, \"progressive\": true, \"quality\": " quality                         \
    ", \"strip\": true, \"subsampling\": \"420\"}"
extern const char tg_plain_options[];

/* Output name of recitale-spec 4.3: STEM-CRC-WxH.EXT, an absent dimension left empty.
 * `options_json` is the canonical JSON of the options that matter; NULL: there is no CRC, as in
 * prosopopée's names.  Caller frees; NULL when memory is short. */
char *tg_rendition_name(const char *photo_path, const char *options_json, uint32_t req_w,
                        uint32_t req_h) TG_MUST_USE;

/* CRC-32 (zlib's polynomial), as used in output names. */
uint32_t tg_crc32(const void *data, size_t len);

/* The order of pictures by name, of their paths: natural order (core/base/path.h), but copies stand
 * behind what they were made from: "IMG_1.jpg", "IMG_1 (1).jpg", "IMG_1-edited.jpg", "IMG_2.jpg".
 * The same on every locale; 0 only for the same path. */
int tg_picture_name_cmp(const char *a, const char *b);

/* How many parts a path has: none of "". */
size_t tg_parts_of(const char *path);

/* "index.html", "page-2.html"; caller frees; NULL when memory is short. */
char *tg_page_name(size_t number) TG_MUST_USE;

/* Whether it is a name that tg_page_name() gives, upper and lower case being the same. */
bool tg_is_page_name(const char *name);

/* Whether it stands for a device on Windows, whatever its suffix. */
bool tg_is_device_name(const char *name);

#endif
