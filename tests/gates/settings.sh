# settings.sh - every key of settings.yaml is in docs/settings.md, or in docs/from-recitale.md as one that is ignored;
# every key of album.md in docs/albums.md, from whose tables the manual is made.
. "$(dirname "$0")/tree.sh"

keys=$(grep -rhoE --include="settings_*.c" '^ +[A-Z]+\("[a-z_-]+", (BOOL|TEXT|TEXTS|NODE|DATE)|^ +MAP\("[a-z_-]+"' gallery | cut -d'"' -f2 | sort -u)
[ "$(echo "$keys" | wc -l)" -gt 30 ] || violation "only these keys were found: $keys"
for key in $keys; do
    grep -q "\`$key[\`:]" docs/settings.md docs/from-recitale.md || violation "nothing is said of the key $key"
done
keys=$(grep -oE 'KEY\("[a-z_-]+"' gallery/source/album_file.c | cut -d'"' -f2 | sort -u)
[ "$(echo "$keys" | wc -l)" -gt 15 ] || violation "only these keys of album.md were found: $keys"
for key in $keys; do
    grep -q "^| \`$key\` |" docs/albums.md || violation "no row of docs/albums.md is for the key $key"
done
exit $violations
