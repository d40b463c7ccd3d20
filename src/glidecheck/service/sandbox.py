"""What a process that decodes strangers' pictures may do: read files, compute, and answer. No network, no secrets, no more rights.

    cell()     the parent's part: an environment with nothing in it but what a reader needs
    lock()     the child's part, as the first thing it does
    close()    the parent's own: nobody of the same user may look into it, where the secrets are

Linux: no_new_privs, no capabilities, no core files, and a seccomp filter that answers EPERM to everything that leads out (sockets of every
kind, io_uring, other processes' memory, keys, mounts, namespaces). Elsewhere the empty environment is all there is. `lock` says what it
could do, and never fails: a reader that is less locked still reads.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress

# What interpreters, loaders, locales, temporary files and the engines ask for; everything else stays with the parent.
_KEPT = frozenset({
    "PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "WINDIR", "PATHEXT", "VIRTUAL_ENV", "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH", "TESSDATA_PREFIX", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
    "GLIDECHECK_DEBUG", "GLIDECHECK_ALLOW_RECORDED", "GLIDECHECK_RECORDED", "GLIDECHECK_RECORDED_NETWORK",
})  # fmt: skip
_KEPT_KINDS = ("LC_", "PYTHON", "OMP_", "OPENBLAS_", "MKL_", "COVERAGE_", "COV_")

_NO_NEW_PRIVS, _SECCOMP, _DUMPABLE, _CAPBSET_DROP = 38, 22, 4, 24  # linux/prctl.h
_FILTER = 2  # SECCOMP_MODE_FILTER
_ALLOW, _EPERM, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000  # SECCOMP_RET_ALLOW, _ERRNO with EPERM, _KILL_PROCESS
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF: ld abs word, jeq, jge, ret
_X32 = 0x40000000  # x86-64's other numbering of the same calls

# Numbers of arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
_CALLS = {
    # socket socketpair connect accept bind listen accept4 sendto sendmsg sendmmsg recvmmsg
    "x86_64": (0xC000003E, (41, 53, 42, 43, 49, 50, 288, 44, 46, 307, 299,
    # ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd pidfd_open
                            101, 310, 311, 312, 438, 434,
    # add_key request_key keyctl bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
                            248, 249, 250, 321, 298, 323, 425, 426, 427,
    # mount umount2 pivot_root chroot unshare setns open_by_handle_at name_to_handle_at fsopen open_tree move_mount
                            165, 166, 155, 161, 272, 308, 304, 303, 430, 428, 429,
    # kexec_load kexec_file_load init_module finit_module delete_module reboot swapon swapoff acct settimeofday clock_settime
                            246, 320, 175, 313, 176, 169, 167, 168, 163, 164, 227)),
    "aarch64": (0xC00000B7, (198, 199, 203, 202, 200, 201, 242, 206, 211, 269, 243,
                             117, 270, 271, 272, 438, 434,
                             217, 218, 219, 280, 241, 282, 425, 426, 427,
                             40, 39, 41, 51, 97, 268, 265, 264, 430, 428, 429,
                             104, 294, 105, 273, 106, 142, 224, 225, 89, 170, 112)),
}  # fmt: skip
"""By machine: what the kernel calls it (AUDIT_ARCH_...), and the calls that lead out."""


def cell(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of `environment` (this process's) that a reader gets: none of ours with a secret, and none that nobody knows."""
    given = os.environ if environment is None else environment
    return {name: value for name, value in given.items() if name.upper() in _KEPT or name.upper().startswith(_KEPT_KINDS)}


def close() -> None:
    """Other processes of this user, the readers among them, may not read this one's memory and environment any more."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_DUMPABLE, 0, 0, 0, 0)


def lock() -> tuple[str, ...]:
    """Gives up what a reader does not need. Returns what could be given up: "core", "capabilities", "privileges", "calls"."""
    if sys.platform != "linux":
        return ()
    import resource

    done: list[str] = []
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        done.append("core")
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        prctl = libc.prctl
    except (OSError, AttributeError):
        return tuple(done)
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong]
    for capability in range(64):
        prctl(_CAPBSET_DROP, capability, 0, 0, 0)
    # capset of version 3 for this process, all sets empty
    head, none = ctypes.create_string_buffer(struct.pack("<II", 0x20080522, 0)), ctypes.create_string_buffer(24)
    if libc.capset(head, none) == 0:
        done.append("capabilities")
    if prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        done.append("privileges")
        if _filtered(prctl):
            done.append("calls")
    return tuple(done)


def _filtered(prctl: ctypes._NamedFuncPointer) -> bool:
    """Installs the filter. Whether it holds."""
    known = _CALLS.get(platform.machine())
    if known is None or sys.byteorder != "little":
        return False
    program = _program(*known)
    code = ctypes.create_string_buffer(program, len(program))

    # struct sock_fprog: the number of instructions, and where they are
    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    whole = Program(len(program) // 8, ctypes.cast(code, ctypes.c_void_p))
    return bool(prctl(_SECCOMP, _FILTER, ctypes.addressof(whole), 0, 0) == 0)


def _program(arch: int, calls: tuple[int, ...]) -> bytes:
    """The filter as the kernel reads it: (code, jump if true, jump if false, value) each. seccomp_data: the call at 0, the machine at 4."""
    rules = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, arch), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0), (_AT_LEAST, len(calls) + 1, 0, _X32)]
    rules += [(_EQUAL, len(calls) - n, 0, number) for n, number in enumerate(calls)]
    rules += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _EPERM)]
    return b"".join(struct.pack("<HBBI", *rule) for rule in rules)
