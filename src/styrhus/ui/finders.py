"""Serves a named short list of files out of node_modules; nothing of theirs is copied into the repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

# Static path → file under settings.FRONT_END. The source map is there because the script names it, and the
# hashing of static files refuses a file that names one that is absent.
FILES = {
    "vendor/designsystemet/theme.css": "@digdir/designsystemet-css/dist/theme/designsystemet.css",
    "vendor/designsystemet/components.css": "@digdir/designsystemet-css/dist/src/index.css",
    "vendor/designsystemet/index.js": "@digdir/designsystemet-web/dist/umd/index.js",
    "vendor/designsystemet/index.js.map": "@digdir/designsystemet-web/dist/umd/index.js.map",
    "vendor/inter/latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "vendor/inter/latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
}


class FrontEndStorage(FileSystemStorage):
    """A storage that knows only the files of the list, under their static names."""

    prefix = ""

    def path(self, name: str) -> str:
        try:
            return super().path(FILES[Path(name).as_posix()])
        except KeyError:
            raise FileNotFoundError(name) from None


class FrontEndFinder(BaseFinder):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FrontEndStorage(location=settings.FRONT_END)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:
        wanted_all = find_all or kwargs.get("all", False)
        found = [self.storage.path(path)] if path in FILES and Path(self.storage.path(path)).is_file() else []
        if wanted_all:
            return found
        return found[0] if found else []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FrontEndStorage]]:
        """Every file of the list. Raises ImproperlyConfigured when the packages have not been fetched."""
        for name, source in FILES.items():
            if not Path(self.storage.path(name)).is_file():
                raise ImproperlyConfigured(
                    f"The front-end file {source} is missing under {settings.FRONT_END}. Run `make setup`."
                )
            yield name, self.storage
