/* captured.c - preloaded into the program: plays a worker whose decoder was taken over by a photo.
 * It acts in confined workers alone and does what CAPTURED says:
 *   watch    keeps the photos that it is given to decode, as many as its limit on descriptors
 *            allows, and looks into all of them whenever it gets another; ends with a word if two
 *            end in different marks of eight bytes, or if it has had more than CAPTURED_MOST
 *   late     writes into the outputs of a photo when it has got the next
 *   script   puts other bytes into the outputs before it says that they are done
 *   shorter  says another length than an output has
 *   fill     writes into outputs as much as it can, and ends with a word
 *   leave    leaves with the status of a worker that could not be confined
 *   disk     says that the disk is full
 *   text     sends an error full of control characters
 *   mutate   changes bytes of its replies to whatever it is asked, and cuts some; CAPTURED_SEED
 *            chooses */
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    HEADER = 12, /* of a frame: length and id */
    PROBE = 1,
    RENDER = 2, /* kinds of requests */
    KEPT = 32,
    SEEN = 256,
    MARK = 8,
    UNCONFINED = 125,
};

static pid_t program;
static const char *mode = "";
static int got[64], got_len;     /* descriptors of the job in hand: the photo, its outputs */
static int kept[KEPT], kept_len; /* photos */
static ino_t seen[SEEN];
static int seen_len;
static int outputs[64], outputs_len; /* of the job before */
static uint32_t kind;

__attribute__((constructor)) static void begin(void)
{
    program = getpid();
    if (getenv("CAPTURED"))
        mode = getenv("CAPTURED");
}

static bool is(const char *what)
{
    return getpid() != program && strcmp(mode, what) == 0;
}

static void end(const char *format, ...)
{
    char text[200];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    (void)!write(2, text, (size_t)n);
    _exit(9);
}

int close(int fd)
{
    bool keep = false;

    for (int i = 0; is("watch") && i < kept_len; i++)
        keep |= kept[i] == fd;
    for (int i = 0; (is("late") || is("script")) && i < got_len; i++)
        keep |= got[i] == fd;
    return keep ? 0 : (int)syscall(SYS_close, fd);
}

/* How many different photos this process has had. */
static int count_photo(int fd)
{
    struct stat st;

    if (syscall(SYS_fstat, fd, &st) != 0)
        end("CANNOT SEE");
    for (int i = 0; i < seen_len; i++)
        if (seen[i] == st.st_ino)
            return seen_len;
    if (seen_len == SEEN)
        end("SAW TOO MANY");
    seen[seen_len++] = st.st_ino;
    return seen_len;
}

/* All photos kept so far, and this one. */
static void watch(void)
{
    const char *most = getenv("CAPTURED_MOST");
    char mark[MARK], first[MARK];
    int limit = most ? atoi(most) : SEEN;

    if (count_photo(got[0]) > limit)
        end("SAW MORE THAN %d PHOTOS", limit);
    for (int i = -1; i < kept_len; i++) {
        int fd = i < 0 ? got[0] : kept[i];
        off_t size = lseek(fd, 0, SEEK_END);

        (void)lseek(fd, 0, SEEK_SET);
        if (pread(fd, mark, MARK, size - MARK) != MARK)
            end("CANNOT SEE");
        if (i < 0)
            memcpy(first, mark, MARK);
        if (memcmp(first, mark, MARK) != 0)
            end("SAW %.8s AND %.8s", first, mark);
    }
    if (kept_len < KEPT)
        kept[kept_len++] = got[0];
}

static void fill(void)
{
    static char bytes[1 << 20];
    long most = 0;

    memset(bytes, 7, sizeof(bytes));
    for (int i = 1; i < got_len; i++) {
        long mib = 0;

        while (mib < 4096 && pwrite(got[i], bytes, sizeof(bytes), mib << 20) > 0)
            mib++;
        most += mib;
        if (ftruncate(got[i], (off_t)1 << 30) == 0)
            most += 1 << 20;
    }
    end("WROTE %ld MIB IN ALL", most);
}

