"""Templates on the disk: one small JSON file each in the app-data folder, the same form when they are exported.

A template may come from anybody, so it is checked like a project: size, form, numbers, links; nothing in it is ever executed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from naglass_gui.core.errors import InputError, ProjectError
from naglass_gui.core.project import Analysis, Region
from naglass_gui.core.template import Template
from naglass_gui.storage.consistency import check_analysis
from naglass_gui.storage.disk import is_temporary, private_folder, write_durably
from naglass_gui.storage.folders import data_folder
from naglass_gui.storage.json_read import Decoder, parse
from naglass_gui.storage.json_types import StateFault
from naglass_gui.storage.json_write import Encoder
from naglass_gui.storage.migrations import SCHEMA, check_readable, format_schema, parse_schema

EXTENSION = ".json"
LARGEST = 2**20
MOST_PARTS = 1000
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class KeptTemplate:
    """A file of the templates' folder; `template` is None where it cannot be used, and `fault` says why."""

    path: Path
    template: Template | None
    fault: str = ""


def template_text(template: Template) -> str:
    """The template's JSON document, readable by people. Raises ProjectError for what no file can hold."""
    try:
        body = Encoder().text(template)
    except StateFault as fault:
        raise ProjectError(f"The template “{template.name}” cannot be kept: {fault}.") from fault
    document = {"naglass": "template", "schema": format_schema(SCHEMA), "template": json.loads(body)}
    return json.dumps(document, indent=1) + "\n"


def read_template(path: Path) -> Template:
    """The template of a file. Raises ProjectError with one sentence for a file that is none, or makes no sense."""
    try:
        if not path.is_file():
            raise ProjectError(f"{path.name}: there is no such file.")
        if path.stat().st_size > LARGEST:
            raise ProjectError(f"{path.name} is too large for a template.")
        text = path.read_bytes().decode("utf-8")
    except OSError as fault:
        raise ProjectError(f"{path.name} cannot be read: {fault.strerror}.", str(fault)) from fault
    except UnicodeDecodeError as fault:
        raise ProjectError(f"{path.name} is no template of NaGlass.", str(fault)) from fault
    return parse_template(text, path.name)


def parse_template(text: str, name: str) -> Template:
    """The template of a JSON document from the file `name`. Raises ProjectError."""
    try:
        document = parse(text)
        if type(document) is not dict or document.get("naglass") != "template":
            raise StateFault("is no template")
        if document.keys() != {"naglass", "schema", "template"} or type(document["schema"]) is not str:
            raise StateFault("is no template")
        schema = parse_schema(document["schema"], name)
        check_readable(schema, name)
        template = Decoder(missing=True, unknown=schema > SCHEMA).read(Template, document["template"])
        _check(template)
    except StateFault as fault:
        raise ProjectError(f"{name} is no template of NaGlass, or it is damaged.", str(fault)) from fault
    return template


def keep_template(template: Template) -> Path:
    """Keep a template; one of the same name is replaced. Returns its file. Raises ProjectError."""
    path = _folder() / f"{hashlib.sha256(template.name.encode()).hexdigest()[:24]}{EXTENSION}"
    write_template(template, path)
    return path


def write_template(template: Template, path: Path) -> None:
    """Write a template to a file. Raises ProjectError."""
    data = template_text(template).encode("utf-8")
    try:
        private_folder(path.parent)
        write_durably(path, data)
    except OSError as fault:
        raise ProjectError(f"{path.name} cannot be written: {fault.strerror}.", str(fault)) from fault


def list_templates() -> tuple[KeptTemplate, ...]:
    """Every file of the templates' folder, by the template's name; those that cannot be read come last."""
    try:
        files = [path for path in _folder().iterdir() if path.suffix == EXTENSION and not is_temporary(path.name)]
    except OSError:
        return ()  # nothing was kept yet, or the folder is out of reach: there are no templates to offer
    kept = [_kept(path) for path in files]
    return tuple(sorted(kept, key=lambda k: (k.template is None, k.template.name.casefold() if k.template else "")))


def remove_template(kept: KeptTemplate) -> None:
    """Remove a template from the folder. Raises ProjectError."""
    try:
        kept.path.unlink(missing_ok=True)
    except OSError as fault:
        raise ProjectError(f"{kept.path.name} cannot be removed: {fault.strerror}.", str(fault)) from fault


def find_template(name_or_file: str) -> Template:
    """The template kept under a name, or that of a file. Raises ProjectError where there is neither."""
    for kept in list_templates():
        if kept.template is not None and kept.template.name == name_or_file:
            return kept.template
    path = Path(name_or_file)
    if path.is_file():
        return read_template(path)
    names = ", ".join(k.template.name for k in list_templates() if k.template is not None)
    known = f"there are {names}" if names else "there are none yet"
    raise ProjectError(f"“{name_or_file}” is neither a file nor a template kept here; {known}.")


def _folder() -> Path:
    return data_folder() / "templates"


def _kept(path: Path) -> KeptTemplate:
    try:
        return KeptTemplate(path, read_template(path))
    except ProjectError as fault:
        return KeptTemplate(path, None, fault.sentence)


def _check(template: Template) -> None:
    """Raise StateFault for a template that contradicts itself."""
    if not template.name.strip() or len(template.name) > LONGEST_NAME or not template.name.isprintable():
        raise StateFault("has no name that can be shown")
    if not template.technique:
        raise StateFault("belongs to no technique")
    parts = (template.parameters, template.components, template.regions, template.options)
    if any(len(part) > MOST_PARTS for part in parts):
        raise StateFault("has more parts than a model can have")
    names = [p.name for p in (*template.parameters, *(p for c in template.components for p in c.parameters))]
    if len(set(names)) < len(names):
        raise StateFault("names two parameters alike")
    regions = tuple(Region(str(k), low, high) for k, (low, high) in enumerate(template.regions))
    try:
        check_analysis(
            Analysis(
                "template", template.name, template.technique, (), regions, (), template.model, template.parameters,
                template.components, template.options,
            )
        )  # fmt: skip
    except InputError as fault:
        raise StateFault(str(fault)) from fault
