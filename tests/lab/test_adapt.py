# SPDX-License-Identifier: GPL-2.0-only
import os
import shutil
import tempfile
import unittest

from machine import adapt, cc
from machine.elf import Elf
from machine.terminal import Failure

# A kvm.ko in outline: struct module of 0x100 bytes, its name at 0x18, its init function at 0x40.
TEMPLATE = '''
	.section .init.text,"ax"
	.globl	init_module
init_module:
	br	%r14
	.section .modinfo,"a"
	.string	"license=GPL"
	.string	"vermagic=7.7.7-test SMP"
	.section .gnu.linkonce.this_module,"aw"
	.org	0x18
	.string	"kvm"
	.org	0x40
	.quad	init_module
	.org	0x100
'''
# llihf %r4,0xfff: the first half of 2^44 - 1.
MAXIMUM = bytes.fromhex('c04e00000fff')
VERSIONS = '\t.section __versions,"a"\n\t.ascii "0123456789abcdef"\n'


@unittest.skipUnless(shutil.which(cc.COMPILER), 'no cross compiler here')
class Adapt(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def kvm(self, source):
        os.makedirs(os.path.join(self.folder, 'modules'), exist_ok=True)
        path = os.path.join(self.folder, 'kvm.s')
        with open(path, 'w', encoding='ascii') as file:
            file.write(source)
        cc.run([path], os.path.join(self.folder, 'modules', 'kvm.ko'), '-c')

    def adapted(self, release):
        with open(adapt.module_for(self.folder, release), 'rb') as file:
            return Elf(file.read())

    def test_what_depends_on_the_kernel_is_from_its_kvm_ko(self):
        self.kvm(TEMPLATE)
        elf = self.adapted('6.1.0')
        this_module = elf.section('.gnu.linkonce.this_module')
        self.assertEqual(len(this_module), 0x100)
        self.assertEqual(this_module[0x18:0x1e], b'adapt\0')
        self.assertEqual(elf.relocation_of('.gnu.linkonce.this_module', 'init_module'), 0x40)
        self.assertIn(b'vermagic=7.7.7-test SMP\0', elf.section('.modinfo'))
        self.assertEqual(elf.section('__versions'), b'')

    def test_symbol_versions_are_taken_over(self):
        self.kvm(TEMPLATE + VERSIONS)
        self.assertEqual(self.adapted('6.1.0').section('__versions'), b'0123456789abcdef')

    def test_the_maximum_host_address_is_for_7_0_and_later(self):
        for release, wanted in (('6.19.1-s390x', False), ('7.0', True), ('7.3-s390x', True),
                                ('10.1', True), ('unknown', False)):
            self.assertEqual(adapt.wants_maximum_host_address(release), wanted, release)
        self.kvm(TEMPLATE)
        self.assertNotIn(MAXIMUM, self.adapted('6.1.0').section('.init.text'))
        os.remove(os.path.join(self.folder, 'adapt.ko'))
        self.assertIn(MAXIMUM, self.adapted('7.3-s390x').section('.init.text'))

    def test_a_newer_kvm_ko_makes_a_new_module(self):
        self.kvm(TEMPLATE)
        module = adapt.module_for(self.folder, '6.1.0')
        before = os.stat(module).st_ino
        self.assertEqual(os.stat(adapt.module_for(self.folder, '6.1.0')).st_ino, before)
        os.utime(os.path.join(self.folder, 'modules', 'kvm.ko'), (1 << 32, 1 << 32))
        self.assertNotEqual(os.stat(adapt.module_for(self.folder, '6.1.0')).st_ino, before)

    def test_kvm_that_is_built_in_needs_no_module(self):
        self.assertIsNone(adapt.module_for(self.folder, '6.1.0'))

    def test_no_kvm_ko_at_all(self):
        self.kvm(TEMPLATE.replace('"kvm"', '"else"'))
        with self.assertRaisesRegex(Failure, 'cannot find the members of struct module'):
            self.adapted('6.1.0')
        with open(os.path.join(self.folder, 'modules', 'kvm.ko'), 'wb') as file:
            file.write(b'text')
        with self.assertRaisesRegex(Failure, 'not an ELF file for s390x'):
            self.adapted('6.1.0')
