# cluster_kubernetes.sh - the manifests of examples/cluster against the schemas of Kubernetes, and what their
# containers run, here; Kubernetes itself is not started.
. "$(dirname "$0")/../cli/lib.sh"
: "${WEB:?names the folder of npm packages}"

[ -d "$WEB/node_modules/kubernetes-models" ] || skip "no kubernetes-models: ./run deps --web installs it"
check() {
    node "$SOURCE_DIR/tests/cluster/manifests.mjs" "$WEB" "$@" >report 2>&1
}
shards=$SOURCE_DIR/examples/cluster/kubernetes-shards.yaml merge=$SOURCE_DIR/examples/cluster/kubernetes-merge.yaml
check "$shards" "$merge" || fail "$(cat report)"
# It does find what is wrong.
for mistake in 's/completions: 8/completions: eight/' 's/- name: tirage/- title: tirage/' 's/completions: 8/completions: 9/' \
    's/value: "8"/value: 8/'; do
    sed "$mistake" "$shards" >wrong.yaml
    ! check wrong.yaml || fail "nothing is wrong with $mistake"
done

# The commands of the containers, with folders of here.
mkdir photos bin
ln -s "$TIRAGE" bin/tirage
export PATH="$work/bin:$PATH"
for n in 1 2 3 4 5 6 7 8 9; do
    make_photo photos/$n.jpg $((300 + 50 * n)) 300 420
done
printf broken >photos/bad.jpg
run build photos -o plain
expect_code 3
command_of() {
    sed -n "s/.*command: \[sh, -c, '\(.*\)'\]/\1/p" "$1" | sed "s,/photos,photos,; s,/site,site,"
}
for i in 0 1 2 3 4 5 6 7; do
    COMPLETIONS=8 JOB_COMPLETION_INDEX=$i sh -c "$(command_of "$shards")" >out 2>err || fail "index $i"
done
sh -c "$(command_of "$merge")" >out 2>err || fail "merge"
same plain site
