"""One ONNX model in memory: each input goes through by itself on one core, several side by side."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from casus.records import ModelError

Item = TypeVar("Item")
Result = TypeVar("Result")

_UNLOADABLE = tuple(
    getattr(onnxruntime.capi.onnxruntime_pybind11_state, name) for name in ("Fail", "InvalidGraph", "InvalidProtobuf", "NotImplemented")
)
"""What onnxruntime raises for a file that is no model, or one of a later version than itself; they share no parent."""


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Session:
    """Runs the model in `path`, loaded at first use. `threads` inputs go through at once, each on one core; 0 takes all cores.

    Inputs side by side on one core each are a tenth faster than one input on all cores.
    """

    def __init__(self, path: Path, threads: int = 0) -> None:
        self.path = path
        self.threads = threads or cores()

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        try:
            return onnxruntime.InferenceSession(str(self.path), options, providers=["CPUExecutionProvider"])
        except _UNLOADABLE as error:
            raise ModelError(f"{self.path} cannot be loaded: {error}") from error

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.threads, "casus-model")

    def run(self, inputs: Mapping[str, NDArray[np.int64] | NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return the first output of the model."""
        return self.run_all(inputs)[0]

    def run_all(self, inputs: Mapping[str, NDArray[np.int64] | NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        """Return all outputs of the model."""
        outputs: list[NDArray[np.float32]] = self._session.run(None, dict(inputs))
        return outputs

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Apply a function that runs the model to each item, several side by side; yield the results in order."""
        return self._workers.map(function, items)
