// SPDX-License-Identifier: GPL-2.0
/*
 * The gate overlay: it sets status = "okay" of one node, given by its path.
 *
 * The module does not parse an overlay to judge it. dtc and okayd write a gate overlay in exactly one
 * way, so the module generates it from the path that it claims, and compares.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "okayd_overlay.h"

/* The structure block refers to a property name by its offset in here. */
static const char property_names[] = "target-path\0status";
#define TARGET_PATH_NAME	0
#define STATUS_NAME		12

/* Tokens of the format: libfdt.h is not among the headers for building modules. */
enum { BEGIN_NODE = 1, END_NODE = 2, PROPERTY = 3, END = 9 };
#define MAGIC		0xd00dfeed
#define CELL		sizeof(u32)

#define RESERVATIONS_AT	(10 * CELL)
#define STRUCTURE_AT	(RESERVATIONS_AT + 4 * CELL)
#define PATH_AT		(STRUCTURE_AT + 9 * CELL)
#define SIZE_WITHOUT_PATH (PATH_AT + 13 * CELL + sizeof(property_names))

static void put_cell(u8 **at, u32 value)
{
	__be32 cell = cpu_to_be32(value);

	memcpy(*at, &cell, sizeof(cell));
	*at += sizeof(cell);
}

/* The buffer has zeros already, so the padding needs no write. */
static void put_text(u8 **at, const char *text)
{
	size_t size = strlen(text) + 1;

	memcpy(*at, text, size);
	*at += ALIGN(size, CELL);
}

static void begin_node(u8 **at, const char *name)
{
	put_cell(at, BEGIN_NODE);
	put_text(at, name);
}

static void put_property(u8 **at, u32 name, const char *value)
{
	put_cell(at, PROPERTY);
	put_cell(at, strlen(value) + 1);
	put_cell(at, name);
	put_text(at, value);
}

static void put_structure(u8 **at, const char *path)
{
	begin_node(at, "");
	begin_node(at, "fragment@0");
	put_property(at, TARGET_PATH_NAME, path);
	begin_node(at, "__overlay__");
	put_property(at, STATUS_NAME, "okay");
	put_cell(at, END_NODE);
	put_cell(at, END_NODE);
	put_cell(at, END_NODE);
	put_cell(at, END);
}

static void put_header(u8 *at, u32 size, u32 strings_at)
{
	put_cell(&at, MAGIC);
	put_cell(&at, size);
	put_cell(&at, STRUCTURE_AT);
	put_cell(&at, strings_at);
	put_cell(&at, RESERVATIONS_AT);
	put_cell(&at, 17);	/* version */
	put_cell(&at, 16);	/* last compatible version */
	put_cell(&at, 0);	/* boot CPU */
	put_cell(&at, sizeof(property_names));
	put_cell(&at, strings_at - STRUCTURE_AT);
}

/* The buffer has exactly this size, and zeros only. */
static void put_overlay(u8 *buffer, u32 size, const char *path)
{
	u8 *at = buffer + STRUCTURE_AT;

	put_structure(&at, path);
	put_header(buffer, size, at - buffer);
	memcpy(at, property_names, sizeof(property_names));
}

/* The string at the position of a gate overlay's path if its length fits the size; else NULL. */
static const char *claimed_path(const char *blob, size_t size)
{
	const char *path = blob + PATH_AT;
	size_t length;

	if (size <= SIZE_WITHOUT_PATH)
		return NULL;
	length = strnlen(path, size - SIZE_WITHOUT_PATH);
	return size == SIZE_WITHOUT_PATH + ALIGN(length + 1, CELL) ? path : NULL;
}

/* Excludes aliases and options after a colon, which the kernel would accept. */
static bool is_plain(const char *path)
{
	return path[0] == '/' && !strchr(path, ':');
}

/* Returns the path, inside the blob; NULL if the blob is not a gate overlay. */
const char *okayd_gate_path(const void *blob, size_t size)
{
	const char *path = claimed_path(blob, size);
	bool same;
	u8 *gate;

	if (!path || !is_plain(path))
		return NULL;
	gate = kzalloc(size, GFP_KERNEL);
	if (!gate)
		return NULL;
	put_overlay(gate, size, path);
	same = !memcmp(gate, blob, size);
	kfree(gate);
	return same ? path : NULL;
}
