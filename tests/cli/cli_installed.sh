# cli_installed.sh - manual and completions are what the program's tables give; what cmake --install puts where.
. "$(dirname "$0")/lib.sh"

complete=$SOURCE_DIR/packaging/completions
manual=$SOURCE_DIR/packaging/man/tirage.1
python3 "$SOURCE_DIR/packaging/generate.py" --check "$TIRAGE" || fail "they differ: run ./run generate"
commands='build check autogen thumb cache example preview deploy gc merge why bench cpu doctor'
for command in $commands; do
    grep -Eq "^\.Cm $command( |$)" "$manual" || fail "the manual has no $command"
    for shell in tirage _tirage tirage.fish; do
        grep -Eq "(^|[ '=])$command([ ':]|$)" "$complete/$shell" || fail "$shell has no $command"
    done
    run help
    grep -q "^  $command  " out || fail "the help has no $command"
    run $command --help
    cat out >>helps
done
options=$(grep -o -- '--[a-z][a-z-]*' helps | sort -u | sed 's/^--//')
run help
options="$options $(grep -o -- '--[a-z][a-z-]*' out | sort -u | sed 's/^--//')"
[ "$(echo "$options" | wc -w)" -gt 30 ] || fail "only these options were found: $options"
for option in $options; do
    roff=$(echo "$option" | sed 's/-/\\\\*-/g')
    grep -Eq "^\.It Fl ([^ ]* ,? ?)*.*\\\\-$roff( |$)" "$manual" || fail "the manual has no --$option"
    grep -q -- "--$option\>" "$complete/tirage" || fail "bash has no --$option"
    grep -q -- "--$option\>" "$complete/_tirage" || fail "zsh has no --$option"
    grep -q -- "-l $option\>" "$complete/tirage.fish" || fail "fish has no --$option"
done

# What bash offers.
offer() {
    bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tirage; echo "${COMPREPLY[*]}"' "$complete/tirage" "$@"
}
[ "$(offer tirage pre)" = preview ] || fail "bash: commands: $(offer tirage pre)"
[ "$(offer tirage thumb --fi)" = --fit ] || fail "bash: options: $(offer tirage thumb --fi)"
[ "$(offer tirage build --fi)" = '' ] || fail "bash: options of others"
[ "$(offer tirage thumb --fit c)" = cover ] || fail "bash: words"
[ "$(offer tirage --max-l)" = --max-load ] || fail "bash: build left out"
for command in $commands; do
    run $command --help
    for option in $(grep -o -- '--[a-z][a-z-]*' out | sort -u); do
        case "$command $option" in 'cpu --cpu' | 'merge --shard') continue ;; esac # talked about, not its own
        case " $(offer tirage $command --) " in *" $option "*) ;; *) fail "bash: $command has no $option" ;; esac
    done
done
! command -v zsh >/dev/null || zsh -n "$complete/_tirage" || fail "zsh"
! command -v fish >/dev/null || fish -n "$complete/tirage.fish" || fail "fish"
! command -v mandoc >/dev/null || mandoc -Tlint -Wwarning "$manual" >out 2>&1 ||
    ! grep -v 'mandoc.db' out || fail "the manual"

# Into a folder, as packages are made.
[ -n "${BUILD_DIR:-}" ] || skip "BUILD_DIR is not given"
DESTDIR=$work/root cmake --install "$BUILD_DIR" --prefix /usr >out 2>&1 || fail "cmake --install"
for file in bin/tirage share/man/man1/tirage.1 share/bash-completion/completions/tirage \
    share/zsh/site-functions/_tirage share/fish/vendor_completions.d/tirage.fish share/doc/tirage/copyright \
    share/systemd/user/tirage.path share/systemd/user/tirage.service share/systemd/user/tirage.timer \
    share/thumbnailers/tirage.thumbnailer share/tirage/darktable/tirage.lua share/tirage/export/after-export.sh share/doc/tirage/README.md \
    share/doc/tirage/CHANGELOG.md share/doc/tirage/docs/albums.md share/doc/tirage/examples/cluster/slurm.sh; do
    [ -s "root/usr/$file" ] || fail "$file is not installed"
done
root/usr/bin/tirage --version | grep -q '^tirage [0-9]' || fail "the installed program"
# What documents show and lead to is installed with them, but for the tree itself.
for document in root/usr/share/doc/tirage/README.md root/usr/share/doc/tirage/docs/*.md; do
    for link in $(grep -oE '(\]\(|src=")[^)":# ]+' "$document" | sed 's/^](//; s/^src="//' |
        grep -vE '^(https?|mailto)|LICENSE|packaging/'); do
        [ -e "${document%/*}/$link" ] || fail "$document leads to $link, which is not installed"
    done
done
! command -v systemd-analyze >/dev/null || systemd-analyze --user verify root/usr/share/systemd/user/tirage.* >out 2>&1 ||
    ! grep -v 'is not executable\|Failed to\|man:' out || fail "the units"
