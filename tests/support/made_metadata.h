/* made_metadata.h - metadata as cameras and editors write it, made by hand. */
#ifndef TG_TESTS_MADE_METADATA_H
#define TG_TESTS_MADE_METADATA_H

#include "tests/support/made.h"

enum { MADE_MAIN, MADE_EXIF, MADE_GPS, MADE_IFDS };

/* One entry of an EXIF block: a text, bytes, or numbers. */
struct made_tag {
    unsigned ifd, tag;
    const char *text; /* with its NUL, or n bytes; NULL: numbers */
    unsigned n;       /* of numbers: 0 ends the list, odd: shorts, even: rationals of two */
    uint32_t v[6];
};

/* A block that begins with "Exif\0\0".  At most ten entries in each directory. */
struct made make_exif(const struct made_tag *tags, bool big_endian);

struct made_dataset {
    unsigned record, number;
    const char *text; /* NULL ends a list */
};

/* Photoshop's image resources: one that says nothing, then IPTC. */
struct made make_iptc(const struct made_dataset *sets);

/* The JPEG file with one more segment behind its beginning: an APP marker's number, mark and
 * content. */
struct made make_segment(const struct made *jpeg, unsigned app, const char *mark, size_t mark_len,
                         const void *data, size_t len);

/* An XMP packet around what an rdf:RDF holds, and around what an rdf:Description holds. */
#define XMP_HEAD                                                                                   \
    "<?xpacket begin='\xef\xbb\xbf' id='W5M0MpCehiHzreSzNTczkc9d'?>"                               \
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"                                                         \
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "                            \
    "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:aux='http://ns.adobe.com/exif/1.0/aux/' "   \
    "xmlns:d='urn:other'>"
#define XMP_TAIL   "</rdf:RDF></x:xmpmeta>\n  \n<?xpacket end='w'?>"
#define XMP(inner) XMP_HEAD "<rdf:Description rdf:about=''>" inner "</rdf:Description>" XMP_TAIL

#endif
