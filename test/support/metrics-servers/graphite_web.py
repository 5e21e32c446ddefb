"""Graphite's web part, served by the standard library: graphite_web.py FOLDER ADDRESS PORT. FOLDER has the settings."""

import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

folder, address, port = sys.argv[1:]
sys.path.insert(0, folder)
os.environ["DJANGO_SETTINGS_MODULE"] = "graphite.settings"
os.environ["GRAPHITE_SETTINGS_MODULE"] = "graphite_settings"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def server_bind(self):
        # Without looking its own name up.
        self.socket.setsockopt(1, 2, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = self.server_address[:2]
        self.setup_environ()


class Handler(WSGIRequestHandler):
    def address_string(self):
        return self.client_address[0]

    def log_message(self, *_):
        pass


from django.core.management import call_command  # noqa: E402
from graphite.wsgi import application  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
make_server(address, int(port), application, Server, Handler).serve_forever()
