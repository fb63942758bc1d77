# cli_npm.sh - the packages for npm: what is in them; installed from files alone, and from a registry, of which npm takes what
# this machine needs.  The command passes exit codes and signals on, and says what to do where it cannot run; the examples
# of docs/npm.md run.
. "$(dirname "$0")/lib.sh"
[ "$SLOW" = 0 ] || skip "with sanitizers: the packages are the same"
for program in node npm npx; do
    command -v $program >/dev/null || skip "no $program"
done
[ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] || skip "no Node of version 18 or later"
packer=$SOURCE_DIR/packaging/npm/pack_npm.py
. "$SOURCE_DIR/tests/cli/packed.sh"

export npm_config_cache="$work/cache" npm_config_userconfig="$work/npmrc" npm_config_audit=false npm_config_fund=false \
    npm_config_update_notifier=false npm_config_ignore_scripts=true HOME="$work/home"
mkdir home
version=$("$TIRAGE" --version | sed 's/tirage //')
case $target in x86_64-*) cpu=x64 ;; aarch64-*) cpu=arm64 ;; *) cpu=arm ;; esac
own=@tirage/linux-$cpu
[ "$(ls packed | tr '\n' ' ')" = "tirage-$version.tgz tirage-linux-arm-$version.tgz tirage-linux-arm64-$version.tgz tirage-linux-x64-$version.tgz " ] ||
    fail "packages: $(ls packed)"

# What is in them is what npm itself would pack of it.
for package in packed/*.tgz; do
    rm -rf package
    tar -xzf "$package"
    (cd package && find . -type f | sed 's,^\./,,' | sort) >files
    npm pack --offline --dry-run --json ./package 2>err | node -e '
        const [packed] = JSON.parse(require("fs").readFileSync(0, "utf8"));
        console.log(packed.files.map((file) => file.path).sort().join("\n"))' >out || fail "npm pack"
    diff files out || fail "npm would pack other files of $package"
    tar -tzvf "$package" >files
    ! grep -vE '^-rw-r--r-- 0/0 .* package/|^-rwxr-xr-x 0/0 .* package/(bin/tirage|shim.mjs)$' files || fail "modes, owners or folders"
    node -e '
        const fields = require(`${process.cwd()}/package/package.json`), [, version] = process.argv;
        const no = ["scripts", "dependencies", "private"].filter((name) => name in fields);
        if (no.length || fields.version !== version || !fields.license) throw new Error(JSON.stringify(fields));
        if (fields.name === "tirage") {
            const wanted = Object.values(fields.optionalDependencies);
            if (wanted.length !== 3 || wanted.some((one) => one !== version) || fields.os || fields.cpu) throw new Error("platforms");
        } else if (fields.name !== `@tirage/${fields.os}-${fields.cpu}`) throw new Error(fields.name);
    ' "$version" >out 2>err || fail "package.json"
    if grep -q licences files; then # of an archive
        grep -q 'LGPL-2.1-or-later' package/package.json || fail "not all licences"
        grep -q '"spdxVersion"' package/tirage.spdx.json || fail "no list of contents"
    fi
done
[ "$(tar -xOzf "packed/tirage-$version.tgz" package/man/tirage.1 | cksum)" = "$(cksum <"$SOURCE_DIR/packaging/man/tirage.1")" ] || fail "no manual"

# From files, without a network, in a folder that is empty.
mkdir files-only
(cd files-only && npm install --offline "../packed/tirage-linux-$cpu-$version.tgz" "../packed/tirage-$version.tgz") >out 2>err || fail "npm install"
cd files-only
[ "$(npx --offline tirage --version)" = "tirage $version" ] || fail "npx"
PATH=$PWD/node_modules/.bin:$PATH
makes_galleries
mv out err ..
cd "$work"

# From a registry: npm takes the package of this machine and no other one.
node "$SOURCE_DIR/tests/cli/npm_registry.mjs" packed >registry 2>registry-err &
registry=$!
trap 'kill $registry 2>/dev/null || :; cleanup' EXIT
wait_until test -s registry
export npm_config_registry="$(cat registry)" no_proxy=127.0.0.1 NO_PROXY=127.0.0.1
rm -rf cache
mkdir -p other/node_modules
(cd other && npx --yes tirage --version) >out 2>err || fail "npx from a registry"
grep -qx "tirage $version" out || fail "npx from a registry says something else"
mkdir app
(cd app && npm install tirage) >out 2>err || fail "npm install from a registry"
[ "$(ls app/node_modules/@tirage)" = "${own#*/}" ] || fail "installed: $(ls app/node_modules/@tirage)"
shim=$work/app/node_modules/tirage/shim.mjs

# Signals.  The program takes what was asked and ends; a second signal would have ended it at once.
cat >counts <<'SH'
#!/bin/sh
n=0
trap 'n=$((n + 1)); got=INT' INT
trap 'n=$((n + 1)); got=TERM' TERM
trap 'n=$((n + 1)); got=HUP' HUP
echo ready
until [ "$n" -gt 0 ]; do sleep 0.05; done
sleep 0.5
echo "$got $n"
exit 7
SH
chmod 755 counts
for signal in INT TERM HUP; do
    : >said
    TIRAGE_BIN=$work/counts setsid node "$work/app/node_modules/.bin/tirage" >said 2>err & # in the foreground of no terminal
    command=$!
    wait_until grep -q ready said
    kill -s $signal $command
    code=0
    wait $command || code=$?
    [ "$code $(tail -n 1 said)" = "7 $signal 1" ] || fail "SIG$signal: exit code $code, $(cat said)"
