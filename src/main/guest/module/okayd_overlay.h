/* SPDX-License-Identifier: GPL-2.0 */
/*
 * okayd_overlay: applies and removes device tree overlays from user space, through files in configfs.
 *
 *	main.c		one directory for each overlay
 *	files.c		the files in such a directory
 *	overlay.c	the state of one overlay, and the pin of its directory while it is on
 *	overlay_core.c	changes the device tree through the kernel's overlay core (CONFIG_OF_OVERLAY=y)
 *	status_only.c	changes it without the core: the status of one node, and its platform device
 *	gate.c		recognizes the only overlay that status_only.c accepts
 *
 * Supports Linux from 5.15 on; without the overlay core, from 6.1 on. Changes of the kernel since:
 *  - 5.19: of_overlay_fdt_apply() sets an id on more kinds of error than before. An id means that the
 *    overlay has to be removed; this module assumes no more than that.
 *  - 6.6: of_overlay_fdt_apply() takes a base node; NULL keeps the earlier behaviour.
 *  - after 6.12, in 7.2: struct config_item_type points to constant operations. It also accepts
 *    others, and older kernels accept nothing else, hence no const here.
 */
#ifndef OKAYD_OVERLAY_H
#define OKAYD_OVERLAY_H

#include <linux/configfs.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/types.h>

#define DTBO_MAX_SIZE	(64 * 1024)

/**
 * struct okayd_change - the change in the device tree for one overlay
 * @id: the overlay core's id of the overlay, or 0
 * @node: the node that was enabled, or NULL
 * @status: the new status property of @node
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
/* Both return 0 or a negative errno. Even after an error the change may be on. */
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
 * @change: its change in the device tree. The directory is pinned exactly while this is on.
 * @apply_error: 0 or the negative errno of the last apply. After an error, @change is on if the
 *	failed apply could not be undone.
 * @cleanup_error: the error of that undo, or 0
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

/* overlay.c; the caller holds the lock */
int okayd_overlay_apply(struct okayd_overlay *overlay, const void *data, size_t size);
int okayd_overlay_remove(struct okayd_overlay *overlay);

/* files.c */
extern struct configfs_attribute *okayd_overlay_attrs[];
extern struct configfs_bin_attribute *okayd_overlay_bin_attrs[];

/* main.c */
extern struct configfs_subsystem okayd_device_tree;

#endif
