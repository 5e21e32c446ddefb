"""What routers do to ICMP errors that no kernel here does: extension objects, and quotes that a translator spoilt."""
import struct

from packet import ICMP, ICMPV6, TCP, UDP, checksum, upper

TIME_EXCEEDED = {4: (ICMP, 11), 6: (ICMPV6, 3)}
# Types of ICMP and ICMPv6 that quote a packet.
ERRORS = {4: (3, 11, 12), 6: (1, 2, 3, 4)}
# RFC 4884, 3 and 4: the quote is padded to 128 bytes at least; its length is counted in words of 4 or 8 bytes.
QUOTE_BYTES = 128
WORD_BYTES = {4: 4, 6: 8}
CHECKSUM_AT = {UDP: 6, ICMP: 2, ICMPV6: 2, TCP: 16}
SPOIL = 0x1021


def source(packet):
    return packet[12:16] if packet[0] >> 4 == 4 else packet[8:24]


def structure(objects):
    """RFC 4884, 7: version 2, a checksum over the whole, then the objects."""
    body = b'\x20\0\0\0' + b''.join(objects)
    return body[:2] + struct.pack('!H', checksum(body)) + body[4:]


def with_message(packet, version, offset, message):
    """The same packet around another ICMP message: lengths and checksums are made anew."""
    head, message = packet[:offset], message[:2] + b'\0\0' + message[4:]
    if version == 4:
        head = head[:2] + struct.pack('!H', offset + len(message)) + head[4:10] + b'\0\0' + head[12:]
        head = head[:10] + struct.pack('!H', checksum(head)) + head[12:]
        total = checksum(message)
    else:
        head = head[:4] + struct.pack('!H', offset - 40 + len(message)) + head[6:]
        total = checksum(head[8:40] + struct.pack('!II', len(message), ICMPV6) + message)
    return head + message[:2] + struct.pack('!H', total) + message[4:]


def extended(packet, addresses, extensions):
    """A time-exceeded that one of these addresses sends, with the extensions; every other packet as it is."""
    head = upper(packet)
    if head is None or source(packet) not in addresses:
        return packet
    version, protocol, offset, _ = head
    if (protocol, packet[offset]) != TIME_EXCEEDED[version]:
        return packet
    message = packet[offset:]
    quote = message[8:8 + QUOTE_BYTES].ljust(QUOTE_BYTES, b'\0')
    words = QUOTE_BYTES // WORD_BYTES[version]
    # The length is the second byte of the unused word in ICMP, the first in ICMPv6.
    unused = bytes((0, words, 0, 0)) if version == 4 else bytes((words, 0, 0, 0))
    return with_message(packet, version, offset, message[:4] + unused + quote + extensions)


def spoilt(packet, addresses):
    """An ICMP error of another node, its quoted transport checksum no longer what was sent; others as they are."""
    head = upper(packet)
    if head is None or source(packet) in addresses:
        return packet
    version, protocol, offset, _ = head
    if protocol != TIME_EXCEEDED[version][0] or packet[offset] not in ERRORS[version]:
        return packet
    message = packet[offset:]
    quoted = upper(message[8:])
    place = 8 + quoted[2] + CHECKSUM_AT[quoted[1]] if quoted and quoted[1] in CHECKSUM_AT else len(message)
    if place + 2 > len(message):
        return packet
    value = struct.unpack_from('!H', message, place)[0] ^ SPOIL
    return with_message(packet, version, offset, message[:place] + struct.pack('!H', value) + message[place + 2:])
