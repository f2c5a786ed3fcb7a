# SPDX-License-Identifier: GPL-2.0-only
"""Finds the log of a Linux kernel (5.10 or later, s390x) in a dump of its storage.

The last messages of a kernel that dies or hangs do not reach the emulated console; they are in its
log buffer. The buffer is a ring of blocks: an 8-byte number that increases from record to record,
the text, and one to eight zero bytes up to a multiple of 8. The first record is "Linux version
...". A log that has wrapped around is not found.
"""
import re
import struct

MAX_STEP = 1000     # largest step of the number: records of interrupted writers are skipped
MAX_TEXT = 2048     # the longest possible message
FIRST = re.compile(rb'Linux version ')


def number_at(core, at):
    return struct.unpack_from('>Q', core, at)[0]


def message(text):
    """Remove the remainder behind a text: the kernel formats a message in place and then removes
    its level (two characters) and its newline by moving the text. This leaves a copy of the last
    two characters and the newline behind the text."""
    if not text.endswith(b'\n'):
        return text
    if len(text) >= 5 and text[-3:-1] == text[-5:-3]:
        return text[:-3]
    return text[:-1]


def records(core, at):
    """The messages from a record on, while the numbers increase."""
    number = number_at(core, at)
    while at + 16 <= len(core) and 0 <= number_at(core, at) - number < MAX_STEP:
        end = core.find(b'\0', at + 8)
        text = core[at + 8:end if end >= 0 else len(core)]
        if not text:
            break
        yield message(text).decode(errors='replace')
        number, start = number_at(core, at), at + 8
        at = start + (len(text) // 8 + 1) * 8
        # The record of a continued message may have unused space behind the text.
        while at + 8 <= len(core) and not number_at(core, at) and at - start < MAX_TEXT:
            at += 8


def find(core):
    """The messages of the log; empty if there is no log. The version string occurs in several
    places, but only in the log several records follow it."""
    best = []
    for match in FIRST.finditer(core):
        if match.start() >= 8 and match.start() % 8 == 0:
            found = list(records(core, match.start() - 8))
            best = max(best, found, key=len)
    return best if len(best) > 1 else []
