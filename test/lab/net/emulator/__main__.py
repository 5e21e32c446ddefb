"""Joins network namespaces by emulated links. A plan comes as the first line of stdin, requests as further
lines, one answer a line on stdout (all JSON). The end of stdin ends the lab and everything that runs in it."""
import ctypes
import gc
import heapq
import json
import os
import select
import signal
import sys
import time

from control import Control, Lines, say
from direction import Direction, Schedule
from guard import Guard
from namespace import Node, build

PR_SET_TIMERSLACK = 29
# So late, in seconds, a packet of a host may be a program's own, which must not count as sent in the past.
LATE_S = 0.0002


class GuardLost(Exception):
    """Without its guard a lab could outlive a crash, so it ends."""


def devices(plan):
    found = {node['name']: [] for node in plan['nodes']}
    for link in plan['links']:
        for end in ('a', 'b'):
            found[link[end]['node']].append({**link[end], 'mtu': link['mtu']})
    return found


def join(plan, nodes, schedule):
    """The links by name, each a (forward, backward) pair of directions."""
    unused = {node.name: list(node.ports) for node in nodes}
    links = {}
    for link in plan['links']:
        a, b = unused[link['a']['node']].pop(0), unused[link['b']['node']].pop(0)
        forward = Direction(link['name'] + ' forward', b, schedule, link['forward'])
        backward = Direction(link['name'] + ' backward', a, schedule, link['backward'])
        a.outgoing = b.incoming = forward
        b.outgoing = a.incoming = backward
        links[link['name']] = (forward, backward)
    return links


def drain(port):
    """Moves what a kernel has sent onto the link. Stops when nothing waits."""
    accept, monotonic = port.outgoing.accept, time.monotonic
    while (packet := port.read()) is not None:
        if packet:
            # Stamped after the read: a packet never counts as sent before it was.
            accept(packet, monotonic())


def deliver(schedule, now):
    heap, monotonic = schedule.heap, time.monotonic
    while heap and heap[0][0] <= now:
        due, _, direction, packet, name = heapq.heappop(heap)
        direction.deliver(packet, name)
        # What this packet made the kernel send leaves at the packet's own due time: lateness of this process
        # does not add up from link to link. One read a port: whatever else there is, `select` will tell.
        for port in direction.target.node.ports:
            if reply := port.read():
                stamp = monotonic()
                is_own = port.has_programs and stamp - due > LATE_S
                port.outgoing.accept(reply, stamp if is_own else due)


def run(nodes, schedule, control):
    ports = {port.fd: port for node in nodes for port in node.ports}
    waiting = [*ports, 0]
    heap, monotonic = schedule.heap, time.monotonic
    while not control.lines.ended:
        wait = max(0.0, heap[0][0] - monotonic()) if heap else None
        readable, _, _ = select.select(waiting, (), (), wait)
        for fd in readable:
            if fd != 0:
                drain(ports[fd])
        deliver(schedule, monotonic())
        if 0 in readable:
            control.read()


def be_punctual():
    ctypes.CDLL(None).prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0)
    gc.freeze()
    gc.disable()
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -10)
    except PermissionError:
        pass


def end(*_):
    sys.exit(0)


def lose_guard(*_):
    raise GuardLost('the guard process ended')


def play(guard):
    lines = Lines()
    plan = json.loads(lines.first())
    nodes = [Node(each) for each in plan['nodes']]
    build(nodes, devices(plan), guard.announce)
    signal.signal(signal.SIGCHLD, lose_guard)
    schedule = Schedule()
    control = Control(lines, join(plan, nodes, schedule))
    control.ready(nodes)
    be_punctual()
    run(nodes, schedule, control)


def main():
    guard = Guard()
    # The driver decides when the lab ends; a Ctrl-C is its business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, end)
    try:
        play(guard)
    except Exception as error:
        say({'event': 'failed', 'error': '%s: %s' % (type(error).__name__, error)})
        sys.exit(1)
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        guard.finish()


main()
