"""The conversation with the driver: JSON lines, each request answered under its id."""
import json
import os


def say(message):
    data = json.dumps(message, separators=(',', ':')).encode() + b'\n'
    while data:
        data = data[os.write(1, data):]


class Lines:
    """Whole lines from stdin."""

    def __init__(self):
        self.rest = b''
        self.ended = False

    def read(self):
        """The lines complete after one read, which waits if nothing is there."""
        data = os.read(0, 65536)
        self.ended = not data
        *whole, self.rest = (self.rest + data).split(b'\n')
        return whole

    def first(self):
        while not (whole := self.read()):
            if self.ended:
                raise EOFError('the plan never came')
        # Nothing may follow the plan until it has been answered.
        return whole[0]


class Control:
    def __init__(self, lines, links):
        self.lines = lines
        self.links = links

    def ready(self, nodes):
        me = os.getpid()
        places = {
            node.name: {'net': '/proc/%d/fd/%d' % (me, node.net), 'mount': '/proc/%d/fd/%d' % (me, node.mnt),
                        'inode': node.inode}
            for node in nodes
        }
        say({'event': 'ready', 'nodes': places})

    def read(self):
        for line in self.lines.read():
            request = json.loads(line)
            try:
                say({'id': request['id'], 'result': self._answer(request)})
            except (KeyError, ValueError, TypeError) as error:
                say({'id': request['id'], 'error': '%s: %s' % (type(error).__name__, error)})

    def _answer(self, request):
        forward, backward = self.links[request['link']]
        if request['op'] == 'set':
            forward.apply(request['forward'])
            backward.apply(request['backward'])
            return None
        if request['op'] == 'counters':
            return {'forward': forward.report(), 'backward': backward.report()}
        raise ValueError('unknown request %s' % request['op'])
