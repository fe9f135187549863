"""Benchmarks: each returns rows of (what, figure, unit); `yugang bench` prints them as one table."""
