# SPDX-License-Identifier: GPL-2.0-only
import os
import tempfile
import unittest

from machine.journal import BLOCK, Journal


class JournalOnDisk(unittest.TestCase):
    def setUp(self):
        handle, self.disk = tempfile.mkstemp()
        os.close(handle)
        self.addCleanup(os.remove, self.disk)
        self.journal = Journal(self.disk)

    def write(self, text, at=0):
        with open(self.disk, 'r+b') as file:
            file.seek(at)
            file.write(text)
        self.journal.update()

    def test_an_empty_disk(self):
        self.write(bytes(4096))
        self.assertEqual((self.journal.size, self.journal.planned, self.journal.code), (0, 0, None))
        self.assertEqual(self.journal.text(), b'')

    def test_what_is_planned(self):
        self.write(b'plan 3\n')
        self.assertEqual(self.journal.cases(), '3 cases')
        self.write(b'plan %d\n' % (2**64 - 1), 7)
        self.assertEqual(self.journal.cases(), 'endless cases')

    def test_it_grows(self):
        self.write(bytes(4096))
        self.write(b'memop-cts journal\nplan 3\nr 0 pass\nr 1')
        self.assertEqual((self.journal.planned, self.journal.done), (3, 1))
        self.write(b' fail\nr 2 pass\nen', 37)
        self.assertEqual((self.journal.done, self.journal.code), (3, None))
        self.write(b'd 1 sum\n', 54)
        self.assertEqual(self.journal.code, 1)
        self.assertEqual(self.journal.text().count(b'\n'), 6)

    def test_a_gap_is_the_end_until_it_is_filled(self):
        self.write(b'plan 2\n' + bytes(BLOCK - 7) + b'r 1\nend 0\n')
        self.assertEqual((self.journal.done, self.journal.code), (0, None))
        self.write(b'd ' + b'x' * (BLOCK - 10) + b'\n', 7)
        self.assertEqual((self.journal.done, self.journal.code), (1, 0))

    def test_a_line_longer_than_what_is_read_at_once(self):
        self.write(b'd ' + b'x' * 200000 + b'\nr 1\nend 0\n' + bytes(10))
        self.assertEqual((self.journal.done, self.journal.code), (1, 0))

    def test_an_end_without_a_code_is_none(self):
        self.write(b'end x\n')
        self.assertIsNone(self.journal.code)

    def test_what_process_1_has_to_say(self):
        for line, complaint in (
                (b'lab no disk', 'no disk'), (b'lab memop-cts died', 'memop-cts died')):
            self.write(line + b'\n', self.journal.size)
            self.assertEqual(self.journal.complaint, complaint)

    def test_the_output_of_a_command(self):
        self.write(b'| a\n| 50 %\r100 %\n\nlab trouble\n| end 1\n| \nstop 3\n')
        self.assertEqual(self.journal.output(), b'a\n50 %\r100 %\nend 1\n\n')

    def test_what_is_behind_the_journal_begins_with_the_next_block(self):
        for size in (BLOCK - 1, BLOCK, BLOCK + 1):
            with open(self.disk, 'wb') as file:
                file.write(b'x' * size + bytes(2 * BLOCK - size) + b'y' * BLOCK)
            journal = Journal(self.disk)
            journal.update()
            self.assertEqual(journal.behind().lstrip(b'\0')[:1], b'y')
        with open(self.disk, 'wb') as file:
            file.write(b'x' * (BLOCK - 1) + b'\0' + b'070701')
        journal = Journal(self.disk)
        journal.update()
        self.assertEqual(journal.behind(), b'070701')

    def test_the_output_of_a_command(self):
        self.write(b'| one\n| end 0\n\n| \n| | two\nlab no\nstop 7\n' + bytes(10))
        self.assertEqual(self.journal.code, 7)
        self.assertEqual(self.journal.output(), b'one\nend 0\n\n| two\n')
