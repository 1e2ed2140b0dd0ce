// transport.c: the registers of a virtio-mmio transport, version 2, with one queue (virtio 1.2, 4.2.2).
#include <stdio.h>
#include <string.h>

#include "disk.h"

#define BLOCK_DEVICE 2
#define QUEUE_SIZE 64
#define FEATURES (1ull << 32 | 1ull << 33) // VERSION_1, ACCESS_PLATFORM: without the latter a driver uses no grants

enum {
	MAGIC = 0x00, VERSION = 0x04, DEVICE_ID = 0x08, VENDOR_ID = 0x0c, DEVICE_FEATURES = 0x10, DEVICE_FEATURES_HALF = 0x14,
	DRIVER_FEATURES = 0x20, DRIVER_FEATURES_HALF = 0x24, QUEUE_CHOSEN = 0x30, QUEUE_SIZE_MAX = 0x34, QUEUE_SIZE_NOW = 0x38, QUEUE_READY = 0x44,
	QUEUE_NOTIFY = 0x50, INTERRUPT_STATUS = 0x60, INTERRUPT_ACK = 0x64, STATUS = 0x70, DESCRIPTORS_LOW = 0x80, DESCRIPTORS_HIGH = 0x84,
	AVAILABLE_LOW = 0x90, AVAILABLE_HIGH = 0x94, USED_LOW = 0xa0, USED_HIGH = 0xa4, CONFIGURATION = 0x100
};

static uint64_t read_configuration(struct slot *slot, uint32_t offset, uint32_t size) {
	uint64_t sectors = slot->disk_bytes / SECTOR, value = 0; // the other fields are 0
	if (offset + size <= sizeof sectors)
		memcpy(&value, (uint8_t *)&sectors + offset, size);
	return value;
}

uint64_t read_register(struct slot *slot, uint32_t offset, uint32_t size) {
	if (offset >= CONFIGURATION)
		return read_configuration(slot, offset - CONFIGURATION, size);
	switch (offset) {
	case MAGIC: return 0x74726976;
	case VERSION: return 2;
	case DEVICE_ID: return slot->present ? BLOCK_DEVICE : 0;
	case VENDOR_ID: return 0x6f6b6179;
	case DEVICE_FEATURES: return slot->device_features_half > 1 ? 0 : (uint32_t)(FEATURES >> 32 * slot->device_features_half);
	case QUEUE_SIZE_MAX: return slot->queue_chosen ? 0 : QUEUE_SIZE;
	case QUEUE_READY: return slot->queue_chosen ? 0 : slot->queue.ready;
	case INTERRUPT_STATUS: return slot->interrupt_status;
	case STATUS: return slot->status;
	}
	return 0;
}

static void set_low(uint64_t *value, uint32_t half) { *value = (*value & ~0xffffffffull) | half; }

static void set_high(uint64_t *value, uint32_t half) { *value = (*value & 0xffffffffull) | (uint64_t)half << 32; }

static void acknowledge(struct slot *slot, uint32_t bits) {
	slot->interrupt_status &= ~bits;
	if (!slot->interrupt_status)
		set_interrupt(slot, 0);
}

static void set_ready(struct slot *slot, uint32_t ready) {
	slot->queue.ready = ready;
	if (ready)
		fprintf(stderr, "ioreq_disk: domain %u, %llx: its queue is %s\n", slot->domid, (unsigned long long)slot->base,
			slot->queue.descriptors >> 63 ? "granted" : "mapped");
}

static void set_status(struct slot *slot, uint32_t status) {
	fprintf(stderr, "ioreq_disk: domain %u, %llx: status %x\n", slot->domid, (unsigned long long)slot->base, status);
	slot->status = status;
	if (status)
		return;
	memset(&slot->queue, 0, sizeof slot->queue);
	slot->broken = 0;
	acknowledge(slot, ~0u);
}

void write_register(struct slot *slot, uint32_t offset, uint32_t value) {
	struct queue *queue = &slot->queue;
	switch (offset) {
	case DEVICE_FEATURES_HALF: slot->device_features_half = value; break;
	case DRIVER_FEATURES_HALF: slot->driver_features_half = value; break;
	case DRIVER_FEATURES: (slot->driver_features_half ? set_high : set_low)(&slot->driver_features, value); break;
	case QUEUE_CHOSEN: slot->queue_chosen = value; break;
	case QUEUE_SIZE_NOW: queue->size = value > QUEUE_SIZE ? QUEUE_SIZE : value; break;
	case QUEUE_READY: set_ready(slot, value); break;
	case QUEUE_NOTIFY: serve_requests(slot); break;
	case INTERRUPT_ACK: acknowledge(slot, value); break;
	case STATUS: set_status(slot, value); break;
	case DESCRIPTORS_LOW: set_low(&queue->descriptors, value); break;
	case DESCRIPTORS_HIGH: set_high(&queue->descriptors, value); break;
	case AVAILABLE_LOW: set_low(&queue->available, value); break;
	case AVAILABLE_HIGH: set_high(&queue->available, value); break;
	case USED_LOW: set_low(&queue->used, value); break;
	case USED_HIGH: set_high(&queue->used, value); break;
	}
}
