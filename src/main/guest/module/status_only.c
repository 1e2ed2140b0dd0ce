// SPDX-License-Identifier: GPL-2.0
/*
 * Changes the device tree of a kernel that has no overlay core, as all of Debian's for arm64 up to
 * 6.12: does by itself the little that a gate overlay asks for. It takes no other overlay.
 *
 * It does what the core does, in the core's order: first the status, then the platform device. There
 * is no of_update_property() for modules, so for a moment the node has no status at all.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "okayd_overlay.h"

const char okayd_change_mode[] = "status-only";

/* Held for a look and a swap only: a driver that hangs must not keep others from their nodes. */
static DEFINE_MUTEX(status_lock);

/**
 * struct status_property - with its texts, so that nothing in the tree is in this module's memory
 */
struct status_property {
	struct property property;
	char name[sizeof("status")];
	char value[sizeof("disabled")];
};

int okayd_change_init(void)
{
	return 0;
}

void okayd_change_exit(void)
{
}

bool okayd_change_is_on(const struct okayd_change *change)
{
	return change->node;
}

static struct property *make_status(const char *value)
{
	struct status_property *status = kzalloc(sizeof(*status), GFP_KERNEL);

	if (!status)
		return NULL;
	strscpy(status->name, "status", sizeof(status->name));
	strscpy(status->value, value, sizeof(status->value));
	status->property.name = status->name;
	status->property.value = status->value;
	status->property.length = strlen(value) + 1;
	return &status->property;
}

static void free_status(struct property *status)
{
	kfree(container_of(status, struct status_property, property));
}

/*
 * The kernel keeps a property that was removed for good, because somebody may still read it: never
 * one of those again, it would be in two of its lists.
 */
static int replace(struct device_node *node, struct property *from, struct property *to)
{
	int error = of_remove_property(node, from);

	return error ? error : of_add_property(node, to);
}

static bool has_device(struct device_node *node)
{
	struct platform_device *device = of_find_device_by_node(node);

	if (device)
		platform_device_put(device);
	return device;
}

static bool is_disabled(struct device_node *node, struct property *status)
{
	return status && !of_device_is_available(node) && !has_device(node) &&
	       of_property_match_string(node, "status", "disabled") == 0;
}

static int enable(struct device_node *node, struct property *okay)
{
	struct property *before;
	int error;

	mutex_lock(&status_lock);
	before = of_find_property(node, "status", NULL);
	error = is_disabled(node, before) ? replace(node, before, okay) : -EBUSY;
	mutex_unlock(&status_lock);
	return error;
}

static int disable(struct okayd_change *change)
{
	struct property *disabled = make_status("disabled");
	int error;

	if (!disabled)
		return -ENOMEM;
	mutex_lock(&status_lock);
	error = replace(change->node, change->status, disabled);
	mutex_unlock(&status_lock);
	if (error)
		free_status(disabled);
	return error;
}

/* A kernel that looks after changed nodes by itself has made the device already. */
static int create_device(struct device_node *node)
{
	struct platform_device *bus = of_find_device_by_node(node->parent);
	struct platform_device *device = NULL;

	if (!has_device(node)) {
		device = of_platform_device_create(node, NULL, bus ? &bus->dev : NULL);
		if (!device)
			pr_err("no platform device for %pOF\n", node);
	}
	if (bus)
		platform_device_put(bus);
	return device || has_device(node) ? 0 : -ENODEV;
}

static void destroy_device(struct device_node *node)
{
	struct platform_device *device = of_find_device_by_node(node);

	if (!device)
		return;
	of_platform_device_destroy(&device->dev, NULL);
	platform_device_put(device);
}

/* The node of a path, on a bus whose nodes the kernel makes devices of. */
static struct device_node *find_node(const char *path)
{
	struct device_node *node = of_find_node_by_path(path);

	if (node && node->parent && of_node_check_flag(node->parent, OF_POPULATED_BUS))
		return node;
	of_node_put(node);
	return NULL;
}

static int change_node(struct okayd_change *change, struct device_node *node)
{
	struct property *okay = make_status("okay");
	int error;

	if (!okay)
		return -ENOMEM;
	error = enable(node, okay);
	if (error) {
		free_status(okay);
		return error;
	}
	change->node = of_node_get(node);
	change->status = okay;
	return create_device(node);
}

int okayd_change_make(struct okayd_change *change, const char *name, const void *blob, size_t size)
{
	const char *path = okayd_gate_path(blob, size);
	struct device_node *node;
	int error;

	if (!path) {
		pr_info("%s: not a gate overlay, and this kernel has no overlay core\n", name);
		return -EOPNOTSUPP;
	}
	node = find_node(path);
	if (!node) {
		pr_info("%s: no node %s on a bus\n", name, path);
		return -EINVAL;
	}
	error = change_node(change, node);
	if (error == -EBUSY)
		pr_info("%s: %s is not disabled\n", name, path);
	of_node_put(node);
	return error;
}

/* Somebody else may have changed the status meanwhile: then it is no longer ours to change. */
int okayd_change_undo(struct okayd_change *change, const char *name)
{
	struct device_node *node = change->node;
	int error = disable(change);

	if (error == -ENODEV) {
		pr_info("%s: somebody else has changed the status of %pOF\n", name, node);
		return -EBUSY;
	}
	if (error)
		return error;
	change->node = NULL;
	change->status = NULL;
	destroy_device(node);
	of_node_put(node);
	return 0;
}
