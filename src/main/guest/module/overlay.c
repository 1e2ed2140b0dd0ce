// SPDX-License-Identifier: GPL-2.0
/*
 * Applies and removes one overlay.
 *
 * While the overlay is on, configfs_depend_item_unlocked() pins its directory. rmdir checks the pin
 * before it changes anything, and returns EBUSY.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "okayd_overlay.h"

static const char *name_of(struct okayd_overlay *overlay)
{
	return config_item_name(&overlay->item);
}

/*
 * The kernel accepts bytes after the tree. The module refuses them: they show a mistake in the file,
 * such as two overlays. okayd_change_make() checks the rest of the header.
 */
static bool is_one_whole_tree(const void *blob, size_t size)
{
	const __be32 *header = blob;	/* magic, total size, ... */

	return size >= 2 * sizeof(*header) && be32_to_cpu(header[1]) == size;
}

static int replace_blob(struct okayd_overlay *overlay, const void *data, size_t size)
{
	kvfree(overlay->blob);
	overlay->size = 0;
	overlay->blob = size ? kvmalloc(size, GFP_KERNEL) : NULL;
	if (!overlay->blob)
		return size ? -ENOMEM : -EINVAL;
	memcpy(overlay->blob, data, size);
	overlay->size = size;
	return 0;
}

/* A failed apply may have changed the tree. */
static void undo_failed_apply(struct okayd_overlay *overlay)
{
	overlay->cleanup_error = okayd_change_undo(&overlay->change, name_of(overlay));
	if (overlay->cleanup_error)
		pr_err("%s: undo of the failed apply failed, error %d: device tree is partly changed\n",
		       name_of(overlay), overlay->cleanup_error);
}

/* Pins first: a directory under removal refuses the pin, and then the apply does not start. */
static int put_on(struct okayd_overlay *overlay)
{
	int error;

	if (!is_one_whole_tree(overlay->blob, overlay->size))
		return -EINVAL;
	error = configfs_depend_item_unlocked(&okayd_device_tree, &overlay->item);
	if (error)
		return error;
	error = okayd_change_make(&overlay->change, name_of(overlay), overlay->blob, overlay->size);
	if (error && okayd_change_is_on(&overlay->change))
		undo_failed_apply(overlay);
	if (!okayd_change_is_on(&overlay->change))
		configfs_undepend_item_unlocked(&overlay->item);
	return error;
}

static int apply(struct okayd_overlay *overlay, const void *data, size_t size)
{
	ktime_t start = ktime_get();
	int error;

	error = replace_blob(overlay, data, size);
	if (!error)
		error = put_on(overlay);
	overlay->apply_error = error;
	overlay->apply_us = ktime_us_delta(ktime_get(), start);
	if (error)
		pr_info("%s: not applied, error %d (%zu bytes, %lld us)\n",
			name_of(overlay), error, size, overlay->apply_us);
	else
		pr_info("%s: applied (%zu bytes, %lld us)\n",
			name_of(overlay), size, overlay->apply_us);
	return error;
}

int okayd_overlay_apply(struct okayd_overlay *overlay, const void *data, size_t size)
{
	if (!okayd_change_is_on(&overlay->change))
		return apply(overlay, data, size);
	pr_info("%s: dtbo refused, an overlay is applied here: remove it first\n", name_of(overlay));
	return -EBUSY;
}

/*
 * Also retries a failed undo. Removing an absent overlay succeeds, so that a remove may be repeated.
 */
int okayd_overlay_remove(struct okayd_overlay *overlay)
{
	int error;

	if (!okayd_change_is_on(&overlay->change))
		return 0;
	error = okayd_change_undo(&overlay->change, name_of(overlay));
	if (error) {
		pr_info("%s: not removed, error %d\n", name_of(overlay), error);
		return error;
	}
	configfs_undepend_item_unlocked(&overlay->item);
	overlay->apply_error = 0;
	overlay->cleanup_error = 0;
	pr_info("%s: removed\n", name_of(overlay));
	return 0;
}
