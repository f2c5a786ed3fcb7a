# SPDX-License-Identifier: GPL-2.0-only
"""The emulator: what is loaded where, its configuration, its orders and its end."""
import os
import shutil
import struct
import subprocess

from machine.terminal import Failure

# Above everything that a kernel uses to decompress itself, below the end of storage.
INITRD_AT = 0x08000000
# Where a Linux image wants to find its initramfs and its parameters (arch/s390/boot).
INITRD_START, INITRD_SIZE, PARAMETERS_AT = 0x10408, 0x10410, 0x10480

# The last line saves the emulated CPU time and touches nothing of KVM: self-tests of the crypto
# code took 5 s, verifying a certificate for modules up to 4 s, gathering entropy 1 s, CPUs which
# are not there half a second. nokaslr: klog.py looks for the log below the initramfs.
PARAMETERS = (
    'earlyprintk console=ttyS0 sclp_con_drop=0 rdinit=/init panic=-1 loglevel=4 '
    'cio_ignore=all,!0.0.0120 nokaslr '
    'cryptomgr.notests initcall_blacklist=load_system_certificate_list,jent_mod_init nr_cpus=1')

CONFIGURATION = '''\
CPUSERIAL 000120
CPUMODEL  2097
MAINSIZE  {memory}
NUMCPU    1
ARCHMODE  z/Arch
OSTAILOR  QUIET
PANRATE   FAST
0120 3370 disk
'''

TERM_GRACE = 3      # seconds; SIGTERM is a clean end except when a broken kernel spins


class LoadList:
    """The files to be loaded, by a list of names and addresses. hercules reads nothing from outside
    of the folder of the list, not even through a link, and splits its lines at blanks."""

    def __init__(self, folder):
        self.folder, self.lines = folder, []

    def data(self, name, data, address):
        with open(self.folder.file(name), 'wb') as file:
            file.write(data)
        self.lines.append(f'{name} {address:#010x}\n')

    def copy(self, path, address):
        plain = ''.join(c if c.isalnum() or c == '.' else '_' for c in os.path.basename(path))
        name = f'kernel.{plain}'
        try:
            shutil.copyfile(path, self.folder.file(name))
        except OSError as error:
            why = error.strerror
            raise Failure(f"cannot copy '{path}' to '{self.folder.out}': {why}") from error
        self.lines.append(f'{name} {address:#010x}\n')

    def write(self):
        with open(self.folder.file('start.ins'), 'w', encoding='ascii') as file:
            file.writelines(self.lines)


def load(folder, kernel, initrd):
    """Put everything that the machine starts with into its folder."""
    files = LoadList(folder)
    image = os.path.join(kernel, 'image')
    if os.path.getsize(image) > INITRD_AT:
        raise Failure(f"'{image}' is larger than the {INITRD_AT >> 20} MiB that the lab has for it")
    files.copy(image, 0)
    files.data('initrd', initrd, INITRD_AT)
    files.data('initrd.addr', struct.pack('>Q', INITRD_AT), INITRD_START)
    files.data('initrd.size', struct.pack('>Q', len(initrd)), INITRD_SIZE)
    files.data('parm', PARAMETERS.encode() + b'\0', PARAMETERS_AT)
    extra = os.path.join(kernel, 'ins.extra')
    if os.path.exists(extra):
        with open(extra, encoding='utf-8') as file:
            for line in file:
                name, address = line.split()
                files.copy(os.path.join(kernel, name), int(address, 16))
    files.write()


class Hercules:
    def __init__(self, folder, memory_mib):
        if not shutil.which('hercules'):
            raise Failure('hercules is not installed: apt-get install hercules')
        with open(folder.file('machine.cnf'), 'w', encoding='ascii') as file:
            file.write(CONFIGURATION.format(memory=memory_mib))
        # As a daemon hercules takes no commands but those of its start-up script. A pipe is a
        # script without an end.
        os.mkfifo(folder.file('control'))
        self.control = os.open(folder.file('control'), os.O_RDWR)
        # Linux closes the system console last thing at power-off: the emulator is to end then.
        self.order('hao tgt HHCCP042I', 'hao cmd quit', 'ipl start.ins')
        self.process = self._start(folder)

    @staticmethod
    def _start(folder):
        # It dies with this process, however this process dies. In a session of its own, as Ctrl-C
        # is for lab/boot, which takes the machine down in good order.
        with open(folder.result('console.log'), 'wb') as console:
            return subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', 'hercules', '-d', '-f', 'machine.cnf'],
                cwd=folder.path, env={**os.environ, 'HERCULES_RC': 'control'},
                stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True)

    def order(self, *commands):
        """Have commands carried out, in the emulator's own time."""
        os.write(self.control, ''.join(f'{command}\n' for command in commands).encode())

    def alive(self):
        return self.process.poll() is None

    def kill(self):
        if self.alive():
            self.process.terminate()
            try:
                self.process.wait(TERM_GRACE)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()
