"""pixi: ``pixi.lock`` is fresh while its records satisfy the manifest and none is left over.

Read from pixi's source (0.77, crates/pixi_core/src/lock_file/satisfiability) and held against the cases in
its own tests. Nothing is resolved: the records of each environment and platform are walked from the
manifest's requirements.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import posixpath
from typing import TYPE_CHECKING, Any

from samerun.locks.conda_version import channel_name
from samerun.locks.model import Comparison, LockResult, Place, Reason, Unreadable
from samerun.locks.pixi_lock import LockedEnvironment, PixiLock, read_pixi_lock
from samerun.locks.pixi_manifest import (
    PixiEnvironment,
    PixiManifest,
    channels,
    declared_virtual,
    load_manifest,
    platforms,
    pypi_needs,
    pypi_options,
)
from samerun.locks.pixi_walk import Walk

if TYPE_CHECKING:
    from samerun.locks.reader import Reader

TOOL = "pixi"
REFRESH = "pixi lock"
CHECK = "pixi lock --check"
_STRATEGIES = {"lowest": "lowest-version", "lowest-direct": "lowest-version-direct"}
# SHA-256 of the index that pixi takes when a manifest names none.
_DEFAULT_INDEX = "5a06749b2297be54ac5699f6f2761716adc5001a2d5f8b915ab2172922dd5706"


def check(reader: Reader, folder: str) -> LockResult:
    lock = posixpath.join(folder, "pixi.lock")
    manifest_path = posixpath.join(folder, "pixi.toml")
    try:
        manifest = load_manifest(reader, folder)
        if manifest is None:
            reason = Reason(f"{lock} has no pixi manifest beside it")
            return LockResult(TOOL, None, lock, "no-manifest", (reason,), REFRESH)
        manifest_path = manifest.document.name
        data = reader.read(lock)
    except Unreadable as problem:
        return LockResult(TOOL, manifest_path, lock, "error", (problem.in_manifest,), REFRESH)
    if data is None:
        reason = Reason(f"there is no {lock}", manifest.place("dependencies"))
        return LockResult(TOOL, manifest_path, None, "missing", (reason,), REFRESH)
    try:
        held = read_pixi_lock(data, lock)
    except Unreadable as problem:
        return LockResult(TOOL, manifest_path, lock, "error", (problem.in_lock,), REFRESH)
    try:
        found = _Check(reader, manifest, held).run()
    except Unreadable as problem:
        return LockResult(TOOL, manifest_path, lock, "error", (problem.in_manifest,), REFRESH)
    if found.verdict == "unknown":
        because = "; ".join(reason.message for reason in found.unknown)
        return LockResult(TOOL, manifest_path, lock, "unknown", found.unknown, REFRESH, because, CHECK)
    return LockResult(TOOL, manifest_path, lock, found.verdict, found.reasons, REFRESH)


class _Check:
    def __init__(self, reader: Reader, manifest: PixiManifest, held: PixiLock) -> None:
        self.reader = reader
        self.manifest = manifest
        self.held = held
        self.reasons: dict[str, Reason] = {}
        self.unknown: dict[str, Reason] = {}

    def run(self) -> Comparison:
        wanted, locked = self.manifest.environments, self.held.environments
        for name in wanted:
            if name not in locked:
                place = self.manifest.place("environments", name)
                self._stale(
                    f"the environment {name} is not in the lock", place, self.held.document.place("environments")
                )
            else:
                self._environment(wanted[name], locked[name])
        for name in locked:
            if name not in wanted:
                place = self.manifest.place("environments") or Place(1)
                at = self.held.document.place("environments", name)
                self._stale(f"the lock's environment {name} is gone", place, at)
        return Comparison(tuple(self.reasons.values()), tuple(self.unknown.values()))

    def _stale(self, message: str, place: Place | None, at: Place | None) -> None:
        self.reasons.setdefault(message, Reason(message, place or Place(1), at))

    def _environment(self, environment: PixiEnvironment, locked: LockedEnvironment) -> None:
        self._channels(environment, locked)
        self._platforms(environment, locked)
        self._indexes(environment, locked)
        self._options(environment, locked)
        for name, system in platforms(self.manifest, environment):
            records = self._records(name, system, locked)
            walk = Walk(self.reader, self.manifest, environment, self.held, name, system, records or [])
            if records is None and not walk.asks():
                continue
            if records is None:
                at = self.held.document.place("environments", locked.name, "packages")
                message = f"the platform {name} is not in the lock for {environment.name}"
                self._stale(message, self.manifest.workspace_place("platforms"), at)
                continue
            walk.run()
            for reason in walk.reasons:
                self.reasons.setdefault(reason.message, reason)
            for reason in walk.unknown:
                self.unknown.setdefault(reason.message, reason)
        self._exclude_newer(locked)

    def _records(self, name: str, system: str, locked: LockedEnvironment) -> list[Any] | None:
        if name in locked.platforms:
            return locked.platforms[name]
        for other, records in locked.platforms.items():
            if self.held.systems.get(other, other) == system:
                return records
        return None

    def _channels(self, environment: PixiEnvironment, locked: LockedEnvironment) -> None:
        wanted = channels(self.manifest, environment)
        if len(wanted) == len(locked.channels) and all(map(_same_channel, wanted, locked.channels)):
            return
        at = self.held.document.place("environments", locked.name, "channels")
        message = f"the channels are {', '.join(wanted)} but {', '.join(locked.channels)} in the lock"
        self._stale(message, self.manifest.workspace_place("channels"), at)

    def _platforms(self, environment: PixiEnvironment, locked: LockedEnvironment) -> None:
        wanted = platforms(self.manifest, environment)
        names, systems = {name for name, _ in wanted}, {system for _, system in wanted}
        place = self.manifest.workspace_place("platforms")
        for name in locked.platforms:
            system = self.held.systems.get(name, name)
            at = self.held.document.place("environments", locked.name, "packages", name)
            if name not in names and system not in systems:
                self._stale(f"the lock's platform {name} is no longer listed", place, at)
        for name, system in wanted:
            if name not in self.held.systems:
                continue
            own = ("__unix", "__linux", "__glibc", "__win", "__osx", "__archspec")
            virtual = sorted(v for v in self.held.virtual[name] if not v.startswith(own))
            if self.held.systems[name] != system or virtual != sorted(declared_virtual(self.manifest, name)):
                at = self.held.document.place("platforms")
                self._stale(f"the platform {name} is defined otherwise in the lock", place, at)

    def _indexes(self, environment: PixiEnvironment, locked: LockedEnvironment) -> None:
        needs = [
            n
            for name, s in platforms(self.manifest, environment)
            for n in pypi_needs(self.manifest, environment, name, s)
        ]
        if not needs or locked.indexes is None:
            return
        options = pypi_options(self.manifest, environment)
        index = options.get("index-url")
        extra = [str(url) for url in options.get("extra-index-urls") or []]
        first = locked.indexes[0] if locked.indexes else ""
        if index is None:
            same = hashlib.sha256(first.rstrip("/").encode()).hexdigest() == _DEFAULT_INDEX
        else:
            same = first.rstrip("/") == str(index).rstrip("/")
        same = same and [url.rstrip("/") for url in locked.indexes[1:]] == [url.rstrip("/") for url in extra]
        if same and bool(options.get("find-links")) == bool(locked.find_links):
            return
        place = self.manifest.place("pypi-options") or needs[0].place
        at = self.held.document.place("environments", locked.name, "indexes")
        wanted = ", ".join([str(index) if index else "the default index", *extra])
        self._stale(f"the package indexes are {wanted} but {', '.join(locked.indexes)} in the lock", place, at)

    def _options(self, environment: PixiEnvironment, locked: LockedEnvironment) -> None:
        options = pypi_options(self.manifest, environment)
        pairs = (
            ("strategy", self._setting(environment, "solve-strategy"), "highest", "solve-strategy"),
            ("channel-priority", self._setting(environment, "channel-priority"), "strict", "channel-priority"),
            ("pypi-prerelease-mode", options.get("prerelease-mode"), "if-necessary-or-explicit", "pypi-options"),
        )
        for key, given, default, label in pairs:
            wanted = _STRATEGIES.get(str(given), str(given)) if given is not None else default
            held = str(locked.options.get(key, default))
            if wanted != held:
                at = self.held.document.place("environments", locked.name, "options", key)
                at = at or self.held.document.place("environments", locked.name)
                place = self.manifest.workspace_place(label) or self.manifest.place(label)
                self._stale(f"`{label}` asks for {wanted} but the lock was made with {held}", place, at)

    def _setting(self, environment: PixiEnvironment, key: str) -> Any:
        for feature in environment.features:
            value = self.manifest.feature(feature, key) if feature != "default" else None
            if value is not None:
                return value
        return self.manifest.workspace(key)

    def _exclude_newer(self, locked: LockedEnvironment) -> None:
        given = self.manifest.workspace("exclude-newer")
        if given is None:
            return
        cutoff = _cutoff(given)
        place = self.manifest.workspace_place("exclude-newer")
        for records in locked.platforms.values():
            for record in records:
                stamp = record.data.get("timestamp")
                if record.kind != "conda" or not isinstance(stamp, (int, float)):
                    continue
                at = self.held.place(record)
                if cutoff is None:
                    message = "`exclude-newer` is a span, so its cut-off moves with the clock"
                    self.unknown.setdefault(message, Reason(message, place, at))
                    return
                if stamp / (1000 if stamp > 10**11 else 1) > cutoff:
                    self._stale(f"{record.name} {record.version} is newer than `exclude-newer`", place, at)


def _same_channel(wanted: str, locked: str) -> bool:
    if "://" in wanted:
        return wanted.rstrip("/") == locked.rstrip("/")
    # A short name stands for a folder at the configured host, which isn't known here.
    return wanted == locked or channel_name(locked) == channel_name(wanted)


def _cutoff(value: Any) -> float | None:
    text = str(value)
    try:
        moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    if len(text) == 10:
        # A date means the end of that day, as in uv.
        moment += dt.timedelta(days=1)
    return moment.timestamp()
