/*
 * A library to preload: every sync of a file takes OKAYD_SYNC_MICROS longer. The disk of a virtual machine often completes a sync in a tenth of a
 * millisecond; the eMMC or SSD of a board is slower.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>

static void wait_longer(void)
{
	const char *micros = getenv("OKAYD_SYNC_MICROS");
	long nanos = micros ? atol(micros) * 1000 : 0;
	struct timespec left = { .tv_sec = nanos / 1000000000, .tv_nsec = nanos % 1000000000 };

	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		;
}

static int slow(const char *name, int fd)
{
	int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	int result = sync(fd);

	wait_longer();
	return result;
}

int fsync(int fd)
{
	return slow("fsync", fd);
}

int fdatasync(int fd)
{
	return slow("fdatasync", fd);
}
