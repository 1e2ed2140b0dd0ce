// SPDX-License-Identifier: GPL-2.0
/*
 * Changes the device tree of a kernel without an overlay core, such as Debian's arm64 kernels up to
 * 6.12. Carries out a gate overlay by itself, and refuses every other overlay.
 *
 * Keeps the core's order: first the status, then the platform device. The kernel does not export
 * of_update_property() to modules, so for a moment the node has no status at all.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "okayd_overlay.h"

const char okayd_change_mode[] = "status-only";

/* Held only while a status is checked and replaced: a hung driver must not block other nodes. */
static DEFINE_MUTEX(status_lock);

/**
 * struct status_property - contains its strings, so that the tree never points into this module
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
 * The kernel keeps a removed property for ever, because readers may still use it. Never add such a
 * property again: it would be in two lists.
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

/* A kernel that handles changed nodes by itself has created the device already. */
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

/* Returns the node only if it is on a bus whose devices the kernel creates from the tree. */
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
		pr_info("%s: there is no node %s on a bus\n", name, path);
		return -EINVAL;
	}
	error = change_node(change, node);
	if (error == -EBUSY)
		pr_info("%s: %s is not disabled\n", name, path);
	of_node_put(node);
	return error;
}

/* Fails with EBUSY if other code has replaced the status meanwhile. */
int okayd_change_undo(struct okayd_change *change, const char *name)
{
	struct device_node *node = change->node;
	int error = disable(change);

	if (error == -ENODEV) {
		pr_info("%s: other code has changed the status of %pOF\n", name, node);
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
