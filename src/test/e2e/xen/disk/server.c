// server.c: one ioreq server of Xen for each guest. It receives the guest's accesses to its slots, one at a time for each vCPU; the vCPU stops
// until the server answers.
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#define __XEN_TOOLS__ 1
#include <xen/xen.h>
#include <xen/memory.h>
#include <xen/hvm/dm_op.h>
#include <xen/hvm/ioreq.h>
#include <xendevicemodel.h>
#include <xenevtchn.h>
#include <xenforeignmemory.h>

#include "disk.h"

#define GUESTS 8
#define VCPUS 8
#define SLOTS 11

static struct server {
	uint16_t domid;
	ioservid_t id;
	shared_iopage_t *page;
	unsigned vcpus;
	xenevtchn_port_or_error_t ports[VCPUS];
	struct slot *slots[SLOTS];
	unsigned slot_count;
	int accessed[VCPUS];
} servers[GUESTS];
static unsigned server_count;

static xendevicemodel_handle *model;
static xenforeignmemory_handle *memory;
static xenevtchn_handle *channels;

void open_servers(void) {
	if (!(model = xendevicemodel_open(NULL, 0)))
		die("xendevicemodel_open");
	if (!(memory = xenforeignmemory_open(NULL, 0)))
		die("xenforeignmemory_open");
	if (!(channels = xenevtchn_open(NULL, 0)))
		die("xenevtchn_open");
}

static struct server *create(uint16_t domid) {
	struct server *server = &servers[server_count];
	void *page = NULL;
	if (server_count == GUESTS)
		die("too many guests");
	server->domid = domid;
	if (xendevicemodel_nr_vcpus(model, domid, &server->vcpus) || server->vcpus > VCPUS)
		die("nr_vcpus: is CONFIG_IOREQ_SERVER on in this Xen?");
	if (xendevicemodel_create_ioreq_server(model, domid, HVM_IOREQSRV_BUFIOREQ_OFF, &server->id))
		die("create_ioreq_server");
	server_count++;
	if (!xenforeignmemory_map_resource(memory, domid, XENMEM_resource_ioreq_server, server->id, XENMEM_resource_ioreq_server_frame_ioreq(0),
					   1, &page, PROT_READ | PROT_WRITE, 0))
		die("map_resource");
	server->page = page;
	return server;
}

static struct server *server_of(uint16_t domid) {
	for (unsigned i = 0; i < server_count; i++)
		if (servers[i].domid == domid)
			return &servers[i];
	return create(domid);
}

void serve_slot(struct slot *slot) {
	struct server *server = server_of(slot->domid);
	if (server->slot_count == SLOTS)
		die("too many slots");
	server->slots[server->slot_count++] = slot;
	if (xendevicemodel_map_io_range_to_ioreq_server(model, slot->domid, server->id, 1, slot->base, slot->base + SLOT_BYTES - 1))
		die("map_io_range_to_ioreq_server");
}

static void start(struct server *server) {
	if (xendevicemodel_set_ioreq_server_state(model, server->domid, server->id, 1))
		die("set_ioreq_server_state");
	for (unsigned i = 0; i < server->vcpus; i++) {
		server->ports[i] = xenevtchn_bind_interdomain(channels, server->domid, server->page->vcpu_ioreq[i].vp_eport);
		if (server->ports[i] < 0)
			die("bind_interdomain");
	}
}

void start_servers(void) {
	for (unsigned i = 0; i < server_count; i++)
		start(&servers[i]);
}

int servers_fd(void) { return xenevtchn_fd(channels); }

static void access_slot(struct slot *slot, ioreq_t *request) {
	if (request->dir == IOREQ_READ)
		request->data = read_register(slot, request->addr - slot->base, request->size);
	else
		write_register(slot, request->addr - slot->base, request->data);
}

static void carry_out(struct server *server, ioreq_t *request) {
	if (request->type != IOREQ_TYPE_COPY || request->data_is_ptr)
		return;
	for (unsigned i = 0; i < server->slot_count; i++)
		if (request->addr - server->slots[i]->base < SLOT_BYTES)
			access_slot(server->slots[i], request);
}

static void answer(struct server *server, ioreq_t *request) {
	if (request->state != STATE_IOREQ_READY)
		return;
	__sync_synchronize(); // the state orders the accesses to request and answer
	request->state = STATE_IOREQ_INPROCESS;
	carry_out(server, request);
	__sync_synchronize();
	request->state = STATE_IORESP_READY;
	__sync_synchronize();
}

static void note(struct server *server, unsigned vcpu) {
	if (!server->accessed[vcpu])
		fprintf(stderr, "ioreq_disk: domain %u: CPU %u accesses it\n", server->domid, vcpu);
	server->accessed[vcpu] = 1;
}

void answer_access(void) {
	xenevtchn_port_or_error_t port = xenevtchn_pending(channels);
	if (port < 0)
		return;
	xenevtchn_unmask(channels, port);
	for (unsigned i = 0; i < server_count; i++)
		for (unsigned vcpu = 0; vcpu < servers[i].vcpus; vcpu++)
			if (servers[i].ports[vcpu] == port) {
				note(&servers[i], vcpu);
				answer(&servers[i], &servers[i].page->vcpu_ioreq[vcpu]);
				xenevtchn_notify(channels, port);
			}
}

void set_interrupt(struct slot *slot, int level) {
	if (slot->interrupt == level)
		return;
	slot->interrupt = level;
	if (xendevicemodel_set_irq_level(model, slot->domid, slot->intid, level))
		fprintf(stderr, "ioreq_disk: domain %u: set_irq_level %u: %s\n", slot->domid, slot->intid, strerror(errno));
}

void destroy_servers(void) {
	for (unsigned i = 0; i < server_count; i++)
		xendevicemodel_destroy_ioreq_server(model, servers[i].domid, servers[i].id);
	server_count = 0;
}
