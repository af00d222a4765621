"""Uploads are refused while they arrive, so that a file of 300 MB is never stored, not even for a moment."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from styrhus.letters.sources.guard import MAX_FILE_BYTES, too_large


class SizeLimit(FileUploadHandler):
    """Stands first among the handlers. What goes over the limit is let pass by and remembered on the request."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.received = 0

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        self.received = 0
        if self.request is not None and int(self.request.META.get("CONTENT_LENGTH") or 0) > 2 * MAX_FILE_BYTES:
            self._refuse(int(self.request.META["CONTENT_LENGTH"]))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > MAX_FILE_BYTES:
            self._refuse(self.received)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None  # the handlers after this one keep the file

    def _refuse(self, size: int) -> None:
        self.request.too_large = too_large(size, MAX_FILE_BYTES, self.file_name or "")  # type: ignore[union-attr]
        raise SkipFile
