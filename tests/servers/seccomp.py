"""Runs a command that may use only the system calls it names: seccomp.py NAME... -- COMMAND..., as systemd does."""

import ctypes
import errno
import os
import sys

ACT_ALLOW = 0x7FFF0000
ACT_ERRNO = 0x00050000

split = sys.argv.index("--")
names, command = sys.argv[1:split], sys.argv[split + 1 :]
library = ctypes.CDLL("libseccomp.so.2")
library.seccomp_init.restype = ctypes.c_void_p
context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(ACT_ERRNO | errno.EPERM)))
for name in names:
    number = library.seccomp_syscall_resolve_name(name.encode())
    # Negative: this processor has no such call.
    if number >= 0:
        library.seccomp_rule_add(context, ctypes.c_uint32(ACT_ALLOW), number, 0)
if library.seccomp_load(context) != 0:
    sys.exit("Cannot load the filter")
os.execv(command[0], command)
