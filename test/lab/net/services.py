"""The servers of the home-like lab: TCP on 443, DNS over UDP on 53, HTTP on 80, on each address given as an
argument. Changes of behaviour come as JSON lines on stdin ({"portal": true, "dns": "servfail"}) and are
answered by a line; the end of stdin ends it."""
import ipaddress
import json
import selectors
import socket
import struct
import sys

A, AAAA = 1, 28
RCODES = {'answer': 0, 'servfail': 2, 'nxdomain': 3}
TTL_S = 60
# Every name is an alias of the web server.
WEB = {A: ipaddress.ip_address('198.51.100.80').packed, AAAA: ipaddress.ip_address('2001:db8:53::80').packed}
behaviour = {'portal': False, 'dns': 'answer'}
events = selectors.DefaultSelector()


def answer_dns(query):
    """The answer to a query of one question; None for anything else."""
    if len(query) < 17 or query[2] & 0x80 or query[4:6] != b'\0\1':
        return None
    end = 12
    while end < len(query) and query[end] != 0:
        end += query[end] + 1
    question = query[12:end + 5]
    if end + 5 > len(query):
        return None
    address = WEB.get(struct.unpack('!H', question[-4:-2])[0]) if behaviour['dns'] == 'answer' else None
    flags = 0x8180 | (query[2] & 1) << 8 | RCODES[behaviour['dns']]
    head = query[:2] + struct.pack('!HHHHH', flags, 1, 1 if address else 0, 0, 0)
    # 0xC00C: the name of the question.
    record = b'\xc0\x0c' + question[-4:] + struct.pack('!IH', TTL_S, len(address)) + address if address else b''
    return head + question + record


def serve_dns(server):
    query, asker = server.recvfrom(4096)
    answer = None if behaviour['dns'] == 'silent' else answer_dns(query)
    if answer is not None:
        server.sendto(answer, asker)


def serve_tcp(server):
    """Holds a connection until its other side ends it."""
    connection, _ = server.accept()
    watch(connection, lambda: None if receive(connection) else leave(connection))


def serve_http(server):
    connection, _ = server.accept()
    asked = bytearray()

    def read():
        data = receive(connection)
        asked.extend(data)
        if b'\r\n\r\n' in asked:
            reply(connection)
        if not data or b'\r\n\r\n' in asked:
            leave(connection)

    watch(connection, read)


def reply(connection):
    page = b'<h1>Please log in</h1>\n' if behaviour['portal'] else b''
    status = b'302 Found\r\nLocation: http://192.0.2.1/login' if behaviour['portal'] else b'204 No Content'
    length = b'Content-Length: %d\r\n' % len(page) if page else b''
    try:
        connection.sendall(b'HTTP/1.1 ' + status + b'\r\n' + length + b'Connection: close\r\n\r\n' + page)
    except OSError:
        pass


def receive(connection):
    try:
        return connection.recv(4096)
    except OSError:
        return b''


def leave(connection):
    events.unregister(connection)
    connection.close()


def watch(source, handler):
    events.register(source, selectors.EVENT_READ, handler)


def change():
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    behaviour.update(json.loads(line))
    print(json.dumps(behaviour), flush=True)


def listen(address, port, kind, handler):
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    server = socket.socket(family, kind)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((address, port))
    if kind == socket.SOCK_STREAM:
        server.listen(128)
    watch(server, lambda: handler(server))


def main():
    for address in sys.argv[1:]:
        listen(address, 443, socket.SOCK_STREAM, serve_tcp)
        listen(address, 80, socket.SOCK_STREAM, serve_http)
        listen(address, 53, socket.SOCK_DGRAM, serve_dns)
    watch(sys.stdin, change)
    print(json.dumps(behaviour), flush=True)
    while True:
        for key, _ in events.select():
            key.data()


main()
