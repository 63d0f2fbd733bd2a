"""The workflows, which only run elsewhere: what they promise is read from them, and everything they call exists."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.installer.test_wheels import PINS, load, wheels

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yml"))}
release = load(ROOT / "installer" / "release.py")
environment = load(ROOT / "installer" / "environment.py")
SYSTEM = {"apt-get", "gh"}
"""What the machines of GitHub bring."""


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, workflow in WORKFLOWS.items():
        for job, said in workflow["jobs"].items():
            yield f"{name}: {job}", said


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for job, said in jobs():
        for number, step in enumerate(said["steps"], start=1):
            yield f"{job}, step {number}", step


RUNS = [pytest.param(step["run"], id=place) for place, step in steps() if "run" in step]
USES = [pytest.param(step["uses"], id=place) for place, step in steps() if "uses" in step]


def make_targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^(\w+):", text, re.MULTILINE))


def test_there_are_the_two() -> None:
    assert set(WORKFLOWS) == {"ci", "release"}


@pytest.mark.parametrize("command", RUNS)
def test_every_command_names_a_target_a_script_or_a_module_that_exists(command: str) -> None:
    assert "\n" not in command.strip(), "more than one line belongs into a script that can be tested"
    assert "${{" not in command, "what GitHub fills in goes through the environment, never into a command"
    words = shlex.split(command)
    if words[0] == "sudo":
        words = words[1:]
    match words:
        case ["make", target]:
            assert target in make_targets()
        case ["python", "-m", module, *_]:
            assert module in PINS and importlib.util.find_spec(module) is not None
        case ["python" | "sh", script, *_]:
            assert (ROOT / script).is_file(), f"{script} does not exist"
        case _:
            assert words[0] in SYSTEM, f"{words[0]} is neither ours nor GitHub's"


@pytest.mark.parametrize("action", USES)
def test_every_action_is_one_commit_with_its_version_beside_it(action: str) -> None:
    name, _, commit = action.partition("@")
    assert re.fullmatch(r"[0-9a-f]{40}", commit), f"{name} is not pinned by a commit"
    lines = [line for file in FOLDER.glob("*.yml") for line in file.read_text("utf-8").splitlines() if commit in line]
    assert {line.partition(" # ")[2] for line in lines} == {lines[0].partition(" # ")[2]} != {""}
    assert re.fullmatch(r"v\d+\.\d+\.\d+", lines[0].partition(" # ")[2])


def test_every_python_is_one_version_and_one_the_wheels_are_locked_for() -> None:
    found = []
    for _, said in jobs():
        found += [
            row["python"] for row in said.get("strategy", {}).get("matrix", {}).get("include", ()) if "python" in row
        ]
        found += [s["with"]["python-version"] for s in said["steps"] if "setup-python" in s.get("uses", "")]
    versions = {str(version) for version in found if "${{" not in str(version)}
    assert all(re.fullmatch(r"3\.\d+\.\d+", version) for version in versions), versions
    assert {version.rpartition(".")[0] for version in versions} == set(wheels.PYTHONS)


def test_every_machine_is_one_version_and_every_job_ends() -> None:
    for job, said in jobs():
        rows = said.get("strategy", {}).get("matrix", {}).get("include") or [{}]
        for row in rows:
            runner = said["runs-on"].replace("${{ matrix.runner }}", row.get("runner", ""))
            assert re.fullmatch(r"(ubuntu|windows|macos)-\d+(\.\d+)?(-intel)?", runner), f"{job}: {runner}"
        assert said["timeout-minutes"] <= 90


def test_rights_are_the_least() -> None:
    """Only the job that attaches files may write, and no job leaves its key in the checkout."""
    for name, workflow in WORKFLOWS.items():
        assert workflow["permissions"] == {"contents": "read"}, name
    writing = {job for job, said in jobs() if "permissions" in said}
    assert writing == {"release: release"}
    for place, step in steps():
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False, place


def test_ci_checks_and_tests_on_every_system() -> None:
    said = WORKFLOWS["ci"]["jobs"]
    assert {row["system"] for row in said["unix"]["strategy"]["matrix"]["include"]} == {"Linux", "macOS"}
    assert {"make check", "make test"} <= {step.get("run") for step in said["unix"]["steps"]}
    assert said["windows"]["runs-on"].startswith("windows-")
    assert any("pytest" in step.get("run", "") for step in said["windows"]["steps"])
    assert set(WORKFLOWS["ci"][True]) == {"push", "pull_request"}  # YAML 1.1 reads the word `on` as true


def test_a_tag_builds_tests_and_attaches_a_package_for_every_system() -> None:
    workflow = WORKFLOWS["release"]
    assert workflow[True]["push"] == {"tags": ["v[0-9]+.[0-9]+.[0-9]+"]}
    build = workflow["jobs"]["build"]
    systems = {row["system"] for row in build["strategy"]["matrix"]["include"]}
    assert systems == {
        re.search(r"(windows|macos|linux)-\w+", name)[0].split(".")[0] for name in map(lower, release.PACKAGES)
    }  # type: ignore[index]
    runs = [step.get("run", "") for step in build["steps"]]
    # build.py ends with the smoke test of what it built.
    assert runs.index("python installer/environment.py") < runs.index("python installer/build.py")
    assert "python installer/smoke.py dist/NaGlass.app/Contents" in runs
    assert (
        "python installer/macos/package.py dist" in runs
        and "python installer/linux/package.py dist/naglass dist" in runs
    )
    assert "python installer/windows/package.py dist/naglass dist" in [
        s.get("run") for s in workflow["jobs"]["windows"]["steps"]
    ]
    installed = workflow["jobs"]["installed"]
    assert installed["runs-on"].startswith("windows-") and "try_installer.py" in installed["steps"][-1]["run"]
    last = workflow["jobs"]["release"]
    assert last["if"] == "github.ref_type == 'tag'" and last["needs"] == ["build", "windows", "installed"]
    assert "--draft" in last["steps"][-1]["run"] and "dist/release.json" in last["steps"][-1]["run"]


def test_the_folder_of_windows_is_handed_on_whole() -> None:
    """What is uploaded is without files whose names begin with a dot, unless told; some libraries bring such."""
    uploads = {step["with"]["name"]: step["with"] for _, step in steps() if "upload-artifact" in step.get("uses", "")}
    downloads = [step["with"] for _, step in steps() if "download-artifact" in step.get("uses", "")]
    assert uploads["windows-folder"]["include-hidden-files"] is True
    assert all(said["if-no-files-found"] == "error" for said in uploads.values())
    asked = {said.get("name", "") for said in downloads} - {""}
    assert asked <= set(uploads) and {said.get("pattern") for said in downloads} == {None, "package-*"}
    assert "windows-folder" not in {name for name in uploads if name.startswith("package-")}


def test_files_have_the_same_line_ends_on_every_machine() -> None:
    assert "* text=auto eol=lf" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()


def lower(name: str) -> str:
    return name.lower()


def test_the_version_is_known_where_something_is_built() -> None:
    """git describes a commit by its tags: the whole history is fetched wherever the package is installed."""
    for job, said in jobs():
        installs = any(
            "environment.py" in s.get("run", "") or s.get("run", "").startswith("make ") for s in said["steps"]
        )
        checkout = next(step for step in said["steps"] if "checkout" in step.get("uses", ""))
        assert checkout["with"].get("fetch-depth") == (0 if installs else None), job


def test_a_release_installs_locked_files_only() -> None:
    pip, builder, locked, own, check = environment.commands()
    assert pip[-1] == f"pip=={environment.PIP}" and check[-1] == "check"
    for command in (builder, locked):
        assert {"--require-hashes", "--no-deps"} <= set(command) and command[-1] == str(wheels.LOCK)
    assert f"setuptools=={PINS['setuptools']}" in builder
    assert "--no-deps" in own and own[-2:] == ["--editable", str(ROOT)]
    # Nothing is fetched to build with beside what is locked.
    assert all("--no-build-isolation" in command for command in (locked, own))


# -- what is attached --------------------------------------------------------------------------------------------------


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A project that says version 0.2.0 everywhere, with its packages built."""
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changes\n\n## 0.2.0 (1 May 2027)\n\n- New.\n\n## 0.1.0\n\n- Old.\n", "utf-8"
    )
    (tmp_path / "CITATION.cff").write_text("cff-version: 1.2.0\nversion: 0.2.0\n", "utf-8")
    dist = tmp_path / "dist"
    dist.mkdir()
    for name in release.PACKAGES:
        (dist / name.format(version="0.2.0")).write_bytes(b"package")
    return tmp_path


