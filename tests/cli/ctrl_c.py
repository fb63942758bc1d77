"""ctrl_c.py COMMAND... - runs it in a terminal and presses Ctrl-C when it has said "ready"; prints what else it says.  The exit code is the
command's."""
import os
import pty
import sys

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
said, pressed = b"", False
while True:
    try:
        more = os.read(terminal, 1000)
    except OSError:  # the terminal's end
        break
    said += more
    if b"ready" in said and not pressed:
        os.write(terminal, b"\3")
        pressed = True
print(said.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
