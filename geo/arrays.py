"""The array types that the rooms exchange."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
ShapeArray: TypeAlias = NDArray[np.object_]
"""Shapely geometries, one an element."""
