/* versions.c - what the program consists of. */
#include <stdio.h>

#include <expat.h>
#include <lcms2.h>
#include <libdeflate.h>
#include <nettle/version.h>
#include <seccomp.h>
#include <sqlite3.h>
#include <xxhash.h>
#include <yaml.h>
#include <zlib.h>
#if TG_PREVIEW
#include <microhttpd.h>
#endif

#include "cli/cli.h"
#include "core/codec/codec.h"

/* A number that counts in `step`s: 20105 in hundreds is 2.1.5. */
static void print_number(const char *name, unsigned v, unsigned step)
{
    printf("%s %u.%u.%u\n", name, v / step / step, v / step % step, v % step);
}

static void print_avif_writer(void)
{
    const struct tg_codec *writer = tg_codec_writer(TG_AVIF);
    char text[64];

    if (!writer) {
        printf("without writing AVIF\n");
        return;
    }
    writer->version(text, sizeof(text));
    printf("%s, which writes AVIF\n", text);
}

static void print_codecs(void)
{
    for (int format = 0; format < TG_FORMATS; format++) {
        const struct tg_codec *codec = tg_codec_of((enum tg_format)format);
        char text[64];

        if (codec && codec->version) {
            codec->version(text, sizeof(text));
            printf("%s\n", text);
        } else if (!codec && tg_formats[format].name) {
            printf("without %s\n", tg_formats[format].name);
        }
    }
    print_avif_writer();
}

/* libexif and md4c cannot be asked: theirs are the versions of the headers' packages. */
void cli_print_versions(void)
{
    int lcms = cmsGetEncodedCMMversion();
    const XML_Expat_Version expat = XML_ExpatVersionInfo();
    const struct scmp_version *seccomp = seccomp_version();

    printf("tirage %s\n", TG_VERSION);
    print_codecs();
    printf("zlib %s\n", zlibVersion());
    printf("libdeflate %s\n", LIBDEFLATE_VERSION_STRING);
    printf("lcms2 %d.%d\n", lcms / 1000, lcms % 1000 / 10);
    printf("expat %d.%d.%d\n", expat.major, expat.minor, expat.micro);
    printf("libexif %s\n", TG_EXIF_VERSION);
    printf("libseccomp %u.%u.%u\n", seccomp->major, seccomp->minor, seccomp->micro);
    printf("libyaml %s\nsqlite %s\n", yaml_get_version_string(), sqlite3_libversion());
    printf("nettle %d.%d\n", nettle_version_major(), nettle_version_minor());
    print_number("xxhash", XXH_versionNumber(), 100);
    printf("md4c %s\n", TG_MD4C_VERSION);
#if TG_PREVIEW
    printf("libmicrohttpd %s\n", MHD_get_version());
#endif
#ifdef TG_SOURCES
    printf("\nall that is in this file, by Debian's source packages\n%s\n", TG_SOURCES);
#endif
}

int cmd_version(const struct cli_options *o)
{
    if (o->json)
        printf("{\"version\": \"%s\"}\n", TG_VERSION);
    else if (o->verbose)
        cli_print_versions();
    else
        printf("tirage %s\n", TG_VERSION);
    return EXIT_DONE;
}
