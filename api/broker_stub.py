"""Becomes the broker named on its command line, and ends with its parent whatever way the parent ends.

The parent-death signal survives `exec` and holds against kill -9 of the parent. It is set here, in a fresh
process, because running code between fork and exec of a threaded process can deadlock. Where the kernel
has no such call (not Linux) the broker starts without it, and the next start ends it by its pid file.
"""

import contextlib
import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

if __name__ == "__main__":
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(sys.argv[1]):
        sys.exit("the twin ended before its broker began")
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606  # no shell is the point; the caller names a fixed binary
