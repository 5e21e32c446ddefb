"""Sends one ICMP echo request inside another IP packet and prints as JSON what came back for it.

Arguments: outer source, outer destination, inner source, inner destination, inner TTL."""
import ipaddress
import json
import os
import select
import socket
import struct
import sys
import time

PATIENCE_S = 3
TOKEN = os.urandom(16)


def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack('!H', ~total & 0xFFFF)


def echo_request(source, target, ttl):
    four = source.version == 4
    message = bytes((8 if four else 128, 0, 0, 0)) + struct.pack('!HH', 7, 1) + TOKEN
    pseudo = b'' if four else source.packed + target.packed + struct.pack('!II', len(message), 58)
    message = message[:2] + checksum(pseudo + message) + message[4:]
    if not four:
        return struct.pack('!IHBB', 6 << 28, len(message), 58, ttl) + source.packed + target.packed + message
    head = struct.pack('!BBHHHBBH', 0x45, 0, 20 + len(message), 1, 0, ttl, 1, 0) + source.packed + target.packed
    return head[:10] + checksum(head) + head[12:] + message


def listen(version):
    if version == 4:
        return socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    return socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)


def answer(receivers):
    deadline = time.monotonic() + PATIENCE_S
    while (left := deadline - time.monotonic()) > 0:
        for receiver in select.select(receivers, (), (), left)[0]:
            data, sender = receiver.recvfrom(4096)
            message = data[20:] if receiver.family == socket.AF_INET else data
            if TOKEN in message:
                return {'from': sender[0], 'type': message[0], 'code': message[1]}
    return None


def main():
    outer_source, outer_target, source, target = map(ipaddress.ip_address, sys.argv[1:5])
    inside = echo_request(source, target, int(sys.argv[5]))
    receivers = [listen(version) for version in {outer_source.version, source.version}]
    family = socket.AF_INET if outer_source.version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_RAW, 4 if source.version == 4 else 41) as sender:
        sender.bind((str(outer_source), 0))
        sender.sendto(inside, (str(outer_target), 0))
    print(json.dumps(answer(receivers)))


main()
