# SPDX-License-Identifier: GPL-2.0-only
"""Messages and progress on standard error, in the same form as those of lab/common.sh."""
import sys
import time

USAGE, INFRASTRUCTURE = 2, 3    # exit codes
# Exit code of lab/boot and lab/kernel-build: the kernel is to blame, not the machine of the lab.
UNTESTABLE = 5


class Failure(Exception):
    """Ends the program with one line and this exit code."""

    def __init__(self, message, code=INFRASTRUCTURE):
        super().__init__(message)
        self.code = code


class Progress:
    """On a terminal the status line is redrawn; elsewhere each phase is one line."""

    def __init__(self, out=sys.stderr):
        self.out = out
        self.watched = out.isatty()
        self.text, self.start, self.line_open = '', 0.0, False

    def phase(self, text):
        """Report the work that begins now."""
        self.end()
        self.text, self.start = text, time.monotonic()
        if self.watched:
            self.update('')
        else:
            self.note(text)

    def update(self, detail):
        """Redraw the status line with the elapsed seconds."""
        if not self.watched:
            return
        seconds = int(time.monotonic() - self.start)
        # Switch off line wrapping: a wrapped line could not be redrawn.
        print(f'\r\033[K\033[?7l{self.text}{": " if detail else ""}{detail}  {seconds} s\033[?7h',
              end='', file=self.out, flush=True)
        self.line_open = True

    def end(self):
        """Finish the status line; the next output begins on a new line."""
        if self.line_open:
            print(file=self.out)
        self.line_open = False

    def note(self, text):
        self.end()
        print(text, file=self.out, flush=True)
