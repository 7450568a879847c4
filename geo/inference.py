"""A shipped model as a function: checksum, threads, names of inputs and outputs.

The one place that imports onnxruntime. Sessions are deterministic: sequential execution, one
thread unless told otherwise, no clock and no random numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo import datafiles
from geo.errors import DataError


class Model:
    """An ONNX model that ships in ``geo/data``, or lies at ``path``.

    Raises DataError if the file is not the one that the manifest records, or onnxruntime cannot
    read it. ``threads`` are those inside one operation; more change a float's last bit at most.
    """

    def __init__(self, name: str, *, path: Path | None = None, threads: int = 1) -> None:
        import onnxruntime

        if path is None:
            path = datafiles.data_path(name)
            check(name, path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = 3
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime raises classes of its own, without a common base
            raise DataError(f"{name} cannot be run: {error}") from error
        self.name = name
        self.checksum = datafiles.sha256(path)[:12]
        """Twelve hexadecimal digits of the file's SHA-256."""
        self.card: dict[str, str] = dict(self._session.get_modelmeta().custom_metadata_map)
        """What the export wrote into the model: version, labels, sizes."""
        self.inputs: tuple[str, ...] = tuple(node.name for node in self._session.get_inputs())
        self.outputs: tuple[str, ...] = tuple(node.name for node in self._session.get_outputs())

    def run(self, inputs: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        """The model's outputs, in the order of :attr:`outputs`."""
        answers: Sequence[Any] = self._session.run(None, dict(inputs))
        return [np.asarray(answer, dtype=np.float32) for answer in answers]


def check(name: str, path: Path) -> None:
    """Raise DataError unless the file is the one that the manifest records."""
    entry = datafiles.manifest()["files"].get(name)
    if entry is None:
        raise DataError(f"the manifest does not know {name}; install geo again")
    if datafiles.sha256(path) != entry["sha256"]:
        raise DataError(f"{name} is damaged: its checksum is not the recorded one; install geo again")
