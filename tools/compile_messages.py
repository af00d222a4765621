"""Compile the translations (.po) to the form that is loaded (.mo), where the source is newer."""

from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parent.parent / "src"


def main() -> None:
    for source in sorted(SOURCE.rglob("*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(compiled))


if __name__ == "__main__":
    main()
