"""recipes.py SOURCE_DIR ARCHIVE BIN - the recipes of examples/ci: they are good YAML (yamllint), docs/publish.md quotes them
as they are, and their commands publish what a build here makes.

Each is run by a stand-in for its service, here in a folder: a clone of a repository with photos, the variables that the
service sets, its cache and its artifacts.  A step or a key that a stand-in does not know is a failure.  ARCHIVE is what curl
(in BIN) fetches; BIN has stand-ins for what these machines must not run.
"""
import filecmp
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

import yaml

SOURCE, ARCHIVE, BIN = (pathlib.Path(path).resolve() for path in sys.argv[1:4])
WORK = pathlib.Path.cwd()
RECIPES = SOURCE / "examples/ci"
SUM = hashlib.sha256(ARCHIVE.read_bytes()).hexdigest()
LINT = """{extends: default, rules: {line-length: {max: 140}, truthy: {check-keys: false}, document-start: disable,
 comments: {min-spaces-from-content: 1}}}"""


class Failure(Exception):
    pass


def expect(holds, words):
    if not holds:
        raise Failure(words)


def only(mapping, *keys):
    unknown = set(mapping) - set(keys)
    expect(not unknown, f"keys that the stand-in does not know: {sorted(map(str, unknown))}")


class Machine:
    """A new machine with a clone of the repository, at the place of the last one, as services have it."""

    def __init__(self, repository, variables, digest):
        self.folder = WORK / "machine"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.clone = self.folder / "clone"
        (self.folder / "home").mkdir(parents=True)
        (self.folder / "temp").mkdir()
        subprocess.run(["git", "clone", "-q", repository, self.clone], check=True)
        self.path = []
        self.variables = {**variables, "HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "temp")}
        if "TIRAGE_SHA256" in self.variables:
            expect(self.variables["TIRAGE_SHA256"] == "0" * 64, "TIRAGE_SHA256 is not the placeholder")
            self.variables["TIRAGE_SHA256"] = digest
        self.said = ""

    def shell(self, script, *options):
        path = ":".join([*self.path, str(BIN), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", *options, "-c", script], cwd=self.clone, env={**os.environ, **self.variables, "PATH": path},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=200, check=False)
        output = done.stdout.decode(errors="replace")
        self.said += output
        expect(done.returncode == 0, f"exit status {done.returncode} of\n{script}\n{output}")


class Store:
    """What a service keeps: caches and artifacts are copies of files and folders."""

    def __init__(self, name):
        self.folder = WORK / name

    def save(self, key, machine, paths):
        for path in paths:
            source, target = machine.clone / path, self.folder / key / path.strip("/")
            if source.is_dir():
                shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
            elif source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)

    def restore(self, key, machine):
        """As archives do it: the times are in whole seconds."""
        if (self.folder / key).is_dir():
            shutil.copytree(self.folder / key, machine.clone, symlinks=True, dirs_exist_ok=True)
            for path in files_of(machine.clone).values():
                os.utime(path, (int(path.stat().st_mtime),) * 2)


class Github:
    """Workflows.  The newest entry of the cache is taken, as with restore-keys."""

    def __init__(self, name, repository, digest=SUM):
        self.cache, self.artifacts = Store(f"{name}-cache"), Store(f"{name}-artifacts")
        self.published = WORK / f"{name}-published"
        self.repository, self.digest, self.run, self.latest = repository, digest, 0, None

    def workflow(self, file):
        text = yaml.safe_load((RECIPES / file).read_text())
        only(text, "name", True, "permissions", "concurrency", "env", "jobs")  # True: on, in YAML 1.1
        self.run += 1
        said, done = "", set()
        for name, job in text["jobs"].items():
            only(job, "runs-on", "timeout-minutes", "environment", "strategy", "steps", "needs")
            expect(job.get("needs", name) in done | {name}, f"{name} is before what it needs")
            matrix = job.get("strategy", {}).get("matrix", {"": [None]})
            (key, values), = matrix.items()
            for value in values:
                said += self.job(job, {**text["env"]}, {"github.run_id": self.run, f"matrix.{key}": value})
            done.add(name)
        return said

    def job(self, job, variables, context):
        machine = Machine(self.repository, variables, self.digest)
        machine.variables["RUNNER_TEMP"] = machine.variables["TMPDIR"]
        machine.variables["GITHUB_PATH"] = str(machine.folder / "path")
        later = []
        for step in job["steps"]:
            only(step, "name", "id", "uses", "with", "run")
            inputs = {key: self.filled(value, context) for key, value in step.get("with", {}).items()}
            if "run" in step:
                machine.shell(self.filled(step["run"], context), "-e")
                paths = machine.folder / "path"
                machine.path = paths.read_text().split("\n")[:-1] if paths.exists() else []
            else:
                self.action(step["uses"], inputs, machine, later)
        for paths, key in later:
            self.cache.save(key, machine, paths)
            self.latest = key
        return machine.said

    def action(self, name, inputs, machine, later):
        if name == "actions/checkout@v4":
            only(inputs, "lfs")
        elif name == "actions/cache@v4":
            only(inputs, "path", "key", "restore-keys")
            if self.latest and self.latest.startswith(inputs.get("restore-keys", "\n")):
                self.cache.restore(self.latest, machine)
            later.append((inputs["path"].split(), inputs["key"]))
        elif name == "actions/upload-artifact@v4":
            only(inputs, "name", "path", "compression-level", "retention-days")
            self.artifacts.save(f"{self.run}/{inputs['name']}", machine, [inputs["path"]])
        elif name == "actions/download-artifact@v4":
            only(inputs, "path")
            shutil.copytree(self.artifacts.folder / str(self.run), machine.clone / inputs["path"])
        elif name == "actions/upload-pages-artifact@v3":
            only(inputs, "path")
            shutil.rmtree(self.published, ignore_errors=True)
            shutil.copytree(machine.clone / inputs["path"], self.published)
        else:
            expect(name == "actions/deploy-pages@v4" and not inputs, f"an action that the stand-in does not know: {name}")

    @staticmethod
    def filled(value, context):
        return re.sub(r"\$\{\{ *([a-z_.]+) *\}\}", lambda match: str(context[match[1]]), str(value))


class Gitlab:
    """Pipelines.  Artifacts of a job are there in all jobs of later stages."""

    def __init__(self, name, repository, digest=SUM):
        self.cache, self.name = Store(f"{name}-cache"), name
        self.published = WORK / f"{name}-published"
        self.repository, self.digest, self.run = repository, digest, 0

    def workflow(self, file):
        text = yaml.safe_load((RECIPES / file).read_text())
        self.run += 1
        artifacts, said = Store(f"{self.name}-artifacts-{self.run}"), ""
        default, stages = text.pop("default", {}), text.pop("stages", ["test"])
        variables = text.pop("variables")
        for name, job in sorted(text.items(), key=lambda item: stages.index(item[1].get("stage", stages[-1]))):
            only({**default, **job}, "image", "timeout", "rules", "cache", "before_script", "script", "artifacts", "stage", "parallel")
            total = job.get("parallel", 1)
            for index in range(1, total + 1):
                machine = Machine(self.repository, variables, self.digest)
                machine.variables.update(CI_NODE_INDEX=str(index), CI_NODE_TOTAL=str(total))
                self.cache.restore(job.get("cache", {}).get("key", "none"), machine)
                artifacts.restore("all" if name == "pages" else "none", machine)
                machine.shell("\n".join([*(job.get("before_script") or default["before_script"]), *job["script"]]), "-eo", "pipefail")
                if "cache" in job:
                    shutil.rmtree(self.cache.folder / job["cache"]["key"], ignore_errors=True)
                    self.cache.save(job["cache"]["key"], machine, job["cache"]["paths"])
                artifacts.save("all", machine, job["artifacts"]["paths"])
                said += machine.said
        shutil.rmtree(self.published, ignore_errors=True)
        shutil.copytree(artifacts.folder / "all/public", self.published)
        return said


class Netlify:
    """Builds.  The plugin runs under Node with the two functions of utils.cache that it calls."""

    def __init__(self, name, repository, digest=SUM):
        self.cache, self.repository, self.digest = Store(f"{name}-cache"), repository, digest
        self.published = WORK / f"{name}-published"

    def workflow(self, file):
        text = tomllib.loads((RECIPES / file).read_text())
        only(text, "build", "plugins")
        only(text["build"], "command", "publish", "environment")
        machine = Machine(self.repository, text["build"]["environment"], self.digest)
        shutil.copy(RECIPES / "netlify-gallery.sh", machine.clone)
        plugin, = (RECIPES / entry["package"] for entry in text["plugins"])
        expect(yaml.safe_load((plugin / "manifest.yml").read_text()) == {"name": plugin.name}, "the plugin's manifest")
        for folder in self.event(plugin, "onPreBuild", "restore"):
            expect(folder in ("site", "state"), f"{folder} is restored")
        self.cache.restore("all", machine)
        machine.shell(text["build"]["command"])
        shutil.rmtree(self.cache.folder, ignore_errors=True)
        self.cache.save("all", machine, self.event(plugin, "onPostBuild", "save"))
        shutil.rmtree(self.published, ignore_errors=True)
        shutil.copytree(machine.clone / text["build"]["publish"], self.published)
        return machine.said

    @staticmethod
    def event(plugin, name, function):
        """The folders for which the plugin calls that function of utils.cache."""
        script = (f"require({json.dumps(str(plugin))}).{name}({{utils: {{cache: {{{function}: folders =>"
                  " console.log(JSON.stringify(folders))}}});")
        return json.loads(subprocess.run(["node", "-e", script], check=True, capture_output=True, timeout=60).stdout)


def files_of(folder):
    return {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}


def check_published(service, repository):
    """The site is what one build makes of the same photos, but for the mark of OUT; the state is not in it."""
    photos, site = WORK / "reference/photos", WORK / "reference/site"
    shutil.rmtree(photos.parent, ignore_errors=True)
    shutil.copytree(repository / "photos", photos)
    subprocess.run([os.environ["TIRAGE"], "-q", "build", photos, "-o", site, "--state", photos.parent / "state"], check=True)
    got = {name: path for name, path in files_of(service.published).items() if ".tirage" not in name.parts}
    want = {name: path for name, path in files_of(site).items() if ".tirage" not in name.parts and name.name != ".nojekyll"}
    got.pop(pathlib.Path(".nojekyll"), None)  # of an OUT in a git work tree
    expect(set(got) == set(want), f"other files: {sorted(map(str, set(got) ^ set(want)))[:9]}")
    for name, path in want.items():
        expect(filecmp.cmp(path, got[name], shallow=False), f"another {name}")
    for path in files_of(service.published):
        expect("state" not in path.name, f"published: {path}")


def commit(repository, *commands):
    for command in (*commands, "git add -A", "git -c user.name=N -c user.email=n@example.org commit -q -m Photos"):
        subprocess.run(command, shell=True, cwd=repository, check=True)


def check_service(kind, name, first, later, repository):
    """The first build; one of nothing new, which makes nothing; one without an album; and none with another archive."""
    service = kind(name, repository)
    service.workflow(first)
    if first == later or kind is Gitlab:
        check_published(service, repository)
    said = service.workflow(later)
    expect(re.search(r"[1-9][0-9]* unchanged\), 0 pictures made", said), f"{name}: the second build made pictures: {said}")
    check_published(service, repository)
    try:
        kind(f"{name}-bad", repository, "1" * 64).workflow(first)
    except Failure as failure:
        expect("FAILED" in str(failure) and "tirage build" not in str(failure).split("\n", 1)[0], f"not the checksum: {failure}")
    else:
        raise Failure("an archive with another checksum was used")
    return service


def check_documents(version):
    """docs/publish.md has every recipe, as it is; versions are this one."""
    quoted = {}
    lines = (SOURCE / "docs/publish.md").read_text().split("\n")
    for number, line in enumerate(lines):
        mark = re.fullmatch(r"<!-- file: (\S+) -->", line)
        if mark:
            begin = next(n for n in range(number, len(lines)) if lines[n].startswith("```"))
            quoted[mark[1]] = "\n".join(lines[begin + 1:lines.index("```", begin)]) + "\n"
    for path in sorted(path for path in RECIPES.rglob("*") if path.is_file()):
        name = str(path.relative_to(SOURCE))
        expect(quoted.pop(name, None) == path.read_text(), f"docs/publish.md does not quote {name} as it is")
        found = set(re.findall(r"tirage[-/]v?([0-9]+\.[0-9.]+[0-9])", path.read_text()))
        expect(found <= {version}, f"{name} has version {found}, not {version}")
    expect(not quoted, f"docs/publish.md quotes what is not there: {sorted(quoted)}")


def check_yaml():
    if not shutil.which("yamllint"):
        print("SKIPPED: no yamllint")
        return
    files = [path for path in (SOURCE / "examples").rglob("*.y*ml") if "story" not in path.parts]
    done = subprocess.run(["yamllint", "-s", "-d", LINT, *files], capture_output=True, text=True, check=False)
    expect(done.returncode == 0, done.stdout + done.stderr)


def main():
    version = re.search(r"project\(tirage VERSION ([0-9.]+)", (SOURCE / "CMakeLists.txt").read_text())[1]
    check_documents(version)
    check_yaml()
    repository = WORK / "repository"
    (repository / "photos").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", repository], check=True)
    subprocess.run([os.environ["TIRAGE"], "-q", "example", repository / "photos/trips"], check=True)
    for number, photo in enumerate(sorted((repository / "photos").rglob("*.jpg"))):
        if number % 4:
            photo.unlink()
    (repository / "photos/album.md").write_text("---\ntitle: Trips\nurl: https://me.example.org/trips\n---\n")
    commit(repository)
    services = [check_service(Github, "github", "github-pages.yaml", "github-pages.yaml", repository),
                check_service(Github, "github-shards", "github-shards.yaml", "github-pages.yaml", repository),
                check_service(Gitlab, "gitlab", "gitlab-pages.yaml", "gitlab-pages.yaml", repository),
                check_service(Gitlab, "gitlab-shards", "gitlab-shards.yaml", "gitlab-pages.yaml", repository)]
    if shutil.which("node"):
        services.append(check_service(Netlify, "netlify", "netlify.toml", "netlify.toml", repository))
    else:
        print("SKIPPED: no node: Netlify's recipe")
    album = next(path for path in (repository / "photos/trips").iterdir() if path.is_dir())
    commit(repository, f"rm -r 'photos/trips/{album.name}'")
    later = {Github: "github-pages.yaml", Gitlab: "gitlab-pages.yaml", Netlify: "netlify.toml"}
    for service in services:
        service.workflow(later[type(service)])
        check_published(service, repository)
    expect("https://me.example.org/trips/" in (services[0].published / "index.html").read_text(), "no address of the site")
    print(f"{len(services)} recipes")


try:
    main()
except Failure as failure:
    print(failure)
    sys.exit(1)
