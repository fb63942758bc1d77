/* service_lines.c - see service_parts.h: lines in, and replies out to whoever reads them. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "pipeline/service_parts.h"

enum {
    READ_BYTES = 1 << 16,
    ROOM = TG_SERVICE_LINE + READ_BYTES,
    /* A pipe that poll() finds writable takes as much without waiting. */
    PIPE_BYTES = 4096,
    TIDY_BYTES = 1 << 16
};

struct tg_err *tg_service_input_init(struct tg_service_input *in)
{
    *in = (struct tg_service_input){.data = malloc(ROOM + 1)};
    return in->data ? NULL : tg_err_nomem();
}

void tg_service_input_release(struct tg_service_input *in)
{
    free(in->data);
    *in = (struct tg_service_input){0};
}

struct tg_err *tg_service_input_read(struct tg_service_input *in, int fd)
{
    ssize_t n;

    if (in->at == in->end) {
        in->at = in->end = in->looked = 0;
    } else if (ROOM - in->end < READ_BYTES) {
        memmove(in->data, in->data + in->at, in->end - in->at);
        in->end -= in->at;
        in->looked -= in->at;
        in->at = 0;
    }
    n = read(fd, in->data + in->end, ROOM - in->end < READ_BYTES ? ROOM - in->end : READ_BYTES);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return NULL;
    if (n < 0)
        return tg_err_sys(errno, NULL, "cannot read requests from standard input");
    in->end += (size_t)n;
    in->ended = n == 0;
    return NULL;
}

/* The end of the first line, or NULL. */
static char *find_end(struct tg_service_input *in)
{
    char *end;

    if (in->looked < in->at)
        in->looked = in->at;
    end = memchr(in->data + in->looked, '\n', in->end - in->looked);
    in->looked = end ? (size_t)(end - in->data) : in->end;
    return end;
}

bool tg_service_input_has(struct tg_service_input *in)
{
    return find_end(in) || (in->ended && in->end > in->at && !in->skips) ||
           in->end - in->at > TG_SERVICE_LINE;
}

enum tg_service_line tg_service_input_take(struct tg_service_input *in, const char **line,
                                           size_t *len)
{
    for (;;) {
        char *end = find_end(in);
        bool skipped = in->skips;
        size_t from = in->at;

        if (!end && in->ended && in->end > in->at) {
            end = in->data + in->end;
            *end = '\0';
        }
        if (!end && in->end - in->at <= TG_SERVICE_LINE && !in->skips)
            return TG_SERVICE_LINE_NONE;
        in->at = !end                                 ? in->end
                 : (size_t)(end - in->data) < in->end ? (size_t)(end - in->data) + 1
                                                      : in->end;
        in->skips = !end;
        if (!end && skipped)
            return TG_SERVICE_LINE_NONE;
        if (skipped)
            continue;
        *line = in->data + from;
        *len = end ? (size_t)(end - *line) : 0;
        return end && *len <= TG_SERVICE_LINE ? TG_SERVICE_LINE_HERE : TG_SERVICE_LINE_TOO_LONG;
    }
}

size_t tg_service_unwritten(const struct tg_service_output_queue *out)
{
    return out->gone ? 0 : out->text.len - out->at;
}

/* As much as goes without waiting, -1 with errno. */
static ssize_t write_some(int fd, const char *data, size_t len)
{
    struct pollfd p = {.fd = fd, .events = POLLOUT};
    ssize_t n = send(fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n >= 0 || errno != ENOTSOCK)
        return n;
    if (poll(&p, 1, 0) == 0) {
        errno = EAGAIN;
        return -1;
    }
    return write(fd, data, len < PIPE_BYTES ? len : PIPE_BYTES);
}

struct tg_err *tg_service_write(struct tg_service_output_queue *out, int fd)
{
    if (out->text.failed)
        return tg_err_nomem();
    while (tg_service_unwritten(out)) {
        ssize_t n = write_some(fd, out->text.data + out->at, tg_service_unwritten(out));

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            break;
        out->gone = n < 0;
        if (n < 0 && errno != EPIPE && errno != ECONNRESET)
            return tg_err_sys(errno, NULL, "cannot write replies to standard output");
        out->at += n > 0 ? (size_t)n : 0;
    }
    if (!tg_service_unwritten(out)) {
        tg_buf_clear(&out->text);
        out->at = 0;
    } else if (out->at > TIDY_BYTES) {
        out->text.len -= out->at;
        memmove(out->text.data, out->text.data + out->at, out->text.len + 1);
        out->at = 0;
    }
    return NULL;
}
