// disk.h: the parts of ioreq_disk.
#include <stdint.h>

#define SLOT_BYTES 0x200
#define SECTOR 512

// guest_memory.c: guest memory at an address of the driver: an address in its memory, or of a page that it has granted
enum direction { FROM_GUEST, TO_GUEST };
void open_guest_memory(void);
int copy(uint16_t domid, uint64_t address, void *bytes, uint32_t length, enum direction direction);

// transport.c: one virtio-mmio transport and the disk behind it
struct queue {
	uint32_t size, ready;
	uint64_t descriptors, available, used;
	uint16_t next;
};
struct slot {
	uint16_t domid;
	uint64_t base;
	uint32_t intid;
	const char *name;
	uint8_t *disk;
	uint64_t disk_bytes;
	int present, broken, interrupt;
	uint32_t device_features_half, driver_features_half, queue_chosen, status, interrupt_status;
	uint64_t driver_features;
	struct queue queue;
};
uint64_t read_register(struct slot *slot, uint32_t offset, uint32_t size);
void write_register(struct slot *slot, uint32_t offset, uint32_t value);

// requests.c: the requests in the driver's queue
void serve_requests(struct slot *slot);

// server.c: one ioreq server for each guest
void open_servers(void);
void serve_slot(struct slot *slot);
void start_servers(void);
int servers_fd(void);
void answer_access(void);
void set_interrupt(struct slot *slot, int level);
void destroy_servers(void);

// ioreq_disk.c
void die(const char *what) __attribute__((noreturn));
