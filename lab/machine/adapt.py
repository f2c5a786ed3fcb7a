# SPDX-License-Identifier: GPL-2.0-only
"""Builds adapt.ko (see lab/adapt.S) for a kernel folder without the headers of that kernel:
everything that depends on the kernel is taken from its kvm.ko."""
import os
import tempfile

from machine import cc
from machine.elf import Elf
from machine.terminal import Failure

STRUCT_MODULE = '.gnu.linkonce.this_module'
VERSIONS = '__versions'
# Since about Linux 6.13 the symbol versions may be in two sections, depending on the configuration.
EXTENDED = {'EXT_CRCS': '__version_ext_crcs', 'EXT_NAMES': '__version_ext_names'}


def module_for(folder, release):
    """The file adapt.ko of a kernel folder; None if KVM is built in, where it is not needed."""
    template = os.path.join(folder, 'modules', 'kvm.ko')
    module = os.path.join(folder, 'adapt.ko')
    source = os.path.join(cc.LAB, 'adapt.S')
    if not os.path.exists(template):
        return None
    if not cc.newer(module, template, source, __file__):
        with open(template, 'rb') as file, tempfile.TemporaryDirectory() as work:
            options = defines(file.read(), release, work)
            cc.run([source], f'{module}.{os.getpid()}', '-c', *options)
        os.rename(f'{module}.{os.getpid()}', module)
    return module


def defines(kvm, release, work):
    """The macros that lab/adapt.S needs, as compiler options. Sections are files in WORK."""
    try:
        elf = Elf(kvm)
    except ValueError as error:
        raise Failure(f'kvm.ko of the kernel is {error}') from error
    this_module = elf.section(STRUCT_MODULE)
    # The name is an array inside the structure, and the first nonzero data in it.
    name_at = this_module.find(b'kvm\0')
    init_at = elf.relocation_of(STRUCT_MODULE, 'init_module')
    if name_at < 0 or init_at is None:
        raise Failure('cannot find the members of struct module in kvm.ko')
    found = [f'-DVERMAGIC="{vermagic(elf)}"', f'-DMODULE_SIZE={len(this_module)}',
             f'-DNAME_AT={name_at}', f'-DINIT_AT={init_at:#x}']
    if wants_maximum_host_address(release):
        found.append('-DHAMAX')
    sections = {'VERSIONS': VERSIONS} if elf.section(VERSIONS) else {}
    if all(map(elf.section, EXTENDED.values())):
        sections.update(EXTENDED)
    return found + [section_file(elf, *item, work) for item in sections.items()]


def vermagic(elf):
    for field in elf.section('.modinfo').split(b'\0'):
        if field.startswith(b'vermagic='):
            return field.decode()
    raise Failure('kvm.ko has no vermagic')


def wants_maximum_host_address(release):
    """Since Linux 7.0 KVM does not handle a machine that reports no maximum (F1)."""
    major = release.split('.')[0]
    return major.isdigit() and int(major) >= 7


def section_file(elf, name, section, work):
    path = os.path.join(work, name)
    with open(path, 'wb') as file:
        file.write(elf.section(section))
    return f'-D{name}="{path}"'
