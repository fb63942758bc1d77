"""python -m tirage: the program itself."""
import os
import sys

from . import find_program

try:
    os.execv(find_program(), ["tirage", *sys.argv[1:]])
except OSError as error:
    sys.exit(f"tirage: {find_program()}: {error.strerror}")
