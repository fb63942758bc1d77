# cli_mistakes.sh - what people type by mistake is answered with what they probably meant, and nothing is done.
. "$(dirname "$0")/lib.sh"
mkdir photos bare album project
make_photo photos/a.jpg 60 40 420
cp photos/a.jpg bare
cp photos/a.jpg album
echo '# Here' >album/album.md

# tirage alone builds nothing that nobody asked for.
cd bare
run
expect_code 0
grep -q '^Commands' out || fail "bare tirage prints no help"
run -q -j 1
expect_code 0
grep -q '^Commands' out || fail "bare tirage with -q -j 1"
rm out err
[ "$(ls)" = a.jpg ] || fail "bare tirage wrote: $(ls)"
run .
expect_code 0
[ -f build/index.html ] || fail "tirage . does not build"
cd ../album
run -q
expect_code 0
[ -f build/index.html ] || fail "tirage beside an album.md does not build"
cd ../photos
run -q -o ../site
expect_code 0
[ -f ../site/index.html ] || fail "tirage -o OUT does not build"
rm -r ../site out err
cd ..

# help and version, as commands too
run help thumb
expect_code 0
cp out help
run thumb --help
cmp out help || fail "help thumb differs from thumb --help"
run help test
grep -q '^tirage check' out || fail "help of an alias"
refuses 2 "did you mean tirage thumb?" help thum
refuses 2 "one command" help thumb build
run version
expect_code 0
run version
cp out version
run --version
cmp out version || fail "version differs from --version"
run version -v
grep -q '^libjpeg' out || fail "version -v"
run version --json
python3 -c 'import json; assert json.load(open("out"))["version"]' || fail "version --json"

# Commands
for pair in biuld:build buidl:build thum:thumb thumbnail:thumb previw:preview deplyo:deploy chekc:check merg:merge \
    doctr:doctor watch:preview clean:gc hepl:help verison:version Build:build; do
    refuses 2 "there is no command or folder '${pair%:*}'; did you mean tirage ${pair#*:}?" "${pair%:*}"
done
refuses 2 "there is no command or folder 'nonsense' (see tirage --help)" nonsense
refuses 2 "there is no command or folder 'a.jpg'" a.jpg
refuses 1 "photos/a.jpg: is a file; tirage build takes folders, tirage thumb files" photos/a.jpg
refuses 1 "tirage thumb files" build photos/a.jpg
refuses 1 "tirage check takes folders" check photos/a.jpg
refuses 3 "-r takes the pictures" thumb -s 10 photos
mkdir biuld
cp photos/a.jpg biuld
ok biuld -o site
rm -r site

# Options
refuses 2 "'--qualty': there is no such option; did you mean --quality?" thumb -s 10 --qualty 80 photos/a.jpg
refuses 2 "did you mean --output?" build photos --otuput site
refuses 2 "did you mean --output?" build photos --outptu=site
refuses 2 "did you mean --quality of tirage thumb?" build photos --qualitty 80
refuses 2 "did you mean --dry-run?" build photos --dryrun
refuses 2 "did you mean --recursive?" thumb -s 10 --recurse photos
refuses 2 "there is no such option (see tirage build --help)" build photos --zzzzzz
refuses 2 "'--d' is too short; did you mean --dry-run?" build photos --d
refuses 2 "'-t': there is no such option (see" build photos -t
refuses 2 "short for several options: --max-load, --max-pixels" build photos --max 2
refuses 2 "its value, LIST, is missing" thumb --size
refuses 2 "its value, N, is missing" thumb -Q
refuses 2 "--json takes no value" build photos --json=yes
refuses 2 "does not belong to this command but to tirage thumb (see tirage build --help)" build photos -s 100
refuses 2 "does not belong to this command but to tirage thumb" build photos --quality 80
refuses 2 "does not belong to this command but to tirage build and tirage thumb" check photos --srgb
refuses 2 "does not belong to this command but to tirage preview" thumb -s 10 --port 80 photos/a.jpg
refuses 2 "two dashes: --size=10" thumb -size=10 photos/a.jpg
refuses 2 "two dashes: --output" build photos -output site
refuses 2 "two dashes: --quiet" build photos -quiet
refuses 2 "two dashes: --help" -help
refuses 2 "say --output=site" build photos -o=site
refuses 2 "say --quality=80" thumb -s 10 -Q=80 photos/a.jpg
ok build photos --output==site # a name that begins so can be given
rm -r =site
refuses 2 "--output is there twice: 'one' and 'two'" build photos -o one -o two
refuses 2 "--state is there twice" build photos --state one --state two
ok build photos -o site -o site -j 1 -j 2 # the last counts
rm -r site
# Hints name the command's own help.
refuses 2 "(see tirage thumb --help)" thumb
refuses 2 "(see tirage thumb --help)" thumb -s 10
refuses 2 "(see tirage build --help)" build photos photos
refuses 2 "(see tirage gc --help)" gc --nonsense
refuses 2 "(see tirage --help)" --nonsense

