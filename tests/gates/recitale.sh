# recitale.sh - docs/recitale-checklist.md and the tests belong together: every point has a test that cites it, in its
# name (recitale_19_20_...) or in a comment (recitale_66), and every test called recitale_... cites points that exist.
. "$(dirname "$0")/tree.sh"
checklist=docs/recitale-checklist.md

points=$(sed -n 's/^| \([1-9][0-9]*\) |.*/\1/p' $checklist)
[ "$points" = "$(seq 1 "$(echo "$points" | tail -n 1)")" ] || violation "$checklist: points are not numbered 1, 2, 3, ..."
cited=$(grep -rhoE --exclude-dir=gates 'recitale(_[0-9][0-9])+' tests | grep -oE '[0-9][0-9]' | sed 's/^0//' | sort -nu)
for n in $points; do
    case " $(echo $cited) " in
    *" $n "*) ;;
    *) violation "$checklist: no test cites point $n" ;;
    esac
done
for n in $cited; do
    case " $(echo $points) " in
    *" $n "*) ;;
    *) violation "$checklist has no point $n, which is cited by $(grep -rlE "recitale(_[0-9][0-9])*_0?$n" tests)" ;;
    esac
done
nameless=$(grep -rnE 'START_TEST\(recitale_([^0-9]|[0-9][^0-9]|[0-9]{3})' tests || :)
[ -z "$nameless" ] || violation "tests that cite no point: $nameless"
exit $violations
