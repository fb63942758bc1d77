/* suffixes.c - see suffixes.h.
 *
 * Suffixes of pictures and cameras are those that ExifTool and libraw know, those of videos what
 * ffmpeg's demuxers register.  Of videos those play whose container is in the list of
 * core/media/media.c; `.ts` and `.mod` are too often something else. */
#include "gallery/source/suffixes.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/formats.h"
#include "core/base/path.h"
#include "gallery/model/text.h"

#define NOT(what)     what " are not shown; "
#define NOT_YET(what) what " are not shown yet; "
#define TO_JPEG(tool) "convert them to JPEG, for example with " tool
#define TO_PNG(tool)  "convert them to PNG, for example with " tool
#define MAGICK        TO_PNG("ImageMagick's convert")
#define EXPORT        "export them as JPEG or PNG"
#define TO_MP4        "convert them to MP4, for example with ffmpeg"
#define RENAME(to)    "videos of that name play once they are renamed to " to
#define PREVIEW       NOT("small copies of videos") "they play once they are renamed to .mp4"
#define AUDIO         "audio plays only in sections of a project; see docs/settings.md"

/* In order, for tg_suffix_of(). */
const struct tg_suffix tg_suffixes[TG_SUFFIXES] = {
    {".264", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".265", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".3fr", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".3g2", TG_SUFFIX_VIDEO, NULL},
    {".3gp", TG_SUFFIX_VIDEO, NULL},
    {".aac", TG_SUFFIX_UNREAD, AUDIO},
    {".aae", TG_SUFFIX_BESIDE, NULL},
    {".ac3", TG_SUFFIX_UNREAD, AUDIO},
    {".afphoto", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT},
    {".ai", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("Inkscape")},
    {".aif", TG_SUFFIX_UNREAD, AUDIO},
    {".aiff", TG_SUFFIX_UNREAD, AUDIO},
    {".amr", TG_SUFFIX_UNREAD, AUDIO},
    {".amv", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".arp", TG_SUFFIX_BESIDE, NULL},
    {".asf", TG_SUFFIX_VIDEO, NULL},
    {".avi", TG_SUFFIX_VIDEO, NULL},
    {".braw", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".cap", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".cdr", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("Inkscape")},
    {".clip", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT},
    {".cos", TG_SUFFIX_BESIDE, NULL},
    {".crw", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".css", TG_SUFFIX_BESIDE, NULL},
    {".csv", TG_SUFFIX_BESIDE, NULL},
    {".cur", TG_SUFFIX_UNREAD, NOT("icons") TO_PNG("icotool")},
    {".db", TG_SUFFIX_BESIDE, NULL},
    {".dcr", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".dcs", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".dds", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK},
    {".divx", TG_SUFFIX_VIDEO, NULL},
    {".djvu", TG_SUFFIX_UNREAD, NOT("DjVu documents") TO_PNG("ddjvu")},
    {".dop", TG_SUFFIX_BESIDE, NULL},
    {".dv", TG_SUFFIX_VIDEO, NULL},
    {".dxo", TG_SUFFIX_BESIDE, NULL},
    {".emf", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("Inkscape")},
    {".eps", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("Inkscape")},
    {".erf", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".exr", TG_SUFFIX_UNREAD, NOT("HDR pictures") TO_JPEG("darktable-cli")},
    {".f4v", TG_SUFFIX_VIDEO, NULL},
    {".fff", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".fits", TG_SUFFIX_UNREAD, NOT("FITS pictures") MAGICK},
    {".flac", TG_SUFFIX_UNREAD, AUDIO},
    {".flv", TG_SUFFIX_VIDEO, NULL},
    {".gpr", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".gpx", TG_SUFFIX_BESIDE, NULL},
    {".h264", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".h265", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".hdp", TG_SUFFIX_UNREAD, NOT("JPEG XR pictures") TO_PNG("JxrDecApp")},
    {".hdr", TG_SUFFIX_UNREAD, NOT("HDR pictures") TO_JPEG("darktable-cli")},
    {".hevc", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".htm", TG_SUFFIX_BESIDE, NULL},
    {".html", TG_SUFFIX_BESIDE, NULL},
    {".ico", TG_SUFFIX_UNREAD, NOT("icons") TO_PNG("icotool")},
    {".iiq", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".ini", TG_SUFFIX_BESIDE, NULL},
    {".insv", TG_SUFFIX_VIDEO, NULL},
    {".ivf", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".j2c", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress")},
    {".j2k", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress")},
    {".jp2", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress")},
    {".jpc", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress")},
    {".jpf", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress")},
    {".jpx", TG_SUFFIX_UNREAD, NOT("JPEG 2000 pictures") TO_PNG("opj_decompress")},
    {".js", TG_SUFFIX_BESIDE, NULL},
    {".json", TG_SUFFIX_BESIDE, NULL},
    {".jxl", TG_SUFFIX_UNREAD, NOT("JPEG XL pictures") TO_JPEG("djxl")},
    {".jxr", TG_SUFFIX_UNREAD, NOT("JPEG XR pictures") TO_PNG("JxrDecApp")},
    {".k25", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".kdc", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".kml", TG_SUFFIX_BESIDE, NULL},
    {".kra", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT},
    {".lnk", TG_SUFFIX_BESIDE, NULL},
    {".log", TG_SUFFIX_BESIDE, NULL},
    {".lrv", TG_SUFFIX_UNREAD, PREVIEW},
    {".m1v", TG_SUFFIX_VIDEO, NULL},
    {".m2t", TG_SUFFIX_VIDEO, NULL},
    {".m2ts", TG_SUFFIX_VIDEO, NULL},
    {".m2v", TG_SUFFIX_VIDEO, NULL},
    {".m4a", TG_SUFFIX_UNREAD, AUDIO},
    {".m4b", TG_SUFFIX_UNREAD, AUDIO},
    {".m4v", TG_SUFFIX_VIDEO, NULL},
    {".markdown", TG_SUFFIX_BESIDE, NULL},
    {".md", TG_SUFFIX_BESIDE, NULL},
    {".mef", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".mjpeg", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".mjpg", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".mka", TG_SUFFIX_UNREAD, AUDIO},
    {".mkv", TG_SUFFIX_VIDEO, NULL},
    {".moc", TG_SUFFIX_BESIDE, NULL},
    {".mod", TG_SUFFIX_UNREAD, RENAME(".mpg")},
    {".mos", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".mov", TG_SUFFIX_VIDEO, NULL},
    {".mp3", TG_SUFFIX_UNREAD, AUDIO},
    {".mp4", TG_SUFFIX_VIDEO, NULL},
    {".mpeg", TG_SUFFIX_VIDEO, NULL},
    {".mpg", TG_SUFFIX_VIDEO, NULL},
    {".mrw", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".mts", TG_SUFFIX_VIDEO, NULL},
    {".mxf", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".nfo", TG_SUFFIX_BESIDE, NULL},
    {".nsv", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".oga", TG_SUFFIX_UNREAD, AUDIO},
    {".ogg", TG_SUFFIX_UNREAD, AUDIO},
    {".ogm", TG_SUFFIX_VIDEO, NULL},
    {".ogv", TG_SUFFIX_VIDEO, NULL},
    {".on1", TG_SUFFIX_BESIDE, NULL},
    {".opus", TG_SUFFIX_UNREAD, AUDIO},
    {".ora", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT},
    {".pam", TG_SUFFIX_UNREAD, NOT("Netpbm pictures") TO_PNG("pnmtopng")},
    {".pbm", TG_SUFFIX_UNREAD, NOT("Netpbm pictures") TO_PNG("pnmtopng")},
    {".pcx", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK},
    {".pgm", TG_SUFFIX_UNREAD, NOT("Netpbm pictures") TO_PNG("pnmtopng")},
    {".pnm", TG_SUFFIX_UNREAD, NOT("Netpbm pictures") TO_PNG("pnmtopng")},
    {".pp3", TG_SUFFIX_BESIDE, NULL},
    {".ppm", TG_SUFFIX_UNREAD, NOT("Netpbm pictures") TO_PNG("pnmtopng")},
    {".psb", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT},
    {".psd", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT},
    {".ptx", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".qoi", TG_SUFFIX_UNREAD, NOT("QOI pictures") TO_PNG("qoiconv")},
    {".qt", TG_SUFFIX_VIDEO, NULL},
    {".r3d", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".raw", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".rgb", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK},
    {".rm", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".rmvb", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".rws", TG_SUFFIX_BESIDE, NULL},
    {".rwz", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".sgi", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK},
    {".srf", TG_SUFFIX_PHOTO, NOT_YET("such raw photos") TO_JPEG("darktable-cli")},
    {".srt", TG_SUFFIX_BESIDE, NULL},
    {".sub", TG_SUFFIX_BESIDE, NULL},
    {".svg", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("rsvg-convert")},
    {".svgz", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("rsvg-convert")},
    {".swf", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".tga", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK},
    {".thm", TG_SUFFIX_BESIDE, NULL},
    {".tod", TG_SUFFIX_UNREAD, RENAME(".mpg")},
    {".ts", TG_SUFFIX_UNREAD, RENAME(".m2ts")},
    {".txt", TG_SUFFIX_BESIDE, NULL},
    {".url", TG_SUFFIX_BESIDE, NULL},
    {".vob", TG_SUFFIX_VIDEO, NULL},
    {".vtt", TG_SUFFIX_BESIDE, NULL},
    {".wav", TG_SUFFIX_UNREAD, AUDIO},
    {".wdp", TG_SUFFIX_UNREAD, NOT("JPEG XR pictures") TO_PNG("JxrDecApp")},
    {".webm", TG_SUFFIX_VIDEO, NULL},
    {".wma", TG_SUFFIX_UNREAD, AUDIO},
    {".wmf", TG_SUFFIX_UNREAD, NOT("drawings") TO_PNG("Inkscape")},
    {".wmv", TG_SUFFIX_VIDEO, NULL},
    {".wtv", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".xbm", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK},
    {".xcf", TG_SUFFIX_UNREAD, NOT("documents of image editors") EXPORT},
    {".xml", TG_SUFFIX_BESIDE, NULL},
    {".xmp", TG_SUFFIX_BESIDE, NULL},
    {".xpm", TG_SUFFIX_UNREAD, NOT("such pictures") MAGICK},
    {".y4m", TG_SUFFIX_UNREAD, NOT("such videos") TO_MP4},
    {".yaml", TG_SUFFIX_BESIDE, NULL},
    {".yml", TG_SUFFIX_BESIDE, NULL},
};

static int by_suffix(const void *key, const void *row)
{
    return tg_text_casecmp(key, ((const struct tg_suffix *)row)->suffix);
}

const struct tg_suffix *tg_suffix_of(const char *name)
{
    return bsearch(tg_path_ext(name), tg_suffixes, TG_SUFFIXES, sizeof(tg_suffixes[0]), by_suffix);
}

bool tg_suffix_is(const struct tg_suffix *suffix, enum tg_suffix_kind kind)
{
    return suffix && suffix->kind == kind;
}

bool tg_is_media(const char *name)
{
    const struct tg_suffix *suffix = tg_suffix_of(name);

    return tg_format_of_suffix(name) || (suffix && suffix->kind != TG_SUFFIX_BESIDE);
}

bool tg_is_system_folder(const char *name)
{
    static const char *const names[] = {"@eaDir",    "#recycle",     "@Recycle",
                                        "#snapshot", "$RECYCLE.BIN", "System Volume Information",
                                        "__MACOSX",  "lost+found"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}
