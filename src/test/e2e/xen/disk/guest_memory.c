// guest_memory.c: copies from and to a guest.
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <xenforeignmemory.h>
#include <xengnttab.h>

#include "disk.h"

#define PAGE 4096
#define GRANTED (1ull << 63) // XEN_GRANT_DMA_ADDR_OFF in Linux's drivers/xen/grant-dma-ops.c
#define KEPT 256

static xenforeignmemory_handle *foreign;
static xengnttab_handle *grants;

// Guest pages that stay mapped: a driver reuses a few pages. A granted page is unmapped after each use, because the guest revokes the grant.
static struct {
	uint16_t domid;
	uint64_t frame;
	void *at;
} kept[KEPT];

void open_guest_memory(void) {
	if (!(foreign = xenforeignmemory_open(NULL, 0)))
		die("xenforeignmemory_open");
	if (!(grants = xengnttab_open(NULL, 0)))
		die("xengnttab_open");
}

static void *page_of_guest(uint16_t domid, uint64_t frame) {
	unsigned place = (frame * 31 + domid) % KEPT;
	xen_pfn_t wanted = frame;
	int error = 0;
	if (kept[place].at && kept[place].domid == domid && kept[place].frame == frame)
		return kept[place].at;
	if (kept[place].at)
		xenforeignmemory_unmap(foreign, kept[place].at, 1);
	kept[place].at = xenforeignmemory_map(foreign, domid, PROT_READ | PROT_WRITE, 1, &wanted, &error);
	if (kept[place].at && error) { // the call succeeded in part, but mapped nothing
		xenforeignmemory_unmap(foreign, kept[place].at, 1);
		kept[place].at = NULL;
	}
	kept[place].domid = domid;
	kept[place].frame = frame;
	return kept[place].at;
}

static void copy_in_page(uint8_t *page, uint8_t *bytes, uint32_t length, enum direction direction) {
	if (direction == TO_GUEST)
		memcpy(page, bytes, length);
	else
		memcpy(bytes, page, length);
}

static int copy_granted(uint16_t domid, uint64_t address, uint8_t *bytes, uint32_t length, enum direction direction) {
	uint8_t *page = xengnttab_map_grant_ref(grants, domid, (address & ~GRANTED) / PAGE, PROT_READ | PROT_WRITE);
	if (!page) // the guest has granted the page read-only
		page = xengnttab_map_grant_ref(grants, domid, (address & ~GRANTED) / PAGE, PROT_READ);
	if (!page)
		return -1;
	copy_in_page(page + address % PAGE, bytes, length, direction);
	return xengnttab_unmap(grants, page, 1);
}

static int copy_foreign(uint16_t domid, uint64_t address, uint8_t *bytes, uint32_t length, enum direction direction) {
	uint8_t *page = page_of_guest(domid, address / PAGE);
	if (!page)
		return -1;
	copy_in_page(page + address % PAGE, bytes, length, direction);
	return 0;
}

int copy(uint16_t domid, uint64_t address, void *bytes, uint32_t length, enum direction direction) {
	uint8_t *next = bytes;
	while (length) {
		uint32_t in_page = PAGE - address % PAGE;
		uint32_t now = length < in_page ? length : in_page;
		int (*copy_part)(uint16_t, uint64_t, uint8_t *, uint32_t, enum direction) = address & GRANTED ? copy_granted : copy_foreign;
		if (copy_part(domid, address, next, now, direction)) {
			fprintf(stderr, "ioreq_disk: domain %u: cannot map address %llx\n", domid, (unsigned long long)address);
			return -1;
		}
		address += now;
		next += now;
		length -= now;
	}
	return 0;
}
