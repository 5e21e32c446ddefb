"""What the emulator must know of an IP packet: its labels, whom it is for, what it carries inside."""
import struct

ICMP, IPIP, TCP, UDP, IPV6, ICMPV6 = 1, 4, 6, 17, 41, 58
# Headers that stand between the IPv6 header and the protocol: hop-by-hop, routing, fragment, destination options.
EXTENSIONS = frozenset((0, 43, 44, 60))
FRAGMENT = 44
SIMPLE_NAMES = {ICMP: 'icmp', TCP: 'tcp', UDP: 'udp', ICMPV6: 'icmpv6', 47: 'gre'}


def upper(packet):
    """(version, protocol, offset of its header, whether this is a fragment's tail); None if not a whole IP packet."""
    if len(packet) < 20:
        return None
    version = packet[0] >> 4
    if version == 4:
        offset = (packet[0] & 15) * 4
        tail = (packet[6] & 0x1F) | packet[7] != 0
        return (4, packet[9], offset, tail) if 20 <= offset <= len(packet) else None
    if version != 6 or len(packet) < 40:
        return None
    return _upper6(packet)


def _upper6(packet):
    protocol, offset, tail = packet[6], 40, False
    while protocol in EXTENSIONS and offset + 8 <= len(packet):
        length = 8 if protocol == FRAGMENT else (packet[offset + 1] + 1) * 8
        if protocol == FRAGMENT:
            tail = packet[offset + 2] != 0 or packet[offset + 3] & 0xF8 != 0
        protocol, offset = packet[offset], offset + length
        if tail:
            break
    return 6, protocol, offset, tail


def protocol_name(version, protocol):
    """`4in6` reads: an IPv4 packet inside an IPv6 one."""
    if protocol == IPIP:
        return '4in%d' % version
    if protocol == IPV6:
        return '6in%d' % version
    return SIMPLE_NAMES.get(protocol, 'other')


def labels(packet, head):
    """Every traffic name that a drop rule may use for this packet. Either port counts, so a rule holds both ways."""
    version, protocol, offset, tail = head
    found = {'any', 'ipv%d' % version, protocol_name(version, protocol)}
    if protocol == IPIP:
        found.add('ipip')
    if protocol in (TCP, UDP) and not tail and offset + 4 <= len(packet):
        name = SIMPLE_NAMES[protocol]
        found.add('%s/%d' % (name, packet[offset] << 8 | packet[offset + 1]))
        found.add('%s/%d' % (name, packet[offset + 2] << 8 | packet[offset + 3]))
    return found


def destination(packet):
    return packet[16:20] if packet[0] >> 4 == 4 else packet[24:40]


def is_chatter(packet):
    """Multicast and broadcast (MLD, IGMP, router solicitations): the kernels' own talk, never part of a test."""
    if packet[0] >> 4 == 4:
        return packet[16] >= 224
    return packet[24] == 0xFF


def inner(packet, head):
    """The packet inside an IP-in-IP one; None if it carries none or is a fragment."""
    version, protocol, offset, tail = head
    if protocol not in (IPIP, IPV6) or tail or (version == 4 and packet[6] & 0x20):
        return None
    inside = packet[offset:]
    wanted = 4 if protocol == IPIP else 6
    return inside if upper(inside) is not None and inside[0] >> 4 == wanted else None


def checksum(data):
    """RFC 1071."""
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
