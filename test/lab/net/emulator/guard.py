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
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.pipe)
            watch(reader)
        os.close(reader)

    def announce(self, inode):
        self.inodes.append(inode)
        os.write(self.pipe, b'%d\n' % inode)

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


def watch(reader):
    """The guard's whole life. Its own session and no terminal, so that no Ctrl-C ends it before its work."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    nothing = os.open('/dev/null', os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nothing, fd)
    with open(reader, 'rb', buffering=0) as pipe:
        text = pipe.readall().decode()
    words = text.split()
    if 'done' not in words:
        sweep([int(word) for word in words])
    os._exit(0)
