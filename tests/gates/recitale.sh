# recitale.sh - every point of récitale's checklist that is not a "won't do" has a test with its number in its
# name (recitale_19_20_...) or in its head ("recitale_66"), or is explained in docs/from-recitale.md as "(63)".
. "$(dirname "$0")/tree.sh"

tested=$(grep -rhoE 'recitale(_[0-9][0-9])+' tests | grep -oE '[0-9][0-9]' | sort -u)
explained=$(grep -oE '\([0-9][0-9]\)' docs/from-recitale.md | grep -oE '[0-9][0-9]' | sort -u)
for n in $(seq -w 1 74); do
    case " $(echo $tested $explained) " in
    *" $n "*) ;;
    *) violation "point $n of the checklist: neither tested nor explained" ;;
    esac
done
exit $violations
