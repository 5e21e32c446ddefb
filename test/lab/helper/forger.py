"""Answers the probes of traceroutes in ways that a kernel does not, by the last number of the address they come to.

Runs in the server's namespace, whose kernel keeps silent about them. Ends when its standard input does.
"""
import os
import socket
import struct
import sys
import threading

(SHORT, PADDED, WRONG_IP_ID, WRONG_KEY, WRONG_TARGET,
 FOUR_BYTES, CUT, BAD_SUM, STORM, OTHER_ANSWER) = map(str, range(10, 20))
ICMP, TCP, UDP, ICMP6 = 1, 6, 17, 58
OUTGOING = 4

sniffer = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
out4 = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
out6 = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)


def folded(data):
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


class Packet:
    def __init__(self, data):
        self.data = data
        self.six = data[0] >> 4 == 6
        self.header = 40 if self.six else 20
        self.protocol = data[6] if self.six else data[9]
        self.source = data[8:24] if self.six else data[12:16]
        self.target = data[24:40] if self.six else data[16:20]
        # ...::10 is written like ....10.
        self.host = '%x' % self.target[-1] if self.six else str(self.target[-1])

    def is_probe(self):
        above = self.data[self.header:]
        if self.protocol in (ICMP, ICMP6):
            return above[0] == (128 if self.six else 8)
        ports = struct.unpack('!HH', above[:4])
        # The client's kernel resets what it did not ask for: that is no probe.
        is_syn = self.protocol == TCP and len(above) > 13 and above[13] == 2
        return (self.protocol == UDP or is_syn) and ports[0] >= 61000 and ports[1] in (33434, 81)


def send(probe, protocol, message):
    """From the probe's target to its source."""
    if probe.six:
        head = struct.pack('!IHBB', 6 << 28, len(message), protocol, 64) + probe.target + probe.source
        out6.sendto(head + message, (socket.inet_ntop(socket.AF_INET6, probe.source), 0))
    else:
        head = struct.pack('!BBHHHBBH', 0x45, 0, 20 + len(message), 0, 0, 64, protocol, 0) + probe.target + probe.source
        out4.sendto(head + message, (socket.inet_ntoa(probe.source), 0))


def summed(probe, protocol, message, at):
    pseudo = b''
    if protocol != ICMP:
        between = struct.pack('!IHBB', len(message), 0, 0, protocol)
        pseudo = probe.target + probe.source + (between if probe.six else struct.pack('!BBH', 0, protocol, len(message)))
    total = folded(pseudo + message)
    return message[:at] + struct.pack('!H', total) + message[at + 2:]


def unreachable(probe, quoted, extensions=b'', good=True):
    """Administratively prohibited."""
    kind, code = (1, 1) if probe.six else (3, 13)
    rest = bytearray(4)
    if extensions:
        quoted = quoted + bytes(128 - len(quoted))
        rest[0 if probe.six else 1] = 128 // (8 if probe.six else 4)
    message = struct.pack('!BBH', kind, code, 0) + bytes(rest) + quoted + extensions
    protocol = ICMP6 if probe.six else ICMP
    message = summed(probe, protocol, message, 2)
    if not good:
        message = message[:2] + bytes([message[2] ^ 0x12]) + message[3:]
    send(probe, protocol, message)


def other(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def mpls():
    labels = struct.pack('!II', 24015 << 12 | 1, 77 << 12 | 5 << 9 | 0x100 | 1)
    structure = struct.pack('!HHHBB', 0x2000, 0, 4 + len(labels), 1, 1) + labels
    return structure[:2] + struct.pack('!H', folded(structure)) + structure[4:]


def wrong_answer(probe):
    """What the target itself could say, but to somebody else's question."""
    above = probe.data[probe.header:]
    if probe.protocol == UDP:
        unreachable(probe, other(probe.data, probe.header + 3))
    elif probe.protocol == TCP:
        source, destination, sequence = struct.unpack('!HHI', above[:8])
        answer = struct.pack('!HHIIBBHHH', destination, source, 1, (sequence + 2) & 0xFFFFFFFF, 0x50, 0x12, 100, 0, 0)
        send(probe, TCP, summed(probe, TCP, answer, 16))
    else:
        reply = bytes([129 if probe.six else 0, 0, 0, 0]) + other(above[4:], 5)
        send(probe, probe.protocol, summed(probe, probe.protocol, reply, 2))


def answer(probe):
    data, header = probe.data, probe.header
    key = header + (4 if probe.protocol == TCP else 9)
    if probe.host == SHORT:
        unreachable(probe, data[:header + 8])
    elif probe.host == PADDED:
        unreachable(probe, data[:header + 8], mpls())
    elif probe.host == WRONG_IP_ID:
        unreachable(probe, other(data, 5))
    elif probe.host == WRONG_KEY:
        unreachable(probe, other(data, key))
    elif probe.host == WRONG_TARGET:
        unreachable(probe, other(data, header - 1))
    elif probe.host == FOUR_BYTES:
        unreachable(probe, data[:header + 4])
    elif probe.host == CUT:
        unreachable(probe, data[:header - 4])
    elif probe.host == BAD_SUM:
        unreachable(probe, data, good=False)
    elif probe.host == STORM:
        for _ in range(50):
            unreachable(probe, data)
    elif probe.host == OTHER_ANSWER:
        wrong_answer(probe)
    else:
        unreachable(probe, data)


def serve():
    while True:
        data, (_, _, kind, _, _) = sniffer.recvfrom(65535)
        if kind != OUTGOING and len(data) >= 28 and data[0] >> 4 in (4, 6):
            probe = Packet(data)
            if len(data) >= probe.header + 8 and probe.is_probe():
                answer(probe)


threading.Thread(target=serve, daemon=True).start()
print('ready', flush=True)
sys.stdin.read()
os._exit(0)
