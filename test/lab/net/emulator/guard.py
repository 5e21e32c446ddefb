"""Clean-up that survives a kill -9: whoever outlives the others ends what still runs in the lab's namespaces."""
import os
import signal
import time

# Sweeping gives up after this many seconds; a process the kernel can't end would hold it for ever.
PATIENCE_S = 10


def inhabitants(inodes):
    names = {'net:[%d]' % inode for inode in inodes}
    found = []
    for entry in os.listdir('/proc'):
        if entry.isdigit() and int(entry) != os.getpid():
            try:
                if os.readlink('/proc/%s/ns/net' % entry) in names:
                    found.append(int(entry))
            except OSError:
                continue
    return found


def sweep(inodes):
    """Ends every process inside those network namespaces; with the last one the namespace itself goes."""
    deadline = time.monotonic() + PATIENCE_S
    empty = 0
    # Twice empty: a process may have forked while the first pass read the list.
    while empty < 2 and time.monotonic() < deadline:
        found = inhabitants(inodes)
        empty = 0 if found else empty + 1
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.005)


class Guard:
    """The emulator's side: a second process that sees its pipe end when the emulator dies of anything."""

    def __init__(self):
        self.inodes = []
        reader, self.pipe = os.pipe()
        emulator = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.pipe)
            watch(reader, emulator)
        os.close(reader)

    def announce(self, inode, descriptor):
        self.inodes.append(inode)
        os.write(self.pipe, b'%d %d\n' % (inode, descriptor))

    def finish(self):
        """Sweeps, lets the guard go, and returns when it is gone."""
        sweep(self.inodes)
        try:
            os.write(self.pipe, b'done\n')
            os.close(self.pipe)
        except BrokenPipeError:
            pass
        try:
            os.waitpid(self.pid, 0)
        except ChildProcessError:
            pass

    def has_died(self):
        try:
            return os.waitpid(self.pid, os.WNOHANG)[0] == self.pid
        except ChildProcessError:
            return True


def hold(emulator, line):
    """Keeps a namespace of the emulator's for as long as this process lives: else its inode could become that of
    another lab's, which must not be swept. None when it has gone already."""
    inode, descriptor = (int(word) for word in line.split())
    try:
        held = os.open('/proc/%d/fd/%d' % (emulator, descriptor), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    return inode if os.fstat(held).st_ino == inode else None


def watch(reader, emulator):
    """The guard's whole life. Its own session and no terminal, so that no Ctrl-C ends it before its work."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    nothing = os.open('/dev/null', os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nothing, fd)
    inodes = []
    with open(reader, 'rb') as pipe:
        for line in pipe:
            if line == b'done\n':
                os._exit(0)
            inodes.append(hold(emulator, line))
    sweep([inode for inode in inodes if inode is not None])
    os._exit(0)
