"""Sends ICMP echo requests and listens until stdin ends; unlike ping it never gives up on a slow reply.

Arguments: address, count, interval in ms, how many to send at once to begin with. Prints `sent` when all are out
and, at the end, as JSON the sequence numbers (from 1) in the order of their replies and the round trips in ms."""
import json
import os
import select
import socket
import struct
import sys
import time

TOKEN = os.urandom(48)


def checksum(data):
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Echo:
    def __init__(self, address):
        self.four = ':' not in address
        family, protocol = (socket.AF_INET, 1) if self.four else (socket.AF_INET6, 58)
        self.socket = socket.socket(family, socket.SOCK_RAW, protocol)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self.socket.setblocking(False)
        self.target = (address, 0)
        self.sent_at = {}
        self.order, self.rtts = [], []

    def send(self, number):
        # The kernel fills in ICMPv6's checksum, which covers the addresses (RFC 3542, 3.1).
        body = struct.pack('!HHQ', os.getpid() & 0xFFFF, number, number) + TOKEN
        head = struct.pack('!BBH', 8, 0, checksum(b'\x08\0' + body)) if self.four else b'\x80\0\0\0'
        self.sent_at[number] = time.monotonic()
        self.socket.sendto(head + body, self.target)

    def receive(self):
        while True:
            try:
                data = self.socket.recv(4096)
            except BlockingIOError:
                return
            at = time.monotonic()
            message = data[20:] if self.four else data
            if message[0] == (0 if self.four else 129) and message[16:] == TOKEN:
                number = struct.unpack('!Q', message[8:16])[0]
                self.order.append(number)
                self.rtts.append((at - self.sent_at[number]) * 1000)


def main():
    echo = Echo(sys.argv[1])
    count, interval, preload = int(sys.argv[2]), float(sys.argv[3]) / 1000, int(sys.argv[4])
    due = time.monotonic()
    for number in range(1, count + 1):
        while (wait := due - time.monotonic()) > 0:
            select.select((echo.socket,), (), (), wait)
            echo.receive()
        echo.send(number)
        due += interval if number >= preload else 0
    print('sent', flush=True)
    while True:
        readable, _, _ = select.select((echo.socket, sys.stdin), (), ())
        echo.receive()
        if sys.stdin in readable:
            break
    print(json.dumps({'order': echo.order, 'rttsMs': echo.rtts}))


main()
