// ioreq_disk.c: a virtio backend for tests, in the domain that controls the board: an ioreq server that serves a disk on each of several
// virtio-mmio slots, of one or more guests.
//
//   ioreq_disk [-a] DOMID:BASE:INTID:FILE...
//
//     BASE in hex, INTID as in a plan (32 plus the number in the device tree); FILE is the disk, and guests write to it
//     -a     absent at first: the transports answer with device ID 0, and the disks appear on SIGUSR1
//
// It prints "ioreq_disk: up" when guests may access the slots. SIGTERM ends it and destroys its ioreq servers. SIGKILL leaves them in Xen: a vCPU
// that then accesses a slot waits for ever.
//
// Built by: aarch64-linux-gnu-gcc -static -o ioreq_disk *.c -lxendevicemodel -lxenforeignmemory -lxengnttab -lxenevtchn -lxencall
//           -lxentoollog -lxentoolcore
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"

static struct slot *slots;
static int slot_count;

void die(const char *what) {
	fprintf(stderr, "ioreq_disk: %s: %s\n", what, strerror(errno));
	destroy_servers();
	exit(1);
}

static void usage(void) {
	fprintf(stderr, "usage: ioreq_disk [-a] DOMID:BASE:INTID:FILE...\n");
	exit(2);
}

static void map_disk(struct slot *slot, const char *file) {
	struct stat about;
	int fd = open(file, O_RDWR);
	if (fd < 0 || fstat(fd, &about))
		die(file);
	slot->disk_bytes = about.st_size / SECTOR * SECTOR;
	slot->disk = mmap(NULL, slot->disk_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (slot->disk == MAP_FAILED)
		die(file);
	close(fd);
}

static void read_slot(struct slot *slot, const char *text) {
	unsigned domid, intid;
	unsigned long long base;
	int read = 0;
	if (sscanf(text, "%u:%llx:%u:%n", &domid, &base, &intid, &read) != 3 || !read || !text[read])
		usage();
	const char *file = strrchr(text + read, '/');
	slot->domid = domid;
	slot->base = base;
	slot->intid = intid;
	slot->name = file ? file + 1 : text + read;
	map_disk(slot, text + read);
}

static int signals(void) {
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, 0);
}

static void set_present(int present) {
	for (int i = 0; i < slot_count; i++)
		slots[i].present = present;
}

static void end(void) {
	destroy_servers();
	fprintf(stderr, "ioreq_disk: ended\n");
	exit(0);
}

static void obey(int fd) {
	struct signalfd_siginfo signal;
	if (read(fd, &signal, sizeof signal) != sizeof signal)
		die("signalfd");
	if (signal.ssi_signo == SIGTERM)
		end();
	set_present(1);
	fprintf(stderr, "ioreq_disk: present\n");
}

static void serve(int signal_fd) {
	struct pollfd fds[2] = {{.fd = servers_fd(), .events = POLLIN}, {.fd = signal_fd, .events = POLLIN}};
	while (poll(fds, 2, -1) > 0) {
		if (fds[0].revents)
			answer_access();
		if (fds[1].revents)
			obey(signal_fd);
	}
	die("poll");
}

int main(int argc, char **argv) {
	int absent = argc > 1 && !strcmp(argv[1], "-a");
	int first = 1 + absent, signal_fd = signals();
	slot_count = argc - first;
	if (slot_count < 1 || !(slots = calloc(slot_count, sizeof *slots)))
		usage();
	open_guest_memory();
	open_servers();
	for (int i = 0; i < slot_count; i++) {
		read_slot(&slots[i], argv[first + i]);
		serve_slot(&slots[i]);
	}
	set_present(!absent);
	start_servers();
	fprintf(stderr, "ioreq_disk: up\n");
	serve(signal_fd);
}
