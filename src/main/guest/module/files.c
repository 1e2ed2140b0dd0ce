// SPDX-License-Identifier: GPL-2.0
/*
 * The files of one overlay's directory:
 *
 *	dtbo		rw	a whole .dtbo of at most 64 KiB; applied when the file is closed
 *	status		ro	"unapplied", "applied", "error -22" or "error -22 cleanup -16"
 *	apply_us	ro	microseconds that the last apply took, probing included
 *	mode		ro	"overlay": the kernel's overlay core; "status-only": without one
 *	remove		wo	"1" takes the overlay off; a refusal is the errno of this write
 *
 * configfs calls a binary attribute's write method on close() and drops its result. So after a
 * write to "dtbo", read "status".
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "okayd_overlay.h"

/* Runs in close(), which drops the result; an interruptible lock would lose the overlay. */
static ssize_t okayd_overlay_dtbo_write(struct config_item *item, const void *data, size_t size)
{
	struct okayd_overlay *overlay = to_okayd_overlay(item);
	int error;

	mutex_lock(&overlay->lock);
	error = okayd_overlay_apply(overlay, data, size);
	mutex_unlock(&overlay->lock);
	return error ? error : size;
}

/* configfs calls this twice, without a buffer for the size and then with one of that size. */
static ssize_t okayd_overlay_dtbo_read(struct config_item *item, void *buffer, size_t size)
{
	struct okayd_overlay *overlay = to_okayd_overlay(item);
	ssize_t result = mutex_lock_interruptible(&overlay->lock);

	if (result)
		return result;
	result = overlay->size;
	if (buffer && size != overlay->size)
		result = -EAGAIN;	/* it was replaced in between */
	else if (buffer)
		memcpy(buffer, overlay->blob, size);
	mutex_unlock(&overlay->lock);
	return result;
}

static ssize_t okayd_overlay_status_show(struct config_item *item, char *page)
{
	struct okayd_overlay *overlay = to_okayd_overlay(item);
	ssize_t result = mutex_lock_interruptible(&overlay->lock);

	if (result)
		return result;
	if (overlay->cleanup_error)
		result = sysfs_emit(page, "error %d cleanup %d\n",
				    overlay->apply_error, overlay->cleanup_error);
	else if (overlay->apply_error)
		result = sysfs_emit(page, "error %d\n", overlay->apply_error);
	else
		result = sysfs_emit(page, "%s\n", okayd_change_is_on(&overlay->change) ?
						  "applied" : "unapplied");
	mutex_unlock(&overlay->lock);
	return result;
}

static ssize_t okayd_overlay_apply_us_show(struct config_item *item, char *page)
{
	struct okayd_overlay *overlay = to_okayd_overlay(item);
	ssize_t result = mutex_lock_interruptible(&overlay->lock);

	if (result)
		return result;
	result = sysfs_emit(page, "%lld\n", overlay->apply_us);
	mutex_unlock(&overlay->lock);
	return result;
}

static ssize_t okayd_overlay_mode_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%s\n", okayd_change_mode);
}

static ssize_t okayd_overlay_remove_store(struct config_item *item, const char *page, size_t size)
{
	struct okayd_overlay *overlay = to_okayd_overlay(item);
	int error;

	if (!sysfs_streq(page, "1"))
		return -EINVAL;
	error = mutex_lock_interruptible(&overlay->lock);
	if (error)
		return error;
	error = okayd_overlay_remove(overlay);
	mutex_unlock(&overlay->lock);
	return error ? error : size;
}

CONFIGFS_BIN_ATTR(okayd_overlay_, dtbo, NULL, DTBO_MAX_SIZE);
CONFIGFS_ATTR_RO(okayd_overlay_, status);
CONFIGFS_ATTR_RO(okayd_overlay_, apply_us);
CONFIGFS_ATTR_RO(okayd_overlay_, mode);
CONFIGFS_ATTR_WO(okayd_overlay_, remove);

struct configfs_attribute *okayd_overlay_attrs[] = {
	&okayd_overlay_attr_status,
	&okayd_overlay_attr_apply_us,
	&okayd_overlay_attr_mode,
	&okayd_overlay_attr_remove,
	NULL
};

struct configfs_bin_attribute *okayd_overlay_bin_attrs[] = {
	&okayd_overlay_attr_dtbo,
	NULL
};
