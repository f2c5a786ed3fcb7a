# SPDX-License-Identifier: GPL-2.0-only
import os
import tempfile
import unittest

from machine.console import Console


class ConsoleOfMachine(unittest.TestCase):
    def setUp(self):
        handle, self.path = tempfile.mkstemp()
        os.close(handle)
        self.addCleanup(os.remove, self.path)
        self.console = Console(self.path)

    def printed(self, text):
        with open(self.path, 'wb') as file:
            file.write(text)
        return self.console

    def test_grown(self):
        self.assertFalse(self.console.grown())
        self.printed(b'a')
        self.assertTrue(self.console.grown())
        self.assertFalse(self.console.grown())

    def test_text(self):
        self.assertEqual(self.printed(b'a\0b\r\nc\n').text(), 'ab\nc\n')

    def test_bytes_that_are_no_text(self):
        self.assertEqual(len(self.printed(b'\xff\xfe\n').text()), 3)

    def test_complaint(self):
        self.assertEqual(self.printed(b'[1.0] lab: init 1.0\n').complaint(), '')
        self.assertEqual(self.printed(b'[1.0] lab: error: no disk\r\n').complaint(), 'no disk')
