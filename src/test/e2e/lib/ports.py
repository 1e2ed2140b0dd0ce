"""okayd's default port, which the documents use."""
import socket
import sys

DEFAULT = 8080


def require_default():
    """Ends the program if another process listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(('127.0.0.1', DEFAULT))
        except OSError as error:
            print(f'error: the documents need port {DEFAULT} of this machine: {error}', file=sys.stderr)
            sys.exit(2)
