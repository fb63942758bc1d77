"""Runs a command and writes its CPU and wall seconds, the MiB of its largest process and its exit code to a descriptor.

Usage: launch.py FD COMMAND...

The kernel charges a new process with the memory of the one that started it; this one is small.
"""
import os
import sys
import time

start = time.monotonic()
pid = os.fork()
if pid == 0:
    os.close(int(sys.argv[1]))
    try:
        os.execvp(sys.argv[2], sys.argv[2:])
    except OSError as error:
        os.write(2, f"{sys.argv[2]}: {error.strerror}\n".encode())
        os._exit(127)
_, status, usage = os.wait4(pid, 0)
took = (usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024)
os.write(int(sys.argv[1]), " ".join(map(str, (*took, os.waitstatus_to_exitcode(status)))).encode())
