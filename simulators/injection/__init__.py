"""Faults placed by seed into copies of real tracks, with the truth kept beside them.

What an engine makes of the copy can then be counted against what was done to it: `python -m
simulators.injection`.
"""
