/* request.h - the parts of a request that a stranger writes: its path and the range that it asks
 * for. */
#ifndef TG_SERVE_REQUEST_H
#define TG_SERVE_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"

/* Appends the file that a request's path names, relative to the root and without a slash at its end
 * ("" for the root itself), with %XX decoded.  False for what no file of a site has: a path that
 * does not begin with a slash, a malformed %XX or a NUL, empty parts, and parts that begin with a
 * dot, which keeps out "..", ".tirage" and whatever else is hidden.  *folder: there is a slash at
 * the end. */
bool tg_request_path(const char *raw, struct tg_buf *path, bool *folder);

enum tg_range {
    TG_RANGE_ALL,  /* no range, or one that may be ignored: malformed, in other units, several */
    TG_RANGE_PART, /* the bytes *first .. *last */
    TG_RANGE_NONE, /* beyond the end of the file: status 416 */
};

/* A Range header (NULL: there is none) for a file of `size` bytes, by RFC 9110, section 14. */
enum tg_range tg_request_range(const char *header, uint64_t size, uint64_t *first, uint64_t *last);

/* The names by which a server is asked. */
struct tg_hosts {
    /* That it listens at, as inet_ntop() writes it; "0.0.0.0" and "::" are all of them. */
    const char *address;
    const char *machine; /* the name of this machine, if others can reach the server; else NULL */
};

/* Whether a Host header (NULL: there is none) names the server: by localhost or a loopback address,
 * by the address that it listens at (any address, if at all of them), or by the machine's name,
 * also with ".local" behind it; and a port, which forwarding may change.  Any page on the web can
 * make a browser ask a name of its own that leads here; such a request must not be answered.  An
 * address cannot be made to lead elsewhere. */
bool tg_request_host_fits(const char *host, const struct tg_hosts *hosts);

#endif
