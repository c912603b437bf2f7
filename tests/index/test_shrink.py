"""Weights stored as 8-bit integers are, within half a step, the weights that they were."""

import numpy as np
import pytest

from index.shrink import quantise


@pytest.mark.parametrize("shape", [(16, 1), (32, 3), (384, 7)])
def test_each_weight_is_within_half_a_step_of_its_block(shape):
    matrix = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    integers, scales = quantise(matrix)
    rows, columns = shape
    assert (integers.shape, scales.shape) == ((columns, rows // 16, 16), (columns, rows // 16))
    again = ((integers.astype(np.float32) - 128) * scales[..., None]).reshape(columns, rows).T
    half_a_step = np.repeat(scales / 2, 16, axis=1).reshape(columns, rows).T
    assert (np.abs(again - matrix) <= half_a_step * 1.001).all()


def test_a_block_of_zeros_stays_zero():
    integers, scales = quantise(np.zeros((16, 2), np.float32))
    assert (integers == 128).all()
    assert (scales == 0).all()
