"""The errors that geo raises, as one tree.

::

    GeoError                     everything below; the message is one line for a person
    ├── InputError               what the user gave cannot be used: file, text, option   (exit code 2)
    │   ├── GazetteerError       a gazetteer, places file or dump that cannot be read
    │   └── CorrectionsError     a corrections file that cannot be applied
    ├── OutputError              the result could not be written: folder, disk, permission (exit code 1)
    ├── DataError                a file that ships with geo is missing or damaged          (exit code 1)
    └── ServiceError             an online geocoder, asked for by an option, failed        (exit code 1)

A message says what was wrong, where (file, line, offset) and what to do about it.
"""

from __future__ import annotations


class GeoError(Exception):
    """Any failure that geo foresees. Catch this one to catch them all."""

    exit_code = 1


class InputError(GeoError):
    """The caller's input cannot be used; nothing was written. Mend the input and run again."""

    exit_code = 2


class GazetteerError(InputError):
    """A gazetteer or a file of places cannot be read; the message names file and row."""


class CorrectionsError(InputError):
    """A corrections file cannot be applied; the message names the entry."""


class OutputError(GeoError):
    """The result could not be written; what stood there before still stands."""


class DataError(GeoError):
    """A file that ships with geo is missing or damaged: install the package again."""


class ServiceError(GeoError):
    """A service asked for by an option failed; without the option geo works offline."""
