"""A file or a stream becomes a :class:`~geo.types.Document`: text kept to the letter, or refused."""

from geo.reading.documents import read_documents
from geo.reading.text import MAX_BYTES, decode, read, read_bytes

__all__ = ["MAX_BYTES", "decode", "read", "read_bytes", "read_documents"]
