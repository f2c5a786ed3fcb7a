# SPDX-License-Identifier: GPL-2.0-only
"""Programs that end when this one ends, however it ends."""
import os
import signal
import subprocess
import time

SIGNALS = signal.SIGINT, signal.SIGTERM, signal.SIGHUP
POLL = 0.1          # seconds between two looks at a program
END_GRACE = 20      # seconds for a program to end after SIGTERM: lab/boot shuts its machine down


class Interrupted(BaseException):
    """A signal was received; the argument is its number."""


def catch_signals():
    for number in SIGNALS:
        signal.signal(number, _raise)


def ignore_signals():
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _raise(number, _frame):
    ignore_signals()        # a second signal must not interrupt the cleaning up
    raise Interrupted(number)


def command(*words):
    """The words of a command that gets SIGTERM when its parent dies."""
    return ['setpriv', '--pdeathsig', 'TERM', *words]


def run(words, log, tick=None, output=None, **more):
    """Run a program with its messages in the file log (and its output in the file output) and
    return its exit code. tick() is called while it runs. It has its own process group, all of
    which ends if this program is interrupted."""
    process = subprocess.Popen(command(*words), stdin=subprocess.DEVNULL, stdout=output or log,
                               stderr=log, start_new_session=True, **more)
    try:
        while True:
            try:
                return process.wait(POLL)
            except subprocess.TimeoutExpired:
                if tick:
                    tick()
    except BaseException:
        _end(process)
        raise


def _end(process):
    """End the process and all others of its group."""
    deadline = time.monotonic() + END_GRACE
    number = signal.SIGTERM
    while _group_exists(process, number):
        number = 0 if time.monotonic() < deadline else signal.SIGKILL
        time.sleep(POLL)
    process.wait()


def _group_exists(process, number):
    process.poll()
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return False
    return True
