# cli_release.sh - what ./run release refuses; and the sources of a release with the list of what others made in them, and packages
# for npm and PyPI: the same bytes in every run, from a repository and from the archive itself.
. "$(dirname "$0")/lib.sh"
[ "$SLOW" = 0 ] || skip "with sanitizers: no program is run"
for program in git python3 sha256sum; do
    command -v $program >/dev/null || skip "no $program"
done
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
unset SOURCE_DATE_EPOCH

sh "$SOURCE_DIR/tests/static/release_refusals.sh" >out 2>err || fail "refusals: $(cat out)"

# A repository whose commit has a date, made of the archive of this tree.
date=1700000000
SOURCE_DATE_EPOCH=$date sh "$SOURCE_DIR/toolchains/source.sh" "$work/first.tar.gz" || fail "source.sh"
version=$(sh "$SOURCE_DIR/toolchains/source.sh" --version)
mkdir clone other
for folder in clone other; do
    tar -xzf first.tar.gz -C $folder --strip-components=1
done
tar -tzvf first.tar.gz >list
! grep -v " 0/0 .* 2023-11-14 22:13 tirage-$version/" list || fail "another owner, date or folder"
grep -q "tirage-$version/packaging/debian/rules\$" list || fail "no debian/rules"
! grep -E "tirage-$version/(build|\.git)/" list || fail "what is not source"
(
    cd clone
    git init -q .
    git add -A
    GIT_COMMITTER_DATE="$date +0000" git -c user.name=N -c user.email=n@example.org commit -q -m Release
) || fail "git"
for what in npm python; do
    ! sh clone/toolchains/release.sh $what >out 2>err || fail "a release of $what without a static program"
    says 'there is no static program: ./run static TARGET makes one'
done
target=aarch64-linux-musl
python3 "$SOURCE_DIR/tests/cli/stand_in_program.py" $target program
for folder in clone other; do
    archive=$folder/build/$target/tirage-$version-$target.tar.gz
    python3 "$SOURCE_DIR/tests/cli/stand_in_program.py" $target $archive --archive program
done
for time in 1 2; do
    sh clone/toolchains/release.sh source npm python >out 2>err || fail "a release"
    says 'no package for x86_64-linux-musl: ./run static x86_64-linux-musl makes its program'
    mv clone/build/dist "dist$time"
    sleep 1
done
SOURCE_DATE_EPOCH=$date sh other/toolchains/release.sh source npm python >out 2>err || fail "a release outside of a repository"
mv other/build/dist dist3
for time in 2 3; do
    diff -r dist1 "dist$time" >out || fail "another run gives other bytes: $time"
done
cmp first.tar.gz "dist1/tirage-$version.tar.gz" || fail "the archive of the archive differs"
(cd dist1 && sha256sum --quiet -c SHA256SUMS) >out 2>&1 || fail "checksums"
sed 's/.*  //' dist1/SHA256SUMS >sums
cat >files <<END
tirage-$version-py3-none-manylinux_2_17_aarch64.musllinux_1_1_aarch64.whl
tirage-$version.spdx.json
tirage-$version.tar.gz
tirage-$version.tgz
tirage-linux-arm64-$version.tgz
END
diff files sums >out || fail "files of a release"
[ "$(wc -l <dist1/NOTES.md)" -gt 20 ] || fail "no notes"
! grep '^## ' dist1/NOTES.md || fail "notes of other versions"

python3 - "$SOURCE_DIR" "dist1/tirage-$version" "$TIRAGE" >out 2>&1 <<'END' || fail "a list of contents"
import hashlib, json, pathlib, subprocess, sys

root, base, program = sys.argv[1:]
source = json.loads(pathlib.Path(base + ".spdx.json").read_text())


def check(listed, file, names):
    assert listed["spdxVersion"] == "SPDX-2.3" and listed["dataLicense"] == "CC0-1.0"
    main, *others = listed["packages"]
    assert main["checksums"][0]["checksumValue"] == hashlib.sha256(pathlib.Path(file).read_bytes()).hexdigest()
    assert {other["name"] for other in others} >= names, names
    ids = [package["SPDXID"] for package in listed["packages"]]
    assert len(set(ids)) == len(ids)
    assert [r["relatedSpdxElement"] for r in listed["relationships"]] == ids
    extracted = {info["licenseId"] for info in listed.get("hasExtractedLicensingInfos", [])}
    for package in listed["packages"]:
        assert not package["licenseDeclared"].startswith("LicenseRef") or package["licenseDeclared"] in extracted


check(source, base + ".tar.gz", {"data-jost", "data-coast", "data-nfc_table"})
for package in source["packages"][1:]:  # every pattern of files names some
    for pattern in package["comment"].removeprefix("files: ").split():
        assert list(pathlib.Path(root).glob(pattern)), pattern
command = [sys.executable, f"{root}/toolchains/sbom.py", "program", "x86_64-linux-musl", program, "gcc 1"]
texts = {subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in (1, 2)}
assert len(texts) == 1
check(json.loads(texts.pop()), program, {"libjpeg-turbo", "musl", "md4c"})
END
