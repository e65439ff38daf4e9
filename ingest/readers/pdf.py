"""stub"""

from pathlib import Path

from ingest.readers.reading import Reading


def read_pdf(data: bytes, path: Path) -> Reading:
    raise NotImplementedError