def test_a_release_is_completed_by_sums_notes_and_what_the_update_check_asks_for(built: Path) -> None:
    files = release.complete("v0.2.0", built / "dist", built)
    assert [file.name for file in files[-2:]] == ["SHA256SUMS", "release.json"] and len(files) == 8
    assert json.loads((built / "dist" / "release.json").read_text("utf-8")) == {"version": "0.2.0"}
    assert (built / "dist" / "notes.md").read_text("utf-8") == "- New.\n"
    sums = (built / "dist" / "SHA256SUMS").read_text("utf-8").splitlines()
    assert len(sums) == 6 and all(re.fullmatch(r"[0-9a-f]{64}  NaGlass-0\.2\.0-\S+", line) for line in sums)


@pytest.mark.parametrize(
    ("tag", "change", "sentence"),
    [
        ("0.2.0", None, "0.2.0 is no tag of a release; they look like v0.2.0."),
        ("v0.3.0", None, "CHANGELOG.md begins with '0.2.0 (1 May 2027)'; a release of 0.3.0 begins with its version and its date."),
        ("v0.2.0", ("CHANGELOG.md", "1 May 2027", "not yet released"), "CHANGELOG.md begins with '0.2.0 (not yet released)'"),
        ("v0.2.0", ("CITATION.cff", "0.2.0", "0.1.0"), "CITATION.cff says version 0.1.0; the tag says 0.2.0."),
    ],
)  # fmt: skip
def test_a_release_that_disagrees_with_itself_is_refused(
    built: Path, tag: str, change: tuple[str, str, str] | None, sentence: str
) -> None:
    if change is not None:
        file = built / change[0]
        file.write_text(file.read_text("utf-8").replace(change[1], change[2]), "utf-8")
    with pytest.raises(ValueError, match=re.escape(sentence)):
        release.complete(tag, built / "dist", built)


def test_a_package_that_is_missing_is_named(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (built / "dist" / "NaGlass-0.2.0-macos-arm64.dmg").unlink()
    with pytest.raises(ValueError, match=r"Not built under version 0\.2\.0: NaGlass-0\.2\.0-macos-arm64\.dmg\."):
        release.complete("v0.2.0", built / "dist", built)


def test_the_packages_have_the_names_that_their_scripts_give(tmp_path: Path) -> None:
    macos = load(ROOT / "installer" / "macos" / "package.py")
    assert {macos.image_name("{version}", machine) for machine in ("arm64", "x86_64")} <= set(release.PACKAGES)
    windows = load(ROOT / "installer" / "windows" / "package.py")
    packing = windows.Packing(tmp_path, "{version}", tmp_path)
    assert {packing.target(what).name for what in (".exe", "-for-all-users.exe", "-portable.zip")} <= set(
        release.PACKAGES
    )
