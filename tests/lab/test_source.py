# SPDX-License-Identifier: GPL-2.0-only
import os
import shutil
import tempfile
import unittest

from measure import source

CODE = '''\
#define MACRO(a) \\
	do_something(a)
static int first(int a);
struct table {
	int (*call)(int);
};
/**
 * first() - comment
 */
static int first(int a)
{
	if (a) {
		return 1;
	}
	return second(a, 2);
}

static inline __must_check unsigned long
second(struct table *t,
       int b)
{
	return 0;
}
int third(void)
{
}
static struct table tables[] = {
	{ first },
};
'''


class Source(unittest.TestCase):
    def setUp(self):
        self.tree = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.tree)

    def file(self, name, text):
        path = os.path.join(self.tree, source.BEHIND, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='ascii') as file:
            file.write(text)
        return path

    def test_functions_and_their_lines(self):
        path = self.file('a.c', CODE)
        found = [(f.name, f.first, f.last) for f in source.functions_of(path)]
        self.assertEqual(found, [('first', 10, 16), ('second', 18, 23), ('third', 24, 26)])

    def test_a_function_is_found_wherever_it_is(self):
        path = self.file('new/place/a.h', CODE)
        self.assertEqual(source.one(source.functions(self.tree), 'third').path, path)

    def test_none_or_more_than_one(self):
        self.file('a.c', CODE)
        self.file('b.c', CODE)
        found = source.functions(self.tree)
        with self.assertRaisesRegex(ValueError, r'has first 2 times: a\.c, b\.c'):
            source.one(found, 'first')
        with self.assertRaisesRegex(ValueError, 'has no function fourth'):
            source.one(found, 'fourth')

    def test_a_tree_without_any(self):
        self.assertEqual(source.functions(self.tree), {})
