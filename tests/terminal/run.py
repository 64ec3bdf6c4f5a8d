"""Runs a program at a terminal made for it, and prints what it writes there.

    run.py ROWS COLUMNS INPUT PROGRAM [ARGUMENT]...

Its standard input is the file INPUT, of at most 64 KB, which it gets once it has written something, or
after two seconds. Exits as the
program does.
"""

import fcntl
import os
import select
import struct
import sys
import termios

rows, columns, source, *program = sys.argv[1:]
controller, terminal = os.openpty()
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))
# What is written comes out as it is.
attributes = termios.tcgetattr(terminal)
attributes[1] &= ~termios.OPOST
termios.tcsetattr(terminal, termios.TCSANOW, attributes)
reading, writing = os.pipe()

child = os.fork()
if child == 0:
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for descriptor, wanted in [(reading, 0), (terminal, 1), (terminal, 2)]:
        os.dup2(descriptor, wanted)
    os.closerange(3, 64)
    os.execv(program[0], program)

os.close(terminal)
os.close(reading)
written = []
given = False
while True:
    if not given:
        # What is at a terminal may be waiting for it.
        select.select([controller], [], [], 2)
        given = True
        with open(source, "rb") as file:
            try:
                # Which fits into a pipe.
                os.write(writing, file.read())
            except BrokenPipeError:
                pass
        os.close(writing)
    try:
        part = os.read(controller, 65536)
    except OSError:
        # So it says that the program has ended.
        break
    if not part:
        break
    written.append(part)
sys.stdout.buffer.write(b"".join(written))
sys.stdout.flush()
_, status = os.waitpid(child, 0)
os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
