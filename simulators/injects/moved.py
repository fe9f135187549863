"""Fixes whose position is moved on the way."""

MAX_JUMP_M = 500_000.0
