# SPDX-License-Identifier: GPL-2.0-only
import os
import stat
import tempfile
import unittest

from machine import cpio, tree
from machine.terminal import Failure


class Trees(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def make(self, name, files=(), links=()):
        top = os.path.join(self.folder.name, name)
        for path, text in dict(files).items():
            path = os.path.join(top, path)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text)
        for path, target in dict(links).items():
            os.symlink(target, os.path.join(top, path))
        return top

    def test_content_mode_and_time(self):
        top = self.make('one', {'bin/sh': 'text'}, {'link': 'bin/sh'})
        os.chmod(os.path.join(top, 'bin/sh'), 0o4755)
        os.chmod(os.path.join(top, 'bin'), 0o700)
        for number, name in enumerate(('bin', 'bin/sh', 'link')):
            os.utime(os.path.join(top, name), (7, 1000 + number), follow_symlinks=False)
        self.assertEqual(tree.entries([top]), [
            cpio.entry('bin', mode=stat.S_IFDIR | 0o700, mtime=1000),
            cpio.entry('bin/sh', b'text', stat.S_IFREG | 0o4755, 1001),
            cpio.entry('link', b'bin/sh', stat.S_IFLNK | 0o777, 1002)])

    def names(self, *tops):
        packed = tree.entries(tops)
        return [one[110:].partition(b'\0')[0].decode() for one in packed]

    def test_a_folder_precedes_what_is_below_it(self):
        top = self.make('one', {'a/b': '', 'a-b': '', 'a.c/d': ''})
        self.assertEqual(self.names(top), ['a', 'a/b', 'a-b', 'a.c', 'a.c/d'])

    def test_a_later_tree_replaces_files(self):
        packed = tree.entries([self.make('one', {'a': 'old', 'b': 'b'}),
                               self.make('two', {'a': 'new'})])
        self.assertEqual(cpio.read(b''.join(packed) + cpio.end()), {'a': b'new', 'b': b'b'})

    def test_a_folder_does_not_replace_a_link(self):
        one = self.make('one', {'usr/bin/sh': ''}, {'bin': 'usr/bin'})
        two = self.make('two', {'bin/tool': ''})
        packed = tree.entries([one, two])
        self.assertIn(b'usr/bin', packed[0])
        self.assertEqual(self.names(one, two), ['bin', 'bin/tool', 'usr', 'usr/bin', 'usr/bin/sh'])

    def test_device_files_and_pipes_are_left_out(self):
        top = self.make('one', {'a': ''})
        os.mkfifo(os.path.join(top, 'pipe'))
        self.assertEqual(self.names(top), ['a'])

    def test_an_unreadable_tree_is_refused(self):
        with self.assertRaisesRegex(Failure, "--root: '.*nowhere': No such file"):
            tree.entries([os.path.join(self.folder.name, 'nowhere')])
