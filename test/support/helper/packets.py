"""Builds packets in IP-in-IP from a JSON list on stdin, and prints their bytes in hex, as a JSON list.

Each: own, path (addresses), via (places), inner, end (place or null), ttl, size (0: no more than needed),
identification, sequence, token (hex). Knows nothing of the program that it is to check: RFC 791, 792, 2003, 2473,
4443, 8200 and helper/PROTOCOL.md only."""
import ipaddress
import json
import struct
import sys

ICMP_ID = 0xFF00
# Of ICMP message and IPv6 header, the same in every packet: routers may hash them.
ICMP_CHECKSUM = 61000
FLOW_LABEL = 0xFA000


def ones_sum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def header4(source, target, protocol, length, ttl, identification):
    parts = (0x45, 0, 20 + length, identification, 0x4000, ttl, protocol, 0)
    head = struct.pack('!BBHHHBBH', *parts) + source.packed + target.packed
    return head[:10] + struct.pack('!H', ~ones_sum(head) & 0xFFFF) + head[12:]


def header6(source, target, protocol, length, ttl, _):
    return struct.pack('!IHBB', 6 << 28 | FLOW_LABEL, length, protocol, ttl) + source.packed + target.packed


def message(kind, source, target, sequence, token, length):
    six = source.version == 6
    kinds = {'echo-request': 128 if six else 8, 'echo-reply': 129 if six else 0}
    body = token + b'\0\0' + bytes(length - 8 - len(token) - 2)
    whole = struct.pack('!BBHHH', kinds[kind], 0, ICMP_CHECKSUM, ICMP_ID, sequence) + body
    pseudo = source.packed + target.packed + struct.pack('!II', len(whole), 58) if six else b''
    # The sum of all, checksum included, has to come to 0xffff: the word behind the token sees to that.
    word = 0xFFFF - ones_sum(pseudo + whole)
    at = 8 + len(token)
    return whole[:at] + struct.pack('!H', word) + whole[at + 2:]


def build(packet):
    own = ipaddress.ip_address(packet['own'])
    path = [ipaddress.ip_address(address) for address in packet['path']]
    far = own if packet['end'] is None else path[packet['end']]
    source, target = (own, far) if packet['inner'] == 'echo-request' else (far, own)
    ends = [(own, path[place], 64) for place in packet['via']] + [(source, target, packet['ttl'])]
    six = own.version == 6
    header, room = (header6, 40) if six else (header4, 20)
    least = len(ends) * room + 8 + 16
    length = max(packet['size'], least) - len(ends) * room
    token = bytes.fromhex(packet['token'])
    whole = message(packet['inner'], source, target, packet['sequence'], token, length)
    protocol, nested = (58, 41) if six else (1, 4)
    for source, target, ttl in reversed(ends):
        whole = header(source, target, protocol, len(whole), ttl, packet['identification']) + whole
        protocol = nested
    return whole.hex()


print(json.dumps([build(packet) for packet in json.load(sys.stdin)]))
