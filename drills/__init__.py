"""Drills: the real house and the simulated world in one process, on one clock, each scenario a test."""
