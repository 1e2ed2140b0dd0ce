// SPDX-License-Identifier: Apache-2.0
// libfdt_merge BASE OVERLAY: prints the nanoseconds that libfdt takes to merge the two in one process: the median of runs of at least a second in
// all. Each run begins with fresh copies, because libfdt destroys the overlay, and ends with a packed tree.
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_RUNS = 100000 };
static const double LEAST_TOTAL = 1e9;

struct blob {
	char *bytes;
	size_t size;
};

static void die(const char *what)
{
	fprintf(stderr, "libfdt_merge: %s\n", what);
	exit(1);
}

static struct blob read_blob(const char *name)
{
	struct blob blob = {NULL, 0};
	FILE *file = fopen(name, "rb");

	if (!file || fseek(file, 0, SEEK_END))
		die(name);
	blob.size = (size_t)ftell(file);
	rewind(file);
	blob.bytes = malloc(blob.size);
	if (!blob.bytes || fread(blob.bytes, 1, blob.size, file) != blob.size)
		die(name);
	fclose(file);
	return blob;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

// merge: returns the nanoseconds of one merge; room is large enough for the result
static double merge(struct blob base, struct blob overlay, char *merged, char *scratch, int room)
{
	double start = now();
	int error;

	memcpy(scratch, overlay.bytes, overlay.size);
	error = fdt_open_into(base.bytes, merged, room);
	if (!error)
		error = fdt_overlay_apply(merged, scratch);
	if (!error)
		error = fdt_pack(merged);
	if (error)
		die(fdt_strerror(error));
	return now() - start;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	static double times[MAX_RUNS];
	double total = 0;
	size_t runs = 0;
	struct blob base, overlay;
	char *merged, *scratch;
	int room;

	if (argc != 3)
		die("usage: libfdt_merge BASE OVERLAY");
	base = read_blob(argv[1]);
	overlay = read_blob(argv[2]);
	room = (int)(base.size + 2 * overlay.size) + 1024;
	merged = malloc((size_t)room);
	scratch = malloc(overlay.size);
	if (!merged || !scratch)
		die("out of memory");
	while (runs < MAX_RUNS && total < LEAST_TOTAL)
		total += times[runs++] = merge(base, overlay, merged, scratch, room);
	qsort(times, runs, sizeof(times[0]), ascending);
	printf("%.0f\n", times[runs / 2]);
	return 0;
}
