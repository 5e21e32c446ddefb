"""A node's end of a link: a TUN device (bare IP), or a TAP device whose neighbours the emulator impersonates."""
import fcntl
import os
import struct

from packet import checksum

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_TAP, IFF_NO_PI = 1, 2, 0x1000
ARP, IPV4, IPV6 = b'\x08\x06', b'\x08\x00', b'\x86\xdd'
NEIGHBOUR_SOLICITATION, NEIGHBOUR_ADVERTISEMENT = 135, 136
# The far end of every Ethernet link as its host sees it (locally administered).
PEER_MAC = bytes.fromhex('02fa00000001')


def open_device(name, ethernet):
    """Creates the device in the network namespace this process is in now; it goes when the descriptor closes."""
    fd = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    flags = (IFF_TAP if ethernet else IFF_TUN) | IFF_NO_PI
    fcntl.ioctl(fd, TUNSETIFF, struct.pack('16sH22x', name.encode(), flags))
    return fd


class Port:
    """A TUN end: reads and writes IP packets."""

    # Whether programs behind this end send at times of their own, rather than only the kernel in answer.
    has_programs = False

    def __init__(self, node, fd, mtu):
        self.node = node
        self.fd = fd
        self.room = mtu + 64
        self.outgoing = None
        self.incoming = None

    def read(self):
        """The next IP packet from the kernel; b'' for something that is not one; None when nothing waits."""
        try:
            return os.read(self.fd, self.room)
        except BlockingIOError:
            return None
        except OSError:
            # The device is administratively down: nothing can wait on it.
            return None

    def write(self, packet):
        """False when the kernel refused it (the device is down)."""
        try:
            os.write(self.fd, packet)
            return True
        except OSError:
            return False


class AlteringPort(Port):
    """A TUN end of a node that does to ICMP errors what its kernel does not."""

    def read(self):
        packet = super().read()
        return self.node.alter(packet) if packet else packet


class EthernetPort(Port):
    """A TAP end. Answers ARP and neighbour discovery for every address but the host's own while the link works."""

    has_programs = True

    def __init__(self, node, fd, mtu, mac):
        super().__init__(node, fd, mtu)
        self.mac = bytes.fromhex(mac.replace(':', ''))

    def read(self):
        frame = super().read()
        if not frame:
            return frame
        kind = frame[12:14]
        if kind == IPV4:
            return frame[14:]
        if kind == IPV6 and not is_solicitation(frame):
            return frame[14:]
        if self.outgoing.passes_anything() and self.incoming.passes_anything():
            answer = self._arp(frame) if kind == ARP else self._advertisement(frame) if kind == IPV6 else None
            if answer:
                super().write(answer)
        return b''

    def write(self, packet):
        return super().write(self.mac + PEER_MAC + (IPV4 if packet[0] >> 4 == 4 else IPV6) + packet)

    def _arp(self, frame):
        if len(frame) < 42 or frame[20:22] != b'\0\1' or frame[38:42] in self.node.addresses:
            return None
        asker, asked = frame[22:32], frame[38:42]
        return self.mac + PEER_MAC + ARP + b'\0\1\x08\0\6\4\0\2' + PEER_MAC + asked + asker

    def _advertisement(self, frame):
        asker, asked = frame[22:38], frame[62:78]
        # An unspecified asker is a host checking its own address for duplicates.
        if len(frame) < 78 or asked in self.node.addresses or asker == bytes(16):
            return None
        # Router, solicited, override (RFC 4861, 4.4), then the target's link-layer address option.
        body = b'\xe0\0\0\0' + asked + b'\2\1' + PEER_MAC
        pseudo = asked + asker + struct.pack('!II', 4 + len(body), 58)
        message = bytes((NEIGHBOUR_ADVERTISEMENT, 0)) + b'\0\0' + body
        message = message[:2] + struct.pack('!H', checksum(pseudo + message)) + message[4:]
        header = b'\x60\0\0\0' + struct.pack('!HBB', len(message), 58, 255)
        return self.mac + PEER_MAC + IPV6 + header + asked + asker + message


def is_solicitation(frame):
    return len(frame) > 54 and frame[20] == 58 and frame[54] == NEIGHBOUR_SOLICITATION