done
code=0
TIRAGE_BIN=$work/counts timeout 60 python3 "$SOURCE_DIR/tests/cli/ctrl_c.py" node "$shim" >out 2>err || code=$?
[ $code = 7 ] && grep -q 'INT 1' out || fail "Ctrl-C in a terminal: exit code $code"
printf '#!/bin/sh\nkill -KILL $$\n' >counts
code=0
TIRAGE_BIN=$work/counts node "$shim" >out 2>err || code=$?
[ $code = 137 ] || fail "exit code $code of a program that was killed"
mkfifo requests
node "$shim" serve --stdio --root . <requests >said 2>err &
server=$!
exec 8>requests
wait_until grep -q protocol said
kill -s TERM $server
code=0
wait $server || code=$?
exec 8>&-
[ $code = 143 ] || fail "exit code $code of serve"

# Where it cannot run.
cat >elsewhere.cjs <<'JS'
const fs = require('fs'), { syncBuiltinESMExports } = require('module'), { readFileSync } = fs;
const { platform, arch, cpuinfo } = JSON.parse(process.env.ELSEWHERE);
Object.defineProperty(process, 'platform', { value: platform });
Object.defineProperty(process, 'arch', { value: arch });
fs.readFileSync = (file, ...rest) => (file === '/proc/cpuinfo' ? cpuinfo : readFileSync(file, ...rest));
syncBuiltinESMExports();
JS
elsewhere() { # TEXT ELSEWHERE
    code=0
    ELSEWHERE=$2 node --require ./elsewhere.cjs "$shim" --version >out 2>err || code=$?
    [ $code = 1 ] && [ ! -s out ] && [ "$(wc -l <err)" = 1 ] || fail "no refusal of one line: $2"
    says "tirage: $1"
}
arm() { # TEXT MODEL FEATURES
    elsewhere "$1" '{"platform": "linux", "arch": "arm", "cpuinfo": "model name\t: '"$2"'\nFeatures\t: '"$3"'\nCPU architecture: 7\n"}'
}
elsewhere 'there is no tirage for darwin-arm64, but for Linux on x64, arm64 and ARMv7' '{"platform": "darwin", "arch": "arm64"}'
elsewhere 'there is no tirage for linux-riscv64' '{"platform": "linux", "arch": "riscv64"}'
arm 'this is an ARMv6 processor' 'ARMv6-compatible processor rev 7 (v6l)' 'half thumb fastmult vfp edsp java tls'
arm 'this is a processor without NEON' 'ARMv7 Processor rev 0 (v7l)' 'half thumb fastmult vfp edsp vfpv3 vfpv3d16'
if [ $cpu != arm ]; then
    arm 'the package @tirage/linux-arm is missing' 'ARMv7 Processor rev 4 (v7l)' 'half thumb fastmult vfp edsp neon vfpv3'
    arm 'the package @tirage/linux-arm is missing' 'Cortex-A72' 'fp asimd evtstrm crc32 cpuid' # a kernel of 64 bits
    elsewhere 'the package @tirage/linux-arm is missing' '{"platform": "linux", "arch": "arm", "cpuinfo": ""}'
fi
mv "app/node_modules/$own" aside
code=0
node "$shim" --version >out 2>err || code=$?
[ $code = 1 ] || fail "exit code $code without a program"
says "tirage: the package $own is missing: install tirage on this machine, with optional dependencies"
code=0
TIRAGE_BIN=/nowhere/tirage node "$shim" --version >out 2>err || code=$?
[ $code = 1 ] || fail "exit code $code of a program that is not there"
says '/nowhere/tirage'
mv aside "app/node_modules/$own"

# The client: it finds the program, and the documents' examples run.
cp -R files-only/photos app/
mkdir app/thumbs
cd app
node --input-type=module -e "import { findProgram } from 'tirage'; console.log(findProgram())" >out 2>err || fail "import"
[ "$(cat out)" = "$work/app/node_modules/$own/bin/tirage" ] || fail "another program: $(cat out)"
node -e "import('tirage').then(({ Tirage }) => console.log(typeof Tirage))" >out 2>err || fail "import from CommonJS"
node=$(command -v node)
ELSEWHERE='{"platform": "sunos", "arch": "x64"}' PATH=/nowhere "$node" --require ../elsewhere.cjs --input-type=module -e "
    import { Tirage } from 'tirage';
    await new Tirage({ roots: '.' }).thumb('a.jpg', []).catch((error) => console.log(error.code, error.message))" >out 2>err || fail "no program"
grep -q 'ENOENT .*tirage ENOENT: there is no tirage for sunos-x64' out || fail "the client does not say why there is no program"
blocks js "$SOURCE_DIR/docs/npm.md" mjs
for block in block-*.mjs; do
    timeout 120 node $block >out 2>err || fail "docs/npm.md: $block"
    [ -s out ] && [ ! -s err ] || fail "docs/npm.md: complaints of $block"
done
for made in photos/small/a.webp photos/square/a.jpg thumbs/a.jpg.webp thumbs/b.jpg.webp thumbs/c.jpg.webp; do
    [ -s $made ] || fail "docs/npm.md: no $made"
done
command -v tsc >/dev/null || skip "no tsc: types were not checked, everything else was"
blocks ts "$SOURCE_DIR/docs/npm.md" mts
cat >tsconfig.json <<'JSON'
{ "compilerOptions": { "target": "es2022", "lib": ["es2022", "dom"], "types": [], "module": "nodenext", "moduleResolution": "nodenext",
    "strict": true, "noEmit": true }, "files": ["block-1.mts"] }
JSON
timeout 300 tsc -p tsconfig.json >out 2>err || fail "types of docs/npm.md"
sed -i "s/fit: 'inside'/fit: 'outside'/" block-1.mts
! timeout 300 tsc -p tsconfig.json >out 2>err || fail "types say nothing of a wrong word"
grep -q 'outside' out || fail "types complain about something else"
