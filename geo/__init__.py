"""Numbers in, numbers out: places, distances, zones and motion, vectorised, with no I/O and no clock."""
