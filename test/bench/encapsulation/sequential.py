"""Measures with IP-in-IP the plain way, one packet at a time: the next leaves when the one before was answered or
given up. Prints one JSON object: ms, cpuMs, sent, and what was found.

Arguments: `reverse OWN HOST TIMEOUT_MS MAX_TTL` or `probe OWN HOP,HOP,... TIMEOUT_MS ROUNDS`. IPv4."""
import json
import os
import resource
import select
import socket
import struct
import sys
import time

IPIP, ICMP = 4, 1
ECHO_REPLY, TIME_EXCEEDED = 0, 11


def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack('!H', ~total & 0xFFFF)


def header(source, target, protocol, ttl, key, body):
    head = struct.pack('!BBHHHBBH', 0x45, 0, 20 + len(body), key, 0, ttl, protocol, 0)
    head += socket.inet_aton(source) + socket.inet_aton(target)
    return head[:10] + checksum(head) + head[12:] + body


class Prober:
    def __init__(self, own, timeout_s):
        self.own = own
        self.timeout_s = timeout_s
        self.sent = 0
        self.sender = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
        self.receiver = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)

    def send(self, via, innermost_from, ttl):
        self.sent += 1
        token = os.urandom(14)
        message = bytes((ECHO_REPLY, 0, 0, 0)) + struct.pack('!HH', 0x5EC0, self.sent) + token
        message = message[:2] + checksum(message) + message[4:]
        packet = header(innermost_from, self.own, ICMP, ttl, self.sent, message)
        for hop in reversed(via):
            packet = header(self.own, hop, IPIP, 64, self.sent, packet)
        self.sender.sendto(packet, (via[0], 0))
        return self.sent, token

    def answer(self, out):
        """Who answered one of these packets and with what ICMP type; None when nobody did in time."""
        deadline = time.monotonic() + self.timeout_s
        while (left := deadline - time.monotonic()) > 0:
            if not select.select((self.receiver,), (), (), left)[0]:
                continue
            data, sender = self.receiver.recvfrom(65536)
            message = data[(data[0] & 15) * 4:]
            if message[0] == ECHO_REPLY and any(token in message for _, token in out):
                return sender[0], ECHO_REPLY
            # The quoted header's identification is the key.
            quoted = struct.unpack_from('!H', message, 12)[0] if len(message) >= 14 else None
            if message[0] == TIME_EXCEEDED and any(key == quoted for key, _ in out):
                return sender[0], TIME_EXCEEDED
        return None


def reverse(prober, host, max_ttl):
    """Two packets a TTL, as the first tool of this kind did: errors come for the one from the own address, and the one
    from the host is seen when it arrives."""
    hops = []
    for ttl in range(1, max_ttl + 1):
        answer = prober.answer([prober.send([host], source, ttl) for source in (prober.own, host)])
        if answer is not None and answer[1] == ECHO_REPLY:
            return [*hops, prober.own]
        hops.append(None if answer is None else answer[0])
    return hops


def probe(prober, path, rounds):
    received = [0] * len(path)
    for _ in range(rounds):
        for place in range(len(path)):
            via = path[:place + 1] + path[:place][::-1]
            received[place] += prober.answer([prober.send(via, path[0], 64)]) is not None
    return received


def main():
    what, own, target, timeout_ms, count = sys.argv[1:6]
    prober = Prober(own, float(timeout_ms) / 1000)
    start = time.monotonic()
    if what == 'reverse':
        found = reverse(prober, target, int(count))
    else:
        found = probe(prober, target.split(','), int(count))
    spent = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({
        'ms': (time.monotonic() - start) * 1000,
        'cpuMs': (spent.ru_utime + spent.ru_stime) * 1000,
        'sent': prober.sent,
        'found': found,
    }))


main()