ssize_t recvmsg(int sock, struct msghdr *m, int flags)
{
    static ssize_t (*real)(int, struct msghdr *, int);
    ssize_t n;

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "recvmsg");
    n = real(sock, m, flags);
    if (getpid() == program || n < HEADER + 8 || !*mode)
        return n;
    if (is("late"))
        for (int i = 0; i < outputs_len; i++)
            if ((pwrite(outputs[i], "OVERWRITTEN", 11, 0) < 0 &&
                 errno != EPERM) || /* what has been encrypted cannot be written to any more */
                syscall(SYS_close, outputs[i]) != 0)
                end("CANNOT WRITE");
    got_len = outputs_len = 0;
    memcpy(&kind, (char *)m->msg_iov->iov_base + HEADER, sizeof(kind));
    for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c))
        for (size_t i = 0; i < (c->cmsg_len - CMSG_LEN(0)) / sizeof(int) && got_len < 64; i++)
            memcpy(&got[got_len++], CMSG_DATA(c) + i * sizeof(int), sizeof(int));
    if (got_len == 0)
        return n;
    for (int i = 1; kind == RENDER && i < got_len; i++)
        outputs[outputs_len++] = got[i];
    if (is("watch") && (kind == PROBE || kind == RENDER))
        watch();
    if (is("fill") && kind == RENDER)
        fill();
    if (is("leave") && kind == RENDER)
        _exit(UNCONFINED);
    return n;
}

static void put(uint8_t **at, uint32_t v)
{
    memcpy(*at, &v, sizeof(v));
    *at += sizeof(v);
}

/* Some bytes behind the header of a reply. */
static size_t mutate(uint8_t *to, const uint8_t *old, size_t len)
{
    static uint64_t state;
    const char *seed = getenv("CAPTURED_SEED");

    if (!state)
        state =
            (seed ? strtoull(seed, NULL, 10) : 1) * UINT64_C(0x9E3779B97F4A7C15) + (uint64_t)kind;
    memcpy(to, old, len);
    for (int i = 0; i < 3 && len > HEADER; i++) {
        static const uint32_t odd[] = {0, 1, 255, 65535, 0x7fffffff, 0x80000000, 0xffffffff};
        size_t at;

        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        at = HEADER + (size_t)(state >> 33) % (len - HEADER);
        if (state >> 62 == 0 && len - at >= 4)
            memcpy(to + at, &odd[(state >> 20) % 7], 4);
        else if (state >> 62 == 1)
            to[at] ^= (uint8_t)(1u << (state >> 20) % 8);
        else if (state >> 62 == 2 && (state >> 30) % 4 == 0)
            len = at > HEADER ? at : len;
    }
    len = len < UINT32_MAX ? len : 0;
    memcpy(to, &(uint32_t){(uint32_t)len}, 4);
    return len;
}

/* A reply that begins as `old`: status, code, text. */
static size_t error_reply(uint8_t *to, const uint8_t *old, uint32_t status, const char *text)
{
    uint8_t *at = to + HEADER;
    uint32_t len = (uint32_t)strlen(text), all;

    memcpy(to, old, HEADER);
    put(&at, status);
    put(&at, 2);
    put(&at, len);
    memcpy(at, text, len + 1);
    all = (uint32_t)(at - to) + len + 1;
    memcpy(to, &all, sizeof(all));
    return all;
}

ssize_t sendmsg(int sock, const struct msghdr *m, int flags)
{
    static ssize_t (*real)(int, const struct msghdr *, int);
    static const char script[] = "<script>alert(document.domain)</script>";
    static uint8_t changed[1 << 16];
    uint8_t reply[300];
    struct iovec part = {reply, 0};
    struct msghdr other = {.msg_iov = &part, .msg_iovlen = 1};
    uint8_t *data = m->msg_iov->iov_base;
    size_t len = m->msg_iov->iov_len;

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "sendmsg");
    if (is("mutate") && got_len > 0 && len > HEADER && len < sizeof(changed)) {
        part = (struct iovec){changed, mutate(changed, data, len)};
        return real(sock, &other, flags);
    }
    if (getpid() == program || got_len < 2 || kind != RENDER)
        return real(sock, m, flags);
    if (is("disk"))
        part.iov_len = error_reply(reply, data, 2, "the disk is full");
    else if (is("text"))
        part.iov_len = error_reply(reply, data, 1, "red \033[31m\xc2\x9b \xe2\x80\xae\xff bell\a");
    if (part.iov_len)
        return real(sock, &other, flags);
    for (int i = 1; is("script") && i < got_len; i++)
        if (pwrite(got[i], script, sizeof(script) - 1, 0) < 0 || syscall(SYS_close, got[i]) != 0)
            end("CANNOT WRITE");
    if (is("shorter") && len > HEADER + 8)
        data[len - 16] ^= 1; /* the length of the last output: that of its gain map follows */
    return real(sock, m, flags);
}
