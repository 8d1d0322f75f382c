"""`python -m poppybook.cli`, for where the installed command is not on the PATH."""

from . import main

main()
