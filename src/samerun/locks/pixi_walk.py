"""The walk through one environment of a pixi lock, on one platform."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from samerun.locks.conda_version import MatchSpec, build_matches, channel_name, parse_match_spec, version_matches
from samerun.locks.model import Place, Reason
from samerun.locks.pixi_manifest import CondaNeed, PypiNeed, conda_needs, pypi_needs, pypi_options
from samerun.locks.toml_text import parse_toml
from samerun.locks.versions import admits, parse_specifiers, parse_version

if TYPE_CHECKING:
    from samerun.locks.pixi_lock import PixiLock, Record
    from samerun.locks.pixi_manifest import PixiEnvironment, PixiManifest
    from samerun.locks.reader import Reader

_SYSTEMS = {
    "linux": ("linux", "Linux", "posix"),
    "osx": ("darwin", "Darwin", "posix"),
    "win": ("win32", "Windows", "nt"),
}
_MANYLINUX = re.compile(r"manylinux_(\d+)_(\d+)_")
_MACHINES = {"64": "x86_64", "aarch64": "aarch64", "ppc64le": "ppc64le", "arm64": "arm64", "32": "x86"}


class Walk:
    def __init__(
        self,
        reader: Reader,
        manifest: PixiManifest,
        environment: PixiEnvironment,
        held: PixiLock,
        name: str,
        system: str,
        records: list[Record],
    ) -> None:
        self.reader = reader
        self.manifest = manifest
        self.environment = environment
        self.held = held
        self.system = system
        self.records = records
        self.conda = {record.name: record for record in records if record.kind == "conda"}
        self.pypi = {record.name: record for record in records if record.kind == "pypi"}
        self.provided = {name: record for record in self.conda.values() for name in record.provides()}
        self.conda_needs = list(conda_needs(manifest, environment, name, system))
        self.pypi_needs = list(pypi_needs(manifest, environment, name, system))
        self.reasons: list[Reason] = []
        self.unknown: list[Reason] = []
        self.seen: set[tuple[str, str]] = set()
        self.followed: set[tuple[str, str]] = set()
        self.opaque = False

    def asks(self) -> bool:
        return bool(self.conda_needs or self.pypi_needs)

    def run(self) -> None:
        for need in self.conda_needs:
            self._conda_need(need)
        for wanted in self.pypi_needs:
            self._pypi_need(wanted)
        self._wheels()
        if self.opaque:
            return
        for record in self.records:
            if (record.kind, record.name) not in self.seen:
                place = self.manifest.place("dependencies" if record.kind == "conda" else "pypi-dependencies")
                message = f"the lock holds {record.name} ({record.kind}), which nothing asks for"
                self.reasons.append(Reason(message, place or Place(1), self.held.place(record)))

    def _locked_place(self) -> Place | None:
        document = self.held.document
        return document.place("environments", self.environment.name, "packages", self.system)

    def _conda_need(self, need: CondaNeed) -> None:
        if need.spec.condition:
            self._cannot(f"`{need.label}` is under a condition that is not evaluated", need.place)
            record = self.conda.get(need.spec.name)
            if record is not None:
                self._follow(record, ())
            return
        record = self.conda.get(need.spec.name)
        if need.source or (record is not None and record.source):
            if not need.source:
                message = f"`{need.label}` is a package from a channel but is built from source in the lock"
                self.reasons.append(Reason(message, need.place, self.held.place(record) if record else None))
                return
            self._cannot(f"`{need.label}` is built from source: its build must be run", need.place)
            if record is not None:
                self._follow(record, need.spec.extras)
            return
        if record is None:
            message = f"`{need.label}` is not in the lock"
            self.reasons.append(Reason(message, need.place, self._locked_place()))
            return
        matched = _matches(need.spec, record)
        if matched is False:
            message = f"`{need.label}` doesn't admit the locked {record.name} {record.version} {record.build}"
            self.reasons.append(Reason(message.rstrip(), need.place, self.held.place(record)))
        elif matched is None:
            self._cannot(f"`{need.label}` is a form that is not compared here", need.place)
        self._follow(record, need.spec.extras)

    def _cannot(self, message: str, place: Place | None) -> None:
        self.opaque = True
        self.unknown.append(Reason(message, place, self._locked_place()))

    def _follow(self, record: Record, extras: tuple[str, ...]) -> None:
        """Through a conda record's dependencies; iterative, as chains may be long."""
        queue = [(record, "", record.depends), *_extra_depends(record, extras)]
        while queue:
            current, extra, depends = queue.pop()
            self.seen.add(("conda", current.name))
            if (current.name, extra) in self.followed:
                continue
            self.followed.add((current.name, extra))
            for text in depends:
                spec = parse_match_spec(text)
                if spec is None or spec.name.startswith("__"):
                    continue
                found = self.conda.get(spec.name)
                if spec.condition:
                    # Conditions are pixi's to evaluate; what they lead to counts as needed.
                    if found is not None:
                        queue.append((found, "", found.depends))
                    continue
                if found is None:
                    message = f"{current.name} needs `{text}`, which the lock doesn't hold"
                    self.reasons.append(Reason(message, self.manifest.place("dependencies"), self.held.place(current)))
                    continue
                if _matches(spec, found) is False:
                    message = f"{current.name} needs `{text}` but {found.name} {found.version} is locked"
                    self.reasons.append(Reason(message, self.manifest.place("dependencies"), self.held.place(found)))
                queue.append((found, "", found.depends))
                queue += _extra_depends(found, spec.extras)

    def _pypi_need(self, need: PypiNeed) -> None:
        if need.marker and not self._holds(need.marker, ""):
            return
        record = self.pypi.get(need.name)
        if record is None or need.name in self.provided:
            # A conda package that stands for the name goes before one from PyPI.
            self._from_conda(need)
            return
        if need.path:
            self._local(need, record)
        elif need.specifier is None:
            self._cannot(f"`{need.label}` is a url or a repository that is not compared here", need.place)
        elif record.source or not record.version:
            message = f"`{need.label}` asks for a release but the lock has {record.location}"
            self.reasons.append(Reason(message, need.place, self.held.place(record)))
        else:
            self._release(need, record)
        self._require(record, need.extras)

    def _from_conda(self, need: PypiNeed) -> None:
        provider = self.provided.get(need.name)
        if provider is None:
            message = f"`{need.label}` is not in the lock"
            self.reasons.append(Reason(message, need.place, self._locked_place()))
            return
        overrides = pypi_options(self.manifest, self.environment).get("dependency-overrides")
        text = overrides.get(need.name) if isinstance(overrides, dict) else None
        bounds = parse_specifiers(text if isinstance(text, str) else need.specifier or "")
        if bounds is not None and not admits(bounds, provider.version):
            message = f"`{need.label}` doesn't admit the locked conda package {provider.name} {provider.version}"
            self.reasons.append(Reason(message, need.place, self.held.place(provider)))
        self._use(provider)

    def _use(self, provider: Record) -> None:
        # pixi drops a conda package that only PyPI requirements lead to, unless a solve group shares it.
        if self.environment.solve_group:
            self._follow(provider, ())

    def _release(self, need: PypiNeed, record: Record) -> None:
        bounds = parse_specifiers(need.specifier or "")
        if bounds is not None and not admits(bounds, record.version):
            message = f"`{need.label}` doesn't admit the locked {record.name} {record.version}"
            self.reasons.append(Reason(message, need.place, self.held.place(record)))
        held = str(record.data.get("index", "")).rstrip("/")
        options = pypi_options(self.manifest, self.environment)
        known = [options.get("index-url"), *(options.get("extra-index-urls") or [])]
        known += [link.get("url") for link in options.get("find-links") or [] if isinstance(link, dict)]
        if need.index and self.held.version >= 7 and held != need.index.rstrip("/"):
            message = (
                f"`{need.label}` is taken from {need.index} but the lock has it from {held or 'the default index'}"
            )
            self.reasons.append(Reason(message, need.place, self.held.place(record)))
        elif held and not need.index and held not in [str(url).rstrip("/") for url in known if url]:
            message = f"`{need.label}` names no index but the lock has it from {held}"
            self.reasons.append(Reason(message, need.place, self.held.place(record)))

    def _local(self, need: PypiNeed, record: Record) -> None:
        """A path in the repository: its static metadata must be what the lock copied."""
        path = posixpath.normpath(posixpath.join(self.manifest.folder, need.path))
        if "://" in record.location and not record.location.startswith("file:"):
            message = f"`{need.label}` is a path but the lock has {record.location}"
            self.reasons.append(Reason(message, need.place, self.held.place(record)))
            return
        data = None if path.startswith("..") else self.reader.read(posixpath.join(path, "pyproject.toml"))
        if data is None:
            if not path.endswith((".whl", ".tar.gz", ".zip")):
                self._cannot(f"the metadata of `{need.label}` is not static", need.place)
            return
        document = parse_toml(data, posixpath.join(path, "pyproject.toml"))
        dynamic = {str(item) for item in document.get("project", "dynamic") or []}
        if not document.table("project") or dynamic & {"dependencies", "optional-dependencies"}:
            self._cannot(f"the dependencies of `{need.label}` are dynamic: its build must be run", need.place)
            return
        wanted = {_plain(text) for text in document.get("project", "dependencies") or []}
        for extra, texts in document.table("project", "optional-dependencies").items():
            wanted |= {_plain(text, extra) for text in texts}
        held = {_plain(text) for text in record.requires}
        if wanted != held:
            odd = sorted(name for name, *_ in wanted ^ held)
            message = f"the requirements of `{need.label}` on {', '.join(dict.fromkeys(odd))} differ from the lock"
            if any(marker for _, _, _, marker in wanted ^ held):
                self._cannot(message, need.place)
            else:
                place = document.place("project", "dependencies")
                self.reasons.append(Reason(message, place, self.held.place(record), document.name))

    def _require(self, record: Record, extras: tuple[str, ...]) -> None:
        """Through the requirements of a record from PyPI."""
        queue = [(record, extra) for extra in ("", *extras)]
        overrides = pypi_options(self.manifest, self.environment).get("dependency-overrides")
        replaced = {str(canonicalize_name(k)): v for k, v in overrides.items()} if isinstance(overrides, dict) else {}
        while queue:
            current, extra = queue.pop()
            self.seen.add(("pypi", current.name))
            if (f"pypi:{current.name}", extra) in self.followed:
                continue
            self.followed.add((f"pypi:{current.name}", extra))
            for text in current.requires:
                requirement = _requirement(text)
                if requirement is None or not self._holds(str(requirement.marker or ""), extra):
                    continue
                name = str(canonicalize_name(requirement.name))
                given = replaced.get(name)
                bounds = parse_specifiers(given if isinstance(given, str) else str(requirement.specifier))
                if name in self.provided:
                    self._use(self.provided[name])
                    continue
                found = self.pypi.get(name)
                if found is not None:
                    if bounds is not None and found.version and not admits(bounds, found.version):
                        message = f"{current.name} needs `{text}` but {found.name} {found.version} is locked"
                        place = self.manifest.place("pypi-dependencies")
                        self.reasons.append(Reason(message, place, self.held.place(found)))
                    queue += [(found, str(canonicalize_name(e))) for e in requirement.extras]
                    queue.append((found, ""))
                else:
                    message = f"{current.name} needs `{text}`, which the lock doesn't hold"
                    place = self.manifest.place("pypi-dependencies")
                    self.reasons.append(Reason(message, place, self.held.place(current)))

    def _holds(self, marker: str, extra: str) -> bool:
        if not marker:
            return True
        requirement = _requirement(f"x; {marker}")
        if requirement is None or requirement.marker is None:
            return True
        family, _, machine = self.system.partition("-")
        platform, name, os_name = _SYSTEMS.get(family, ("linux", "Linux", "posix"))
        arch = "AMD64" if family == "win" and machine == "64" else _MACHINES.get(machine, machine)
        python = self.conda.get("python")
        version = python.version if python else "3.12.0"
        environment = {
            "sys_platform": platform,
            "platform_system": name,
            "os_name": os_name,
            "platform_machine": arch,
            "python_version": ".".join(version.split(".")[:2]),
            "python_full_version": version,
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "implementation_version": version,
            "extra": extra,
        }
        return bool(requirement.marker.evaluate(dict(environment)))

    def _wheels(self) -> None:
        """Files from PyPI that this platform or the options rule out."""
        refused = pypi_options(self.manifest, self.environment).get("no-build")
        names = {str(canonicalize_name(str(name))) for name in refused} if isinstance(refused, list) else None
        editable = {need.name for need in self.pypi_needs if need.editable}
        for record in self.pypi.values():
            if record.location.endswith(".whl"):
                if not self._runs_here(record):
                    message = f"the locked wheel of {record.name} doesn't fit the platform {self.system}"
                    place = self.manifest.place("system-requirements") or self.manifest.workspace_place("platforms")
                    self.reasons.append(Reason(message, place, self.held.place(record)))
            elif refused and record.name not in editable and (names is None or record.name in names):
                message = f"{record.name} is locked as a source distribution, which `no-build` refuses"
                self.reasons.append(Reason(message, self.manifest.place("pypi-options"), self.held.place(record)))

    def _runs_here(self, record: Record) -> bool:
        """By the wheel's glibc alone, the bound that a manifest can move."""
        tags = record.location.rpartition("-")[2].removesuffix(".whl").split(".")
        found = [match for tag in tags if (match := _MANYLINUX.match(tag))]
        if not self.system.startswith("linux") or len(found) != len(tags):
            return True
        libc = self.manifest.get("system-requirements", "libc")
        libc = libc.get("version") if isinstance(libc, dict) else libc
        # Without a declared glibc pixi's assumption has moved with its versions: only a declared one judges.
        bound = parse_version(libc) if libc else None
        return bound is None or any((int(m[1]), int(m[2])) <= bound.release[:2] for m in found)


