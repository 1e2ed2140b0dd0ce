/* SPDX-License-Identifier: GPL-2.0 */
/*
 * okayd_overlay: apply and remove device tree overlays from user space, by files in configfs.
 *
 *	main.c		the directories: one for each overlay
 *	files.c		the files in such a directory
 *	overlay.c	what a directory knows of its overlay, and how that is pinned while it is on
 *	overlay_core.c	changes the device tree by the kernel's overlay core (CONFIG_OF_OVERLAY=y)
 *	status_only.c	changes it without one: the status of one node, and its platform device
 *	gate.c		the one overlay that status_only.c takes
 *
 * Kernels from 5.15 on, and from 6.1 on without the overlay core. What changed since then:
 *  - 5.19: of_overlay_fdt_apply() hands out an id on more kinds of error than before. An id is an
 *    overlay that has to be removed, whatever the reason; this module assumes no more than that.
 *  - 6.6: of_overlay_fdt_apply() takes a base node; NULL is the behaviour of before.
 *  - after 6.12, in 7.2: struct config_item_type points to constant operations. It takes others
 *    as well, and older kernels take nothing else, hence no const here.
 */
#ifndef OKAYD_OVERLAY_H
#define OKAYD_OVERLAY_H

#include <linux/configfs.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/types.h>

#define DTBO_MAX_SIZE	(64 * 1024)

/**
 * struct okayd_change - what was changed in the device tree for one overlay
 * @id: what the overlay core calls the overlay, 0 when it knows none
 * @node: the node that was enabled, or NULL
 * @status: its property that says so
 */
struct okayd_change {
#ifdef CONFIG_OF_OVERLAY
	int id;
#else
	struct device_node *node;
	struct property *status;
#endif
};

/* overlay_core.c or status_only.c */
extern const char okayd_change_mode[];
int okayd_change_init(void);
void okayd_change_exit(void);
bool okayd_change_is_on(const struct okayd_change *change);
/* Both 0 or a negative errno. With an error the change may be on, or still on, all the same. */
int okayd_change_make(struct okayd_change *change, const char *name, const void *blob, size_t size);
int okayd_change_undo(struct okayd_change *change, const char *name);

#ifndef CONFIG_OF_OVERLAY
/* gate.c */
const char *okayd_gate_path(const void *blob, size_t size);
#endif

/**
 * struct okayd_overlay - one directory below device-tree/overlays
 * @item: the directory
 * @lock: guards everything below
 * @blob: the last .dtbo written, or NULL
 * @size: of @blob, in bytes
 * @change: what it has changed. The directory is pinned exactly while this is on.
 * @apply_error: of the last apply, 0 or a negative errno. With an error @change may be on: then
 *	the apply failed and could not be undone.
 * @cleanup_error: why it could not be undone, or 0
 * @apply_us: duration of the last apply
 */
struct okayd_overlay {
	struct config_item item;
	struct mutex lock;
	void *blob;
	size_t size;
	struct okayd_change change;
	int apply_error;
	int cleanup_error;
	s64 apply_us;
};

static inline struct okayd_overlay *to_okayd_overlay(struct config_item *item)
{
	return container_of(item, struct okayd_overlay, item);
}

/* overlay.c; the lock is held */
int okayd_overlay_apply(struct okayd_overlay *overlay, const void *data, size_t size);
int okayd_overlay_remove(struct okayd_overlay *overlay);

/* files.c */
extern struct configfs_attribute *okayd_overlay_attrs[];
extern struct configfs_bin_attribute *okayd_overlay_bin_attrs[];

/* main.c */
extern struct configfs_subsystem okayd_device_tree;

#endif
