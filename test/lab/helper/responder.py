"""Answers echo requests in ways that a kernel does not, by the last number of the address they come to.

Runs in the server's namespace, whose kernel ignores echo requests. Ends when its standard input does.
"""
import os
import socket
import struct
import sys
import threading

DELAY_S = 0.4
LATE, TWICE, WRONG_TOKEN, WRONG_SENDER, BAD_SUM, SHORT, WRONG_SEQUENCE, SHORT_QUOTE, WRONG_QUOTE, STORM = range(10, 20)

raw4 = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
out4 = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
raw6 = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
raw6.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)


def checksum(data):
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def icmp4(kind, code, rest, good=True):
    empty = struct.pack('!BBH', kind, code, 0) + rest
    total = checksum(empty) ^ (0 if good else 0x1234)
    return struct.pack('!BBH', kind, code, total) + rest


def send4(source, destination, message):
    header = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + len(message), 0, 0, 64, 1, 0, source, destination)
    out4.sendto(header + message, (socket.inet_ntoa(destination), 0))


def answer4(packet):
    header = (packet[0] & 15) * 4
    icmp = packet[header:]
    if icmp[0] != 8:
        return
    client, own = packet[12:16], packet[16:20]
    echo = icmp[4:]
    reply = icmp4(0, 0, echo)
    host = own[3]
    spoiled = echo[:4] + bytes([echo[4] ^ 1]) + echo[5:]
    if host == LATE:
        threading.Timer(DELAY_S, send4, (own, client, reply)).start()
    elif host == TWICE:
        for _ in range(3):
            send4(own, client, reply)
    elif host == WRONG_TOKEN:
        send4(own, client, icmp4(0, 0, spoiled))
    elif host == WRONG_SENDER:
        send4(own[:3] + b'\x1d', client, reply)
    elif host == BAD_SUM:
        send4(own, client, icmp4(0, 0, echo, good=False))
    elif host == SHORT:
        send4(own, client, icmp4(0, 0, echo[:4 + 16]))
    elif host == WRONG_SEQUENCE:
        send4(own, client, icmp4(0, 0, echo[:2] + bytes([echo[2] ^ 0x40]) + echo[3:]))
    elif host == SHORT_QUOTE:
        send4(own, client, icmp4(3, 10, bytes(4) + packet[:header + 8]))
    elif host == WRONG_QUOTE:
        send4(own, client, icmp4(3, 10, bytes(4) + packet[:header] + icmp[:4] + spoiled))
    elif host == STORM:
        for _ in range(50):
            send4(own, client, reply)
    else:
        send4(own, client, reply)


def send6(own, client, kind, rest):
    info = socket.inet_pton(socket.AF_INET6, own) + struct.pack('@I', 0)
    raw6.sendmsg([struct.pack('!BBH', kind, 0, 0) + rest],
                 [(socket.IPPROTO_IPV6, socket.IPV6_PKTINFO, info)], 0, client)


def answer6(packet, own, client):
    if packet[0] != 128:
        return
    echo = packet[4:]
    host = int(own.rsplit(':', 1)[1])
    if host == LATE:
        threading.Timer(DELAY_S, send6, (own, client, 129, echo)).start()
    elif host == TWICE:
        for _ in range(3):
            send6(own, client, 129, echo)
    elif host == WRONG_TOKEN:
        send6(own, client, 129, echo[:4] + bytes([echo[4] ^ 1]) + echo[5:])
    elif host == WRONG_SENDER:
        send6(own[:-2] + '29', client, 129, echo)
    else:
        send6(own, client, 129, echo)


def serve4():
    while True:
        answer4(raw4.recv(65535))


def serve6():
    while True:
        packet, controls, _, client = raw6.recvmsg(65535, 256)
        for level, kind, data in controls:
            if level == socket.IPPROTO_IPV6 and kind == socket.IPV6_PKTINFO:
                answer6(packet, socket.inet_ntop(socket.AF_INET6, data[:16]), client)


for serve in (serve4, serve6):
    threading.Thread(target=serve, daemon=True).start()
print('ready', flush=True)
sys.stdin.read()
os._exit(0)
