# SPDX-License-Identifier: GPL-2.0-only
import struct
import unittest

from machine import klog

BASE = 0xfffffffff0


def record(number, text):
    """As the kernel leaves it: behind the text its last two characters again, then a newline."""
    raw = (text + text[-2:] + '\n').encode()
    return struct.pack('>Q', BASE + number) + raw + bytes(8 - len(raw) % 8)


# The version is in the kernel's code, too, where no records follow.
TEXT = b'Linux version 6.6.6 in the kernel itself\n'
CODE = bytes(4096) + bytes(8) + TEXT.ljust(48, b'\0') + bytes(4040)
LOG = ['Linux version 6.6.6', 'exactly 13 ch', 'Kernel panic - not syncing: test']


class Klog(unittest.TestCase):
    def core(self, numbers=(1, 2, 3)):
        return CODE + b''.join(map(record, numbers, LOG)) + bytes(4096)

    def test_the_log_of_a_dead_kernel(self):
        self.assertEqual(klog.find(self.core()), LOG)

    def test_records_may_be_missing(self):
        self.assertEqual(klog.find(self.core((1, 5, 900))), LOG)

    def test_the_log_ends_where_the_numbers_do(self):
        self.assertEqual(klog.find(self.core((1, 2, 2000))), LOG[:2])
        self.assertEqual(klog.find(self.core((5, 6, 2))), LOG[:2])

    def test_more_room_than_a_message_needs(self):
        core = CODE + record(1, LOG[0]) + bytes(64) + record(2, LOG[1]) + bytes(64)
        self.assertEqual(klog.find(core), LOG[:2])

    def test_no_log(self):
        self.assertEqual(klog.find(CODE), [])
        self.assertEqual(klog.find(b''), [])

    def test_a_log_at_the_end_of_storage(self):
        whole = self.core()[:-4096]
        for cut in range(1, 40):
            self.assertEqual(klog.find(whole[:-cut])[:2], LOG[:2])
