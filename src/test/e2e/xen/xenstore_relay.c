// xenstore_relay.c: relays xenstored's socket over TCP, so that a program on the host can use the xenstored of a dom0 in a virtual machine. Each
// TCP connection is one connection to xenstored, with its own transactions and watches.
//
//   xenstore_relay PORT [SOCKET]      SOCKET defaults to /run/xenstored/socket
//
// The relay has no authentication: a client of the port has all rights of dom0 in the xenstore. Use it for tests only, behind a forwarded port of
// the host's loopback address.
//
// Built by: aarch64-linux-gnu-gcc -O2 -static -o xenstore_relay xenstore_relay.c
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void die(const char *what) {
	fprintf(stderr, "xenstore_relay: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int write_all(int fd, const char *bytes, ssize_t length) {
	while (length > 0) {
		ssize_t written = write(fd, bytes, length);
		if (written <= 0)
			return -1;
		bytes += written;
		length -= written;
	}
	return 0;
}

// Copies bytes without parsing: both sides are streams, so a message may arrive in parts.
static int carry(int from, int to) {
	char bytes[8192];
	ssize_t length = read(from, bytes, sizeof bytes);
	return length <= 0 ? -1 : write_all(to, bytes, length);
}

// If one side closes, the relay closes the other: xenstored then drops the transactions and watches of the connection.
static void carry_both(int one, int other) {
	struct pollfd ends[2] = {{.fd = one, .events = POLLIN}, {.fd = other, .events = POLLIN}};
	while (poll(ends, 2, -1) > 0) {
		if (ends[0].revents && carry(one, other))
			return;
		if (ends[1].revents && carry(other, one))
			return;
	}
}

static int xenstored(const char *path) {
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	strncpy(address.sun_path, path, sizeof address.sun_path - 1);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address))
		die(path);
	return fd;
}

static int listener(int port) {
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	int yes = 1;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) ||
	    bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 16))
		die("cannot listen");
	return fd;
}

int main(int argc, char **argv) {
	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: %s PORT [SOCKET]\n", argv[0]);
		return 2;
	}
	signal(SIGCHLD, SIG_IGN);
	int at = listener(atoi(argv[1]));
	for (;;) {
		int client = accept(at, NULL, NULL);
		if (client < 0)
			die("accept");
		if (fork() == 0) {
			close(at);
			carry_both(client, xenstored(argc == 3 ? argv[2] : "/run/xenstored/socket"));
			return 0;
		}
		close(client);
	}
}
