"""The port that okayd listens on unless it is told otherwise, as the documents say it."""
import socket
import sys

DEFAULT = 8080


def require_default():
    """Ends the program when something else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(('127.0.0.1', DEFAULT))
        except OSError as error:
            print(f'error: the documents need port {DEFAULT} of this machine: {error}', file=sys.stderr)
            sys.exit(2)
