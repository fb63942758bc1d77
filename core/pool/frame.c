/* frame.c - see frame.h. */
#include "core/pool/frame.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "core/base/utf8.h"

static void put_number(struct tg_buf *b, uint64_t v, size_t bytes)
{
    uint8_t raw[8];

    for (size_t i = 0; i < bytes; i++)
        raw[i] = (uint8_t)(v >> (8 * i));
    tg_buf_put(b, raw, bytes);
}

void tg_frame_begin(struct tg_buf *b, uint64_t id)
{
    tg_buf_init(b, TG_FRAME_MAX);
    tg_frame_u32(b, 0); /* the length, known when it is sent */
    tg_frame_u64(b, id);
}

void tg_frame_u32(struct tg_buf *b, uint32_t v)
{
    put_number(b, v, 4);
}

void tg_frame_u64(struct tg_buf *b, uint64_t v)
{
    put_number(b, v, 8);
}

void tg_frame_str(struct tg_buf *b, const char *s)
{
    size_t len = s ? strlen(s) : 0;

    tg_frame_u32(b, (uint32_t)(len < TG_FRAME_MAX ? len : TG_FRAME_MAX));
    tg_buf_put(b, s ? s : "", len + 1);
}

static uint64_t get_number(struct tg_frame *f, size_t bytes)
{
    uint64_t v = 0;

    if (f->bad || f->left < bytes) {
        f->bad = true;
        return 0;
    }
    for (size_t i = 0; i < bytes; i++)
        v |= (uint64_t)f->at[i] << (8 * i);
    f->at += bytes;
    f->left -= bytes;
    return v;
}

uint32_t tg_frame_get_u32(struct tg_frame *f)
{
    return (uint32_t)get_number(f, 4);
}

uint64_t tg_frame_get_u64(struct tg_frame *f)
{
    return get_number(f, 8);
}

uint32_t tg_frame_get_max(struct tg_frame *f, uint32_t max)
{
    uint32_t v = tg_frame_get_u32(f);

    if (v <= max)
        return v;
    f->bad = true;
    return 0;
}

const char *tg_frame_get_str(struct tg_frame *f)
{
    uint32_t len = tg_frame_get_u32(f);
    const char *s = (const char *)f->at;

    if (f->bad || len >= f->left || s[len] != '\0' || strlen(s) != len) {
        f->bad = true;
        return "";
    }
    f->at += len + 1;
    f->left -= len + 1;
    return s;
}

bool tg_frame_end(const struct tg_frame *f)
{
    return !f->bad && f->left == 0;
}

uint64_t tg_frame_open(struct tg_frame *f, const void *data, size_t len)
{
    *f = (struct tg_frame){.at = data, .left = len};
    if (tg_frame_get_u32(f) != len)
        f->bad = true;
    return tg_frame_get_u64(f);
}

void tg_frame_err(struct tg_buf *b, const struct tg_err *err)
{
    struct tg_buf text;

    tg_buf_init(&text, TG_FRAME_MAX / 4);
    tg_err_text(err, &text);
    tg_frame_u32(b, (uint32_t)tg_err_code(err));
    tg_frame_str(b, tg_buf_str(&text));
    tg_buf_release(&text);
}

struct tg_err *tg_frame_get_err(struct tg_frame *f)
{
    uint32_t code = tg_frame_get_max(f, TG_E_USAGE);
    const char *text = tg_frame_get_str(f);

    f->bad |= code == 0 || !tg_text_is_clean(text);
    if (f->bad)
        return tg_err_new(TG_E_WORKER, NULL, "a worker sent a malformed error");
    return tg_err_new((enum tg_errc)code, NULL, "%s", text);
}

bool tg_frame_finish(struct tg_buf *b)
{
    for (size_t i = 0; !b->failed && i < 4; i++)
        b->data[i] = (char)(b->len >> (8 * i));
    return !b->failed;
}

struct tg_err *tg_frame_send(int sock, struct tg_buf *b, const int *fds, size_t nfds)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(TG_FRAME_FDS * sizeof(int))];
    } control;
    struct iovec iov = {.iov_base = b->data, .iov_len = b->len};
    struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};
    ssize_t n;

    if (!tg_frame_finish(b) || nfds > TG_FRAME_FDS)
        return tg_err_new(TG_E_LIMIT, NULL, "a message to a worker is too large");
    if (nfds) {
        struct cmsghdr *c;

        memset(&control, 0, sizeof(control));
        msg.msg_control = control.bytes;
        msg.msg_controllen = CMSG_SPACE(nfds * sizeof(int));
        c = CMSG_FIRSTHDR(&msg);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(nfds * sizeof(int));
        memcpy(CMSG_DATA(c), fds, nfds * sizeof(int));
    }
    do
        n = sendmsg(sock, &msg, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return tg_err_sys(errno, NULL, "cannot send to a worker");
    return NULL;
}

/* Collects every descriptor of the message; those beyond TG_FRAME_FDS are closed. */
static size_t take_fds(struct msghdr *msg, int *fds)
{
    size_t n = 0;

    for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c)) {
        size_t count;

        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int fd;

            memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
            if (n < TG_FRAME_FDS)
                fds[n++] = fd;
            else
                close(fd);
        }
    }
    return n;
}

struct tg_err *tg_frame_recv(int sock, void *data, size_t *len, int *fds, size_t *nfds)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(TG_FRAME_FDS * sizeof(int))];
    } control;
    struct iovec iov = {.iov_base = data, .iov_len = TG_FRAME_MAX};
    struct msghdr msg = {.msg_iov = &iov,
                         .msg_iovlen = 1,
                         .msg_control = control.bytes,
                         .msg_controllen = sizeof(control.bytes)};
    ssize_t n;

    *len = 0;
    *nfds = 0;
    do
        n = recvmsg(sock, &msg, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return errno == ECONNRESET ? NULL : tg_err_sys(errno, NULL, "cannot receive");
    *nfds = take_fds(&msg, fds);
    if (msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) {
        for (size_t i = 0; i < *nfds; i++)
            close(fds[i]);
        *nfds = 0;
        return tg_err_new(TG_E_WORKER, NULL, "received an oversize message");
    }
    *len = (size_t)n;
    return NULL;
}
