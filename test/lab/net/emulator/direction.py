"""One direction of a link: what it does to each packet, and the exact count of what it did."""
import heapq
import random

from packet import is_chatter, labels, protocol_name, upper

DEFAULTS = {
    'up': True,
    'delayMs': 0,
    'jitterMs': 0,
    'loss': {'percent': 0},
    'lose': {'indexes': []},
    'reorder': {'percent': 0, 'byMs': 0},
    'duplicatePercent': 0,
    'rateKbps': 0,
    'queuePackets': 100,
    'drop': [],
}
NOTHING = frozenset()
CAUSES = ('down', 'rule', 'index', 'loss', 'queue', 'refused')


class Schedule:
    """Packets under way on every link, by due time."""

    def __init__(self):
        self.heap = []
        self.serial = 0

    def add(self, due, direction, packet, name):
        self.serial += 1
        heapq.heappush(self.heap, (due, self.serial, direction, packet, name))


class Direction:
    def __init__(self, name, target, schedule, settings):
        self.name = name
        self.target = target
        self.schedule = schedule
        self.settings = dict(DEFAULTS)
        self.counts = dict.fromkeys(('entered', 'delivered', 'dropped', 'duplicated', 'heldBack', 'unwrapped'), 0)
        self.counts['enteredBytes'] = 0
        self.causes = dict.fromkeys(CAUSES, 0)
        self.protocols = {}
        self.in_flight = 0
        self.last_due = 0.0
        self.line_free = 0.0
        self.line_queue = []
        self.apply({'seed': 1, **settings})

    def apply(self, change):
        unknown = set(change) - set(DEFAULTS) - {'seed'}
        if unknown:
            raise ValueError('unknown setting %s' % ', '.join(sorted(unknown)))
        if 'seed' in change:
            self._seed(change['seed'])
        self.settings.update({key: value for key, value in change.items() if key != 'seed'})
        if 'loss' in change:
            self.in_burst = False
        if 'lose' in change:
            self.index = 0
        self.lost_indexes = frozenset(self.settings['lose']['indexes'])
        self.rules = frozenset(self.settings['drop'])
        # Naming a packet's traffic costs more than all the rest: only where something asks for it.
        self.asks_traffic = bool(self.rules or self.settings['loss'].get('of') or self.settings['lose'].get('of'))

    def _seed(self, seed):
        # A generator each, so that switching jitter on does not change which packets are lost.
        for use in ('loss', 'jitter', 'reorder', 'duplicate'):
            setattr(self, use + '_random', random.Random('%s %s %s' % (seed, self.name, use)))

    def passes_anything(self):
        return self.settings['up'] and 'any' not in self.rules

    def accept(self, packet, at):
        """Takes a packet that the near kernel sent at monotonic second `at`."""
        head = upper(packet)
        if head is None or is_chatter(packet):
            return
        name = protocol_name(head[0], head[1])
        self._count(name, 'entered')
        self.counts['enteredBytes'] += len(packet)
        cause = self._verdict(packet, head)
        departure = None if cause else self._departure(len(packet), at)
        if departure is None:
            self._drop(name, cause or 'queue')
            return
        self._send(packet, name, departure)
        if self._chance(self.duplicate_random, self.settings['duplicatePercent']):
            self._count(name, 'duplicated')
            self._send(packet, name, departure)

    def _verdict(self, packet, head):
        settings = self.settings
        if not settings['up']:
            return 'down'
        found = labels(packet, head) if self.asks_traffic else NOTHING
        if not self.rules.isdisjoint(found):
            return 'rule'
        if self.lost_indexes and concerns(settings['lose'], found):
            self.index += 1
            if self.index - 1 in self.lost_indexes:
                return 'index'
        if settings['loss']['percent'] > 0 and concerns(settings['loss'], found) and self._random_loss():
            return 'loss'
        return None

    def _random_loss(self):
        """Gilbert's two states: bursts have a mean length of `meanBurst` packets and the given share is lost."""
        share, burst = self.settings['loss']['percent'] / 100, self.settings['loss'].get('meanBurst', 1)
        if burst <= 1 or share >= 1:
            return self.loss_random.random() < share
        turn = 1 / burst if self.in_burst else share / (burst * (1 - share))
        if self.loss_random.random() < turn:
            self.in_burst = not self.in_burst
        return self.in_burst

    def _departure(self, size, at):
        """When the last bit has left at the line's rate; None when the queue before it is full."""
        if self.settings['rateKbps'] == 0:
            return at
        self.line_queue = [free for free in self.line_queue if free > at]
        if len(self.line_queue) >= self.settings['queuePackets']:
            return None
        self.line_free = max(at, self.line_free) + size * 8 / (self.settings['rateKbps'] * 1000)
        self.line_queue.append(self.line_free)
        return self.line_free

    def _send(self, packet, name, departure):
        settings = self.settings
        due = departure + settings['delayMs'] / 1000
        if settings['jitterMs'] > 0:
            due += self.jitter_random.random() * settings['jitterMs'] / 1000
        if self._chance(self.reorder_random, settings['reorder']['percent']):
            self.counts['heldBack'] += 1
            due += settings['reorder']['byMs'] / 1000
        else:
            due = self.last_due = max(due, self.last_due)
        self.in_flight += 1
        self.schedule.add(due, self, packet, name)

    @staticmethod
    def _chance(source, percent):
        return percent > 0 and source.random() * 100 < percent

    def deliver(self, packet, name):
        """Hands a packet to the far kernel, unwrapped if that node ends tunnels."""
        self.in_flight -= 1
        node = self.target.node
        while node.unwraps:
            inside = node.unwrap(packet)
            if inside is None:
                break
            self.counts['unwrapped'] += 1
            packet = inside
        if self.target.write(packet):
            self._count(name, 'delivered')
        else:
            self._drop(name, 'refused')

    def _count(self, name, what):
        self.counts[what] += 1
        counts = self.protocols.get(name)
        if counts is None:
            counts = self.protocols[name] = dict.fromkeys(('entered', 'delivered', 'dropped', 'duplicated'), 0)
        counts[what] += 1

    def _drop(self, name, cause):
        self._count(name, 'dropped')
        self.causes[cause] += 1

    def report(self):
        return {**self.counts, 'inFlight': self.in_flight, 'droppedBy': self.causes, 'byProtocol': self.protocols}


def concerns(setting, found):
    traffic = setting.get('of')
    return not traffic or not found.isdisjoint(traffic)
