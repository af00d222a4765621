"""The child process that ``read_in_child`` starts."""

import sys

from styrhus.letters.sources.child import main

sys.exit(main(sys.argv[1:]))
