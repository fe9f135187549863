"""The simulated world beside real recordings: one table, made by `python -m simulators.calibration`."""
