# images.sh - Containerfiles begin with images by their digest, which say what is in them: named so, or by an argument
# that has no default and is looked at.
. "$(dirname "$0")/tree.sh"

found=
for file in $(sources '*Containerfile*' '*Dockerfile*'); do
    found=1
    for image in $(sed -n 's/^FROM  *\([^ ]*\).*/\1/p' "$file"); do
        case $image in
        scratch | *@sha256:*) ;;
        '${'*'}')
            name=${image#??} name=${name%?}
            grep -q "^ARG $name\$" "$file" && ! grep -q "^ARG $name=" "$file" &&
                grep -qF "RUN case \${$name} in *@sha256:*) ;;" "$file" ||
                violation "$file: $image is not asked for by its digest"
            ;;
        *) violation "$file: $image is a tag, which can be moved: use its digest" ;;
        esac
    done
done
[ -n "$found" ] || violation "no Containerfile is looked at"
exit $violations
