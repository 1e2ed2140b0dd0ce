// xenbus_of_domain.c: the /dev/xen/xenbus of a domain that is not there: a terminal whose bytes go to xenstored and come from it by
// the page that the domain shares with it. For tests, beside xenstored_without_xen.c, which says what is where.
//
//   xenbus_of_domain DIRECTORY DOMID DEVICE      makes DEVICE, a link to the terminal, and serves it until it is killed
//
// The domain has still to be introduced to xenstored.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define RING 1024
#define FIRST_PORT 100

// xen/include/public/io/xs_wire.h
struct shared {
	char requests[RING], answers[RING];
	volatile uint32_t request_consumer, request_producer;
	volatile uint32_t answer_consumer, answer_producer;
};

static struct shared *shared;
static int terminal, to_xenstored, from_xenstored;
static int32_t port;

static void die(const char *what)
{
	fprintf(stderr, "xenbus_of_domain: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void check(int result, const char *what)
{
	if (result < 0)
		die(what);
}

static void tell_xenstored(void)
{
	check(write(to_xenstored, &port, sizeof(port)), "events");
}

static void send_request(void)
{
	uint32_t used = shared->request_producer - shared->request_consumer;
	uint32_t at = shared->request_producer % RING;
	uint32_t most = RING - used < RING - at ? RING - used : RING - at;
	ssize_t length = read(terminal, shared->requests + at, most);

	check(length, "terminal");
	__sync_synchronize();
	shared->request_producer += length;
	tell_xenstored();
}

static void take_answer(void)
{
	while (shared->answer_consumer != shared->answer_producer) {
		uint32_t there = shared->answer_producer - shared->answer_consumer;
		uint32_t at = shared->answer_consumer % RING;
		ssize_t length = write(terminal, shared->answers + at, there < RING - at ? there : RING - at);

		check(length, "terminal");
		__sync_synchronize();
		shared->answer_consumer += length;
		tell_xenstored();
	}
}

static void serve(void)
{
	char event[64];

	for (;;) {
		int is_full = shared->request_producer - shared->request_consumer == RING;
		struct pollfd ends[2] = {{.fd = from_xenstored, .events = POLLIN}, {.fd = is_full ? -1 : terminal, .events = POLLIN}};

		check(poll(ends, 2, -1), "poll");
		if (ends[0].revents)
			check(read(from_xenstored, event, sizeof(event)), "event");
		if (ends[1].revents)
			send_request();
		take_answer();
	}
}

static int make(const char *domid, const char *suffix, mode_t type)
{
	char name[64];

	snprintf(name, sizeof(name), "%s.%s", domid, suffix);
	unlink(name);
	check(mknod(name, type | 0600, 0), name);
	return open(name, O_RDWR);
}

// A terminal that nobody has open loses what is written to it, so one end of the slave stays open here.
static void offer(const char *device)
{
	struct termios raw;
	char name[64];
	int slave;

	check(openpty(&terminal, &slave, name, NULL, NULL), "openpty");
	check(tcgetattr(slave, &raw), "tcgetattr");
	cfmakeraw(&raw);
	check(tcsetattr(slave, TCSANOW, &raw), "tcsetattr");
	unlink(device);
	check(symlink(name, device), device);
}

int main(int argc, char **argv)
{
	int page;

	if (argc != 4) {
		fprintf(stderr, "usage: %s DIRECTORY DOMID DEVICE\n", argv[0]);
		return 2;
	}
	check(chdir(argv[1]), argv[1]);
	port = FIRST_PORT + atoi(argv[2]);
	page = make(argv[2], "page", S_IFREG);
	check(ftruncate(page, 4096), "page");
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, page, 0);
	if (shared == MAP_FAILED)
		die("page");
	from_xenstored = make(argv[2], "event", S_IFIFO);
	to_xenstored = open("events", O_RDWR);
	check(to_xenstored, "events");
	offer(argv[3]);
	serve();
}
