// requests.c: the requests of a virtio-blk driver (virtio 1.2, 2.7 and 5.2.6).
#include <string.h>

#include "disk.h"

#define ID_BYTES 20

enum { READ = 0, WRITE = 1, GET_ID = 8 };
enum { DONE = 0, IO_ERROR = 1, UNSUPPORTED = 2 };
enum { MORE = 1, DEVICE_WRITES = 2 };

struct descriptor {
	uint64_t address;
	uint32_t length;
	uint16_t flags, next;
};
struct header {
	uint32_t type, reserved;
	uint64_t sector;
};
struct request {
	struct slot *slot;
	struct header header;
	uint64_t at;      // offset of the next byte on the disk
	uint32_t written; // bytes written to the guest
	uint8_t outcome;
};

static int read_descriptor(struct slot *slot, uint16_t index, struct descriptor *descriptor) {
	uint64_t address = slot->queue.descriptors + sizeof *descriptor * (index % slot->queue.size);
	return copy(slot->domid, address, descriptor, sizeof *descriptor, FROM_GUEST);
}

static int move_data(struct request *request, struct descriptor *part) {
	struct slot *slot = request->slot;
	int error;
	if (request->at > slot->disk_bytes || part->length > slot->disk_bytes - request->at) {
		request->outcome = IO_ERROR;
		return 0;
	}
	error = copy(slot->domid, part->address, slot->disk + request->at, part->length, request->header.type == READ ? TO_GUEST : FROM_GUEST);
	request->at += part->length;
	request->written += request->header.type == READ ? part->length : 0;
	return error;
}

static int tell_name(struct request *request, struct descriptor *part) {
	char id[ID_BYTES] = {0};
	uint32_t length = part->length < ID_BYTES ? part->length : ID_BYTES;
	memcpy(id, request->slot->name, strnlen(request->slot->name, ID_BYTES));
	request->written += length;
	return copy(request->slot->domid, part->address, id, length, TO_GUEST);
}

static int carry_out(struct request *request, struct descriptor *part) {
	switch (request->header.type) {
	case READ:
	case WRITE: return move_data(request, part);
	case GET_ID: return tell_name(request, part);
	}
	request->outcome = UNSUPPORTED;
	return 0;
}

// The first descriptor is the header, the last one is the status, and the descriptors between them are data.
static int serve_chain(struct slot *slot, uint16_t head, uint32_t *written) {
	struct request request = {.slot = slot, .outcome = DONE};
	struct descriptor part;
	unsigned parts = 0;
	if (read_descriptor(slot, head, &part) || copy(slot->domid, part.address, &request.header, sizeof request.header, FROM_GUEST))
		return -1;
	request.at = request.header.sector * SECTOR;
	while (part.flags & MORE && parts++ < slot->queue.size) {
		if (read_descriptor(slot, part.next, &part))
			return -1;
		if (part.flags & MORE && carry_out(&request, &part))
			return -1;
	}
	*written = request.written + 1;
	return copy(slot->domid, part.address, &request.outcome, 1, TO_GUEST);
}

static int give_back(struct slot *slot, uint16_t head, uint32_t written) {
	struct queue *queue = &slot->queue;
	uint32_t element[2] = {head, written};
	uint16_t index;
	if (copy(slot->domid, queue->used + 2, &index, sizeof index, FROM_GUEST) ||
	    copy(slot->domid, queue->used + 4 + sizeof element * (index % queue->size), element, sizeof element, TO_GUEST))
		return -1;
	index++;
	__sync_synchronize(); // the driver must not see the index before the element
	return copy(slot->domid, queue->used + 2, &index, sizeof index, TO_GUEST);
}

static int serve_next(struct slot *slot) {
	struct queue *queue = &slot->queue;
	uint16_t head;
	uint32_t written;
	if (copy(slot->domid, queue->available + 4 + sizeof head * (queue->next % queue->size), &head, sizeof head, FROM_GUEST) ||
	    serve_chain(slot, head, &written) || give_back(slot, head, written))
		return -1;
	queue->next++;
	slot->interrupt_status |= 1;
	set_interrupt(slot, 1);
	return 0;
}

static int is_there_more(struct slot *slot) {
	uint16_t index;
	if (!slot->queue.ready || !slot->queue.size || slot->broken)
		return 0;
	slot->broken = copy(slot->domid, slot->queue.available + 2, &index, sizeof index, FROM_GUEST);
	__sync_synchronize(); // the elements must be read after the index
	return !slot->broken && index != slot->queue.next;
}

void serve_requests(struct slot *slot) {
	while (is_there_more(slot))
		slot->broken = serve_next(slot);
}
