/* server.h - a folder over HTTP, for looking at a site on the machine that made it.  In one thread:
 * the caller waits for the descriptor and lets the server work.
 *
 * Parts: no_server.c. */
#ifndef TG_SERVE_SERVER_H
#define TG_SERVE_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"

struct tg_server; /* opaque */

struct tg_server_options {
    const char *root;    /* the folder */
    const char *address; /* an IPv4 or IPv6 address of this machine */
    uint16_t port;       /* 0: any that is free */
    bool reload;         /* pages reload themselves when tg_server_announce() was called */
    /* Called after each request; NULL: nobody wants to know. */
    void (*served)(void *ctx, const char *method, const char *url, unsigned status);
    void *ctx;
};

/* Takes the address.  `options` is copied, what it points to must outlive the server. */
struct tg_err *tg_server_new(const struct tg_server_options *options,
                             struct tg_server **server) TG_MUST_USE;
void tg_server_free(struct tg_server *server); /* NULL is fine */

uint16_t tg_server_port(const struct tg_server *server);

/* Readable when there is something to do; and after how many milliseconds there is in any case (-1:
 * never). */
int tg_server_fd(const struct tg_server *server);
int tg_server_timeout_ms(const struct tg_server *server);
struct tg_err *tg_server_work(struct tg_server *server) TG_MUST_USE;

/* The site has changed. */
void tg_server_announce(struct tg_server *server);

#endif