def _extra_depends(record: Record, extras: tuple[str, ...]) -> list[tuple[Record, str, list[str]]]:
    table = record.data.get("extra_depends")
    table = table if isinstance(table, dict) else {}
    return [(record, extra, [str(t) for t in table.get(extra) or []]) for extra in extras]


def _requirement(text: str) -> Requirement | None:
    try:
        return Requirement(text)
    except (InvalidRequirement, RecursionError):
        return None


def _plain(text: object, extra: str = "") -> tuple[str, str, str, str]:
    requirement = _requirement(str(text))
    if requirement is None:
        return (str(text), "", "", "?")
    marker = str(requirement.marker or "").replace("'", '"')
    if extra:
        marker = f'{marker} and extra == "{extra}"' if marker else f'extra == "{extra}"'
    specifier = ",".join(sorted(str(s) for s in requirement.specifier))
    return (str(canonicalize_name(requirement.name)), specifier, ",".join(sorted(requirement.extras)), marker)


def _matches(spec: MatchSpec, record: Record) -> bool | None:
    version = version_matches(spec.version, record.version) if record.version else None
    if version is False or not build_matches(spec.build, record.build):
        return False
    if spec.channel and channel_name(spec.channel) != channel_name(record.location.rpartition("/")[0]):
        return False
    if any(field.startswith(("md5=", "sha256=")) for field in spec.more):
        for item in spec.more:
            key, _, value = item.partition("=")
            if key in {"md5", "sha256"} and str(record.data.get(key, value)) != value:
                return False
    return version
