/* no_server.c - server.h for a program that was built without libmicrohttpd. */
#include "core/serve/server.h"

struct tg_err *tg_server_new(const struct tg_server_options *options, struct tg_server **server)
{
    (void)options;
    (void)server;
    return tg_err_new(TG_E_UNSUPPORTED, NULL,
                      "this program was built without libmicrohttpd: any web "
                      "server can serve the folder, like python3 -m http.server");
}

void tg_server_free(struct tg_server *server)
{
    (void)server;
}

uint16_t tg_server_port(const struct tg_server *server)
{
    (void)server;
    return 0;
}

int tg_server_fd(const struct tg_server *server)
{
    (void)server;
    return -1;
}

int tg_server_timeout_ms(const struct tg_server *server)
{
    (void)server;
    return -1;
}

struct tg_err *tg_server_work(struct tg_server *server)
{
    (void)server;
    return NULL;
}

void tg_server_announce(struct tg_server *server)
{
    (void)server;
}
