// xenstored_without_xen.c: what Debian's xenstored wants of a hypervisor, for tests on a machine that has none. Loaded before it
// with LD_PRELOAD; the store, its permissions, quotas, watches and transactions are xenstored's own.
//
// Below $XENSTORED_RUNDIR:
//   N.page     the page that domain N shares with xenstored. The domain is there while the file is.
//   N.event    a FIFO: a byte for each event that xenstored sends to domain N
//   events     a FIFO: four bytes, FIRST_PORT + N, for each event that domain N sends to xenstored
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 4096
#define FIRST_PORT 100
#define DOMAIN_EXCEPTION_PORT 1

// the beginning of xc_dominfo_t, and all of it that xenstored reads
struct domain_info {
	uint32_t domid;
	uint32_t ssidref;
	uint32_t dying_crashed_shutdown;
};

static int events = -1;

static int open_below(const char *format, int domid, int flags)
{
	char path[256];
	int length = snprintf(path, sizeof(path), "%s/", getenv("XENSTORED_RUNDIR"));

	snprintf(path + length, sizeof(path) - length, format, domid);
	return open(path, flags);
}

static int file_with(const char *text, int size)
{
	int fd = memfd_create("xen", 0);

	if (ftruncate(fd, size) || pwrite(fd, text, strlen(text), 0) < 0)
		return -1;
	return fd;
}

// the page and the port that xenstored and dom0's kernel share; nobody is at the other end
int open(const char *path, int flags, ...)
{
	static int (*next)(const char *, int, ...);
	va_list more;
	mode_t mode;

	if (!strcmp(path, "/proc/xen/xsd_kva"))
		return file_with("", PAGE);
	if (!strcmp(path, "/proc/xen/xsd_port"))
		return file_with("100", 3);
	if (!next)
		next = dlsym(RTLD_NEXT, "open");
	va_start(more, flags);
	mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
	va_end(more);
	return next(path, flags, mode);
}

void *xc_interface_open(void) { return &events; }
int xc_interface_close(void) { return 0; }

int xc_domain_getinfo(void *xen, uint32_t first, unsigned int most, struct domain_info *info)
{
	int page = open_below("%d.page", first, O_RDONLY);

	if (page < 0 && first)
		return 0;
	close(page);
	*info = (struct domain_info){.domid = first};
	return xen && most ? 1 : 0;
}

void *xengnttab_open(void) { return &events; }
int xengnttab_close(void) { return 0; }
int xengnttab_set_max_grants(void) { return 0; }
int xengnttab_unmap(void *grants, void *page, uint32_t count) { return grants ? munmap(page, count * PAGE) : -1; }

void *xengnttab_map_grant_ref(void *grants, uint32_t domid, uint32_t ref, int protection)
{
	int fd = open_below("%d.page", domid, O_RDWR);
	void *page = fd < 0 ? MAP_FAILED : mmap(NULL, PAGE, protection, MAP_SHARED, fd, 0);

	close(fd);
	return grants && ref && page != MAP_FAILED ? page : NULL;
}

void *xenevtchn_open(void)
{
	events = open_below("events", 0, O_RDWR);
	return events < 0 ? NULL : &events;
}

void *xenevtchn_fdopen(void) { return NULL; }
int xenevtchn_fd(void) { return events; }
int xenevtchn_bind_virq(void) { return DOMAIN_EXCEPTION_PORT; }
int xenevtchn_bind_interdomain(void *handle, uint32_t domid, uint32_t port) { return handle && port ? FIRST_PORT + (int)domid : -1; }
int xenevtchn_unbind(void) { return 0; }
int xenevtchn_unmask(void) { return 0; }

int xenevtchn_pending(void)
{
	int32_t port;

	return read(events, &port, sizeof(port)) == sizeof(port) ? port : -1;
}

// An event that nobody takes is dropped, like one that is pending already.
int xenevtchn_notify(void *handle, uint32_t port)
{
	int fifo = open_below("%d.event", (int)port - FIRST_PORT, O_WRONLY | O_NONBLOCK);
	ssize_t sent = handle && fifo >= 0 ? write(fifo, "", 1) : 0;

	if (fifo >= 0)
		close(fifo);
	(void)sent;
	return 0;
}
