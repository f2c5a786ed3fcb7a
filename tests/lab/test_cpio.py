# SPDX-License-Identifier: GPL-2.0-only
import shutil
import subprocess
import unittest

from machine import cpio


class Cpio(unittest.TestCase):
    FILES = {'a': b'', 'folder/b': b'1', 'folder/name': b'12345'}

    def archive(self):
        return b''.join(cpio.entry(*item) for item in self.FILES.items()) + cpio.end()

    def test_a_header_is_as_cpio_5_has_it(self):
        head = cpio.entry('ab', b'xyz')
        self.assertEqual(head[:6], b'070701')
        self.assertEqual(head[14:22], b'000081a4')      # a plain file, rw-r--r--
        self.assertEqual(head[54:62], b'00000003')      # size of the data
        self.assertEqual(head[94:102], b'00000003')     # size of the name with its zero byte
        self.assertEqual(head[110:], b'ab\0' + b'\0\0\0' + b'xyz\0')

    def test_what_was_packed_is_read(self):
        self.assertEqual(cpio.read(self.archive()), self.FILES)

    def test_no_archive(self):
        self.assertEqual(cpio.read(b''), {})
        self.assertEqual(cpio.read(bytes(512)), {})

    def test_an_archive_that_breaks_off_gives_what_is_whole(self):
        whole = cpio.entry('a', b'1')
        self.assertEqual(cpio.read(whole + cpio.entry('b', b'12345678')[:-4]), {'a': b'1'})

    @unittest.skipUnless(shutil.which('cpio'), 'no cpio here')
    def test_cpio_agrees(self):
        listed = subprocess.run(['cpio', '-t', '--quiet'], stdout=subprocess.PIPE, check=True,
                                input=cpio.folder('folder') + self.archive())
        self.assertEqual(listed.stdout.decode().split(), ['folder', *self.FILES])
