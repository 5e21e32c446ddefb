"""Nodes: unnamed network and mount namespaces that live exactly as long as this process and their own."""
import ctypes
import ipaddress
import os
import shutil
import subprocess

from device import AlteringPort, EthernetPort, Port, open_device
from errors import extended, spoilt, structure
from packet import destination, inner, protocol_name, upper

CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 0x1000, 0x4000, 0x40000
MNT_DETACH = 2
libc = ctypes.CDLL(None, use_errno=True)


def call(name, *arguments):
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, '%s: %s' % (name, os.strerror(number)))


def mount(source, target, kind, flags):
    call('mount', source.encode(), target.encode(), kind.encode() if kind else None, flags, None)


def open_own(kind):
    return os.open('/proc/self/ns/' + kind, os.O_RDONLY | os.O_CLOEXEC)


class Home:
    """The namespaces this process came from; `with` brings it back there."""

    def __enter__(self):
        self.net, self.mnt = open_own('net'), open_own('mnt')
        return self

    def __exit__(self, *_):
        call('setns', self.net, CLONE_NEWNET)
        call('setns', self.mnt, CLONE_NEWNS)
        os.close(self.net)
        os.close(self.mnt)


class Node:
    def __init__(self, plan):
        self.name = plan['name']
        self.plan = plan
        self.addresses = frozenset(ipaddress.ip_address(address).packed for address in plan['addresses'])
        self.unwraps = frozenset(plan['unwraps'])
        objects = [bytes.fromhex(text) for text in plan['extensions']]
        self.extensions = structure(objects) if objects else b''
        self.ports = []

    def create(self, devices):
        """Leaves this process inside the node and returns the running `ip` that configures it."""
        call('unshare', CLONE_NEWNET | CLONE_NEWNS)
        mount('none', '/', None, MS_REC | MS_PRIVATE)
        self.net, self.mnt = open_own('net'), open_own('mnt')
        self.inode = os.fstat(self.net).st_ino
        if self.plan['resolvers']:
            self._name_resolvers()
        # As `ip netns exec` does: /sys then shows the node's devices.
        mount('sysfs', '/sys', 'sysfs', MS_NOSUID | MS_NODEV | MS_NOEXEC)
        for path, value in self.plan['sysctls'].items():
            with open('/proc/sys/' + path, 'w') as file:
                file.write(value)
        for device in devices:
            fd = open_device(device['device'], device['mac'] is not None)
            mtu, mac = device['mtu'], device['mac']
            self.ports.append(EthernetPort(self, fd, mtu, mac) if mac else self._bare_port(fd, mtu))
        return self._configure()

    def _bare_port(self, fd, mtu):
        alters = self.extensions or self.plan['spoilsQuotes']
        return AlteringPort(self, fd, mtu) if alters else Port(self, fd, mtu)

    def alter(self, packet):
        """What this node's kernel sends, as the router that it stands for would have sent it."""
        if self.plan['spoilsQuotes']:
            packet = spoilt(packet, self.addresses)
        return extended(packet, self.addresses, self.extensions) if self.extensions else packet

    def _name_resolvers(self):
        # A file system in memory, seen only through its one file: nothing of it is left on any disk.
        mount('tmpfs', '/sys', 'tmpfs', 0)
        with open('/sys/resolv.conf', 'w') as file:
            file.writelines('nameserver %s\n' % address for address in self.plan['resolvers'])
        os.chmod('/sys/resolv.conf', 0o644)
        mount('/sys/resolv.conf', '/etc/resolv.conf', None, MS_BIND)
        call('umount2', b'/sys', MNT_DETACH)

    def _configure(self):
        ip = shutil.which('ip', path=os.environ.get('PATH', '') + ':/usr/sbin:/sbin')
        process = subprocess.Popen((ip or 'ip', '-batch', '-'), stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        process.stdin.write(self.plan['batch'])
        process.stdin.close()
        process.stdin = None
        return process

    def unwrap(self, packet):
        """The inner packet of a tunnelled one that ends at this node; None for every other packet."""
        head = upper(packet)
        if head is None or protocol_name(head[0], head[1]) not in self.unwraps:
            return None
        return inner(packet, head) if destination(packet) in self.addresses else None


def build(nodes, devices_of, announce):
    """Creates every node; `announce` learns of each namespace before anything else runs in it."""
    running = []
    with Home():
        for node in nodes:
            process = node.create(devices_of[node.name])
            announce(node.inode, node.net)
            running.append((node, process))
    for node, process in running:
        _, complaint = process.communicate()
        if process.returncode != 0:
            raise RuntimeError('configuring %s: %s' % (node.name, complaint.strip()))
