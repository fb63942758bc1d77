# cli_faces.sh - faces that exiftool writes into photos: tiles keep them, whatever the orientation; nobody's name is kept.
. "$(dirname "$0")/lib.sh"
command -v exiftool >/dev/null || skip "no exiftool: ./run deps --test installs it"

# As it is seen: a picture of 400x600 with a face at its bottom.  Of each orientation: where that is in the file.
faces='1:.5,.9 2:.5,.9 3:.5,.1 4:.5,.1 5:.9,.5 6:.9,.5 7:.1,.5 8:.1,.5'
for face in $faces; do
    orientation=${face%%:*} x=${face#*:}
    y=${x#*,} x=${x%,*}
    w=400 h=600
    [ "$orientation" -lt 5 ] || w=600 h=400
    for kind in mwg people upright; do
        mkdir -p "photos/$kind $orientation"
        photo="photos/$kind $orientation/a.jpg"
        make_photo "$photo" 400 600 420 --orientation "$orientation"
        case $kind in
        mwg) exiftool -q -overwrite_original "-RegionInfo={AppliedToDimensions={W=$w,H=$h,Unit=pixel},RegionList=[{Area={X=$x,Y=$y,W=.1,H=.1,Unit=normalized},Name=Anna Nym,Type=Face},{Area={X=.5,Y=.5,W=.9,H=.9,Unit=normalized},Type=Focus}]}" "$photo" ;;
        people)
            left=$(awk "BEGIN { print $x - .05 }") top=$(awk "BEGIN { print $y - .05 }")
            exiftool -q -overwrite_original "-RegionInfoMP={Regions=[{PersonDisplayName=Anna Nym,Rectangle=$left|, $top|, 0.1|, 0.1}]}" "$photo"
            ;;
        upright) # made for what is seen: only where width and height are swapped can it be told
            [ "$orientation" -lt 5 ] || x=.5 y=.9
            [ "$orientation" -lt 5 ] || w=400 h=600
            exiftool -q -overwrite_original "-RegionInfo={AppliedToDimensions={W=$w,H=$h,Unit=pixel},RegionList=[{Area={X=$x,Y=$y,W=.1,H=.1,Unit=normalized},Name=Anna Nym,Type=Face}]}" "$photo"
            ;;
        esac || fail "exiftool: $photo"
    done
done
# It says as much of what it has written.
[ "$(exiftool -s3 -RegionName 'photos/mwg 6/a.jpg')" = 'Anna Nym' ] || fail "exiftool did not write regions"
[ "$(exiftool -s3 -RegionPersonDisplayName 'photos/people 6/a.jpg')" = 'Anna Nym' ] || fail "exiftool did not write people"
ok build photos -o site
[ "$(grep -c '<span class="cover"><img' site/index.html)" = 24 ] || fail "not 24 covers"
grep -o '<span class="cover"><img src="[^"]*"\|object-position:[^;"]*' site/index.html | grep -v span | sort | uniq -c >places
[ "$(wc -l <places)" = 1 ] && grep -q '^ *24 object-position:50% 9[0-9]%$' places || fail "faces are not at the bottom: $(cat places)"
! grep -rlq 'Anna' site || fail "a name was kept: $(grep -rl Anna site)"

# Another place in an XMP file: the page changes, pictures stay as they are.
find site -name '*.jpg' -exec cksum {} + | sort >before
cat >'photos/mwg 1/a.xmp' <<'X'
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#" xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#">
<MPRI:Regions><rdf:Bag><rdf:li MPReg:Rectangle="0.4, 0, 0.2, 0.05"/></rdf:Bag></MPRI:Regions></rdf:Description></rdf:RDF></x:xmpmeta>
X
run build photos -o site
expect_code 0
says '24 photos (24 unchanged), 0 pictures made'
grep -q 'mwg%201/a-.*style="object-position:50% 0%' site/index.html || fail "the face of the XMP file is not kept"
find site -name '*.jpg' -exec cksum {} + | sort >after
cmp before after || fail "pictures changed"