# -q is no quality, unless a file has that name.
refuses 2 "for quality say --quality 85" thumb -s 10 -q 85 photos/a.jpg
refuses 2 "for quality say --quality 85" thumb -q 85 -s 10 photos/a.jpg
refuses 2 "for quality say --quality 85" -q 85 thumb -s 10 photos/a.jpg
refuses 2 "for quality say --quality 85" thumb -s 10 -q85 photos/a.jpg
refuses 2 "for quality say --quality 85" thumb -s 10 -q=85 photos/a.jpg
cp photos/a.jpg 85
run thumb -s 10 -q 85
expect_code 0
[ -f 85-10 ] || fail "a file called 85"
rm 85 85-10

# Values: what was wrong, with the limit.
for size in 65536 99999x x70000 70000x80000 0; do
    refuses 2 "sides are of 1 to 65500 pixels" thumb -s $size photos/a.jpg
done
refuses 2 "1% to 100%, since photos are never enlarged" thumb -s 200% photos/a.jpg
refuses 2 "one is missing" thumb -s 10, 20 photos/a.jpg
refuses 2 "one is missing" thumb --size= photos/a.jpg
refuses 2 "expected N, Wx, xH, WxH, P%, copy or original" thumb -s 80px photos/a.jpg
refuses 2 "say 10M or 10G, or 0 for no limit" build photos -o site --memory 10
refuses 2 "say 2000M or 2000G" build photos -o site --memory 2000
ok build photos -o site --memory 2000000000
rm -r site
refuses 2 "did you mean cover?" thumb -s 10 --fit cver photos/a.jpg
refuses 2 "did you mean webp?" thumb -s 10 --format wepb photos/a.jpg
refuses 2 "did you mean jpeg?" thumb -s 10 --format jpgg photos/a.jpg
refuses 2 "did you mean photo?" build photos --isolation phto
for option in --output --state --include --exclude; do
    refuses 2 "is empty" build photos $option=
done
refuses 2 "is empty" deploy photos --to ''
refuses 2 "argument 1 is empty" build ''
refuses 2 "argument 1 is empty" ''
refuses 2 "argument 2 is empty" thumb -s 10 photos/a.jpg ''
refuses 2 "got '-5'" thumb -s 10 -Q -5 photos/a.jpg
# Behind -- there are arguments only.
run thumb -s 10 -- -q photos/a.jpg
expect_code 3
says 'tirage: -q: '
rm photos/a-10.jpg
refuses 2 "one folder" build -- photos -o site
[ ! -e site ] && [ ! -e one ] && [ ! -e two ] || fail "a wrong command line made something"
# The command, not the option, is what is wrong.
refuses 2 "did you mean tirage thumb?" thumbs a.jpg -s 400
refuses 2 "did you mean tirage build?" buidl photos -s 4
