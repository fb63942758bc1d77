/* file_uri.c - see file_uri.h. */
#include "core/base/file_uri.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/buf.h"
#include "core/base/hex.h"

enum { SCHEME = 5 }; /* "file:" */

/* What GLib leaves as it is in paths. */
static bool is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("!$&'()*+,-./:=@_~", c));
}

char *tg_file_uri(const char *path)
{
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    tg_buf_puts(&b, "file://");
    for (const unsigned char *p = (const unsigned char *)path; *p; p++)
        if (is_plain(*p))
            tg_buf_putc(&b, (char)*p);
        else
            tg_buf_printf(&b, "%%%02X", *p);
    return tg_buf_steal(&b);
}

/* Its path, still escaped; NULL if it is of no file here. */
static const char *path_of(const char *uri)
{
    static const char host[] = "//localhost";

    if (strncasecmp(uri, "file:", SCHEME) != 0)
        return NULL;
    uri += SCHEME;
    if (strncmp(uri, "///", 3) == 0)
        uri += 2;
    else if (strncasecmp(uri, host, sizeof(host) - 1) == 0)
        uri += sizeof(host) - 1;
    return uri[0] == '/' && uri[1] != '/' ? uri : NULL;
}

/* The byte that "%41" is; 0 if it is none that a path can have. */
static char unescape(const char *s)
{
    int high = tg_hex_digit(s[1]), low = high < 0 ? -1 : tg_hex_digit(s[2]);

    return low < 0 ? '\0' : (char)(high << 4 | low);
}

char *tg_file_uri_path(const char *uri)
{
    const char *from = path_of(uri);
    char *path = from ? malloc(strlen(from) + 1) : NULL, *to = path;

    for (; path && *from; from++) {
        *to = *from == '%' ? unescape(from) : *from;
        if (*to++ == '\0' || *from == '?' || *from == '#') {
            free(path);
            return NULL;
        }
        from += *from == '%' ? 2 : 0;
    }
    if (path)
        *to = '\0';
    return path;
}

/* Adds the parts of `path`. */
static void walk(struct tg_buf *b, const char *path)
{
    while (*path) {
        size_t len = strcspn(path, "/");

        if (len == 2 && strncmp(path, "..", 2) == 0) {
            while (b->len && b->data[--b->len] != '/')
                ;
            if (b->data)
                b->data[b->len] = '\0';
        } else if (len && !(len == 1 && *path == '.')) {
            tg_buf_putc(b, '/');
            tg_buf_put(b, path, len);
        }
        path += len + (path[len] == '/');
    }
}

char *tg_path_walked(const char *cwd, const char *path)
{
    struct tg_buf b;

    tg_buf_init(&b, TG_BUF_MAX);
    if (*path != '/')
        walk(&b, cwd);
    walk(&b, path);
    if (!b.len)
        tg_buf_putc(&b, '/');
    return tg_buf_steal(&b);
}

bool tg_walked_is_in(const char *path, const char *folder)
{
    size_t len = strlen(folder);

    len -= len == 1; /* "/" */
    return strncmp(path, folder, len) == 0 && (path[len] == '/' || path[len] == '\0');
}
