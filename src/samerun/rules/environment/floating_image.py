"""REP505: a container image that no digest ties down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.rules.base import DocumentRule
from samerun.rules.environment.images import Image, images
from samerun.rules.finding import Edit, Finding, Fix
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.rules.documents import Documents


class FloatingImage(DocumentRule):
    """A container image is named by a tag, or by nothing, and not by its digest.

    ## What it does
    Reports images without a digest in `FROM`, `COPY --from` and `RUN --mount` of Dockerfiles, in compose files, in jobs
    and services of GitHub and GitLab workflows, and in dev containers. Stages of the same file, `scratch`, and what a
    compose file builds itself are left alone.

    ## Why it matters
    A tag is moved whenever its image is built anew: the same Dockerfile gives another CUDA, another libc and other
    kernels next month. A digest names one image for good.

    ## Example
    ```dockerfile
    # file: Dockerfile
    FROM python:3.12
    COPY . /app
    ```

    ## Use instead
    `docker buildx imagetools inspect IMAGE` says the digest. The tag may stay for people to read.

    ```dockerfile
    # file: Dockerfile
    FROM python:3.12@sha256:9a1ef2f3b5c5f2a8ea3b6b1ac8e2cb0a6d1e9cf7c4b2d3e5f60718293a4b5c6d
    COPY . /app
    ```

    ## Fix safety
    Where another document of the repository names the same image and tag with a digest, that digest is added. Unsafe:
    the tag may stand for another image by now.

    ## Options
    - `exclude`: leave files out.

    ## Known limits
    Names with variables are judged only where the file gives the variable's default. Images that a program pulls are
    not seen.

    ## References
    - [Docker: pin base image versions](https://docs.docker.com/build/building/best-practices/#pin-base-image-versions)
    """

    code = "REP505"
    name = "floating-image"
    status = "off"

    def check(self, documents: Documents) -> Iterator[Finding]:
        for path in documents.targets:
            source = (
                documents.source(path)
                if not path.endswith((".lock", ".toml", ".txt", ".in", ".py", ".ipynb"))
                else None
            )
            if source is None:
                continue
            for image in images(path, source.data):
                if not image.digest:
                    yield self._finding(documents, path, image)

    def _finding(self, documents: Documents, path: str, image: Image) -> Finding:
        if not image.tag:
            message = f"`{image.text}` is the newest image at every build: it has no tag and no digest"
        elif image.tag == "latest":
            message = f"`{image.text}` is the newest image at every build: no digest ties it down"
        else:
            message = f"`{image.text}` is whatever image has the tag at the time: no digest ties it down"
        return Finding(
            code=self.code,
            message=message,
            level=self.level,
            path=path,
            span=image.span,
            statement=image.span,
            key=image.text,
            help=f"Add the image's digest: `{image.text}@sha256:…`",
            fix=_fix(documents, path, image),
        )


def _fix(documents: Documents, path: str, image: Image) -> Fix | None:
    """The digest that another document gives for the same tag, if they agree on one."""
    digests = {known.digest for known in _known(documents) if (known.name, known.tag) == (image.name, image.tag)}
    source = documents.source(path)
    if len(digests) != 1 or source is None or source.data[image.span.start : image.span.end].decode() != image.text:
        return None
    edit = Edit(path, Span(image.span.end, image.span.end), f"@{digests.pop()}")
    return Fix(
        (edit,), "unsafe", "Add the digest that the repository has for this tag", "The tag may have moved since."
    )


def _known(documents: Documents) -> Iterator[Image]:
    for path in documents.paths:
        name = path.rpartition("/")[2]
        if "ockerfile" in name or "ontainerfile" in name or path.endswith((".yml", ".yaml", "devcontainer.json")):
            source = documents.source(path)
            if source is not None and b"@sha256:" in source.data:
                yield from (image for image in images(path, source.data) if image.digest)
