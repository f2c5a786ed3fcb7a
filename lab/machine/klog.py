# SPDX-License-Identifier: GPL-2.0-only
"""Finds the log of a Linux kernel (5.10 or later, s390x) in an image of its storage.

A kernel that dies or hangs does not get its last words out on the emulated console; they are in
its log buffer. That buffer is a ring of blocks: a number of 8 bytes, counting up from record to
record, then the text, at least one zero byte, and more of them up to a multiple of 8. The first
record is "Linux version ...". A log so long that it has been overwritten is not found.
"""
import re
import struct

MAX_STEP = 1000     # records of interrupted writers are skipped: the step may be more than 1
MAX_TEXT = 2048     # the longest message there can be
FIRST = re.compile(rb'Linux version ')


def number_at(core, at):
    return struct.unpack_from('>Q', core, at)[0]


def message(text):
    """The kernel formats a message in place and then removes its level, two characters, and its
    newline by moving the rest. What it leaves behind the text is a copy of the last two characters
    and the newline."""
    if not text.endswith(b'\n'):
        return text
    if len(text) >= 5 and text[-3:-1] == text[-5:-3]:
        return text[:-3]
    return text[:-1]


def records(core, at):
    """The messages from a record on, as long as the numbers go up."""
    number = number_at(core, at)
    while at + 16 <= len(core) and 0 <= number_at(core, at) - number < MAX_STEP:
        end = core.find(b'\0', at + 8)
        text = core[at + 8:end if end >= 0 else len(core)]
        if not text:
            break
        yield message(text).decode(errors='replace')
        number, start = number_at(core, at), at + 8
        at = start + (len(text) // 8 + 1) * 8
        # A message that was put together of several leaves more room than it needs.
        while at + 8 <= len(core) and not number_at(core, at) and at - start < MAX_TEXT:
            at += 8


def find(core):
    """The messages of the log; none if there is no log. The kernel has its version in several
    places, but only in the log do many records follow."""
    best = []
    for match in FIRST.finditer(core):
        if match.start() >= 8 and match.start() % 8 == 0:
            found = list(records(core, match.start() - 8))
            best = max(best, found, key=len)
    return best if len(best) > 1 else []
