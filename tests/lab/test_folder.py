# SPDX-License-Identifier: GPL-2.0-only
import errno
import os
import shutil
import tempfile
import unittest
from unittest import mock

from machine.folder import DISK_MIB, Folder, recover
from machine.terminal import Failure


class FolderOfMachine(unittest.TestCase):
    def setUp(self):
        self.out = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.out)

    def left_behind(self, journal):
        """What a killed run leaves: its folder, without the lock that died with it."""
        path = tempfile.mkdtemp(prefix='.machine.', dir=self.out)
        with open(os.path.join(path, 'disk'), 'wb') as disk:
            disk.write(journal + bytes(1000))

    def journal(self):
        with open(os.path.join(self.out, 'journal'), 'rb') as file:
            return file.read()

    def test_the_disk_has_its_room(self):
        folder = Folder(self.out)
        folder.make_disk()
        self.assertEqual(os.stat(folder.disk).st_blocks * 512 >> 20, DISK_MIB)
        folder.remove()
        self.assertEqual(os.listdir(self.out), [])

    def test_no_room_for_the_disk(self):
        folder = Folder(self.out)
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        with mock.patch('os.posix_fallocate', side_effect=full):
            with self.assertRaisesRegex(Failure, 'no room for a result disk of 64 MiB'):
                folder.make_disk()
        folder.remove()

    def test_no_folder_can_be_made(self):
        with open(os.path.join(self.out, 'file'), 'wb'):
            pass
        with self.assertRaisesRegex(Failure, 'cannot make a folder in .*file'):
            Folder(os.path.join(self.out, 'file'))

    def test_the_journal_of_a_killed_run(self):
        self.left_behind(b'plan 1\nr 1\n')
        self.assertTrue(recover(self.out))
        self.assertEqual(self.journal(), b'plan 1\nr 1\n')
        self.assertEqual(os.listdir(self.out), ['journal'])

    def test_a_killed_run_without_a_journal(self):
        self.left_behind(b'')
        self.assertFalse(recover(self.out))
        self.assertEqual(os.listdir(self.out), [])

    def test_a_journal_is_not_overwritten(self):
        self.left_behind(b'older')
        with open(os.path.join(self.out, 'journal'), 'wb') as file:
            file.write(b'newer')
        self.assertFalse(recover(self.out))
        self.assertEqual(self.journal(), b'newer')

    def test_a_run_that_lives_keeps_its_folder(self):
        folder = Folder(self.out)
        with open(folder.disk, 'wb') as disk:
            disk.write(b'plan 1\n')
        self.assertFalse(recover(self.out))
        self.assertTrue(os.path.exists(folder.disk))
        folder.remove()

    def test_the_journal_of_an_earlier_run_is_removed(self):
        with open(os.path.join(self.out, 'journal'), 'wb') as file:
            file.write(b'older')
        Folder(self.out).remove()
        self.assertEqual(os.listdir(self.out), [])

    def test_nothing_to_recover(self):
        self.assertFalse(recover(os.path.join(self.out, 'nowhere')))
