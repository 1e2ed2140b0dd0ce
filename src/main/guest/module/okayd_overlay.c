// SPDX-License-Identifier: GPL-2.0
/*
 * okayd_overlay: apply and remove device tree overlays from user space.
 *
 * The kernel's overlay core has no interface to user space. This module is one, in configfs:
 *
 *	mkdir /sys/kernel/config/device-tree/overlays/NAME	a place for one overlay
 *	NAME/dtbo	rw	a whole .dtbo of at most 64 KiB; applied when the file is closed
 *	NAME/status	ro	"unapplied", "applied", "error -22" or "error -22 cleanup -16"
 *	NAME/apply_us	ro	microseconds that the last apply took, probing included
 *	NAME/remove	wo	"1" takes the overlay off; a refusal is the errno of this write
 *	rmdir NAME		-EBUSY while the overlay is on
 *
 * configfs calls a binary attribute's write method on close() and drops its result: who wrote
 * "dtbo" must read "status".
 *
 * configfs gives rmdir no way to fail from a drop_item method either. A directory whose overlay
 * is on is therefore pinned with configfs_depend_item_unlocked(), which rmdir checks before it
 * changes anything. This also keeps the module loaded, because every directory holds a reference
 * to it.
 *
 * An overlay that the core has refused is removed only where that is safe, see must_stay().
 *
 * Kernels from 5.15 on. What changed since then:
 *  - 5.19: of_overlay_fdt_apply() hands out an id on more kinds of error than before. An id is an
 *    overlay that has to be removed, whatever the reason; this module assumes no more than that.
 *  - 6.6: of_overlay_fdt_apply() takes a base node; NULL is the behaviour of before.
 *  - after 6.12, in 7.2: struct config_item_type points to constant operations. It takes others
 *    as well, and older kernels take nothing else, hence no const here.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/configfs.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/of.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/version.h>

#ifndef CONFIG_OF_OVERLAY
#error "okayd_overlay needs CONFIG_OF_OVERLAY=y: this kernel refuses every device tree overlay."
#endif

#define DTBO_MAX_SIZE	(64 * 1024)

/**
 * struct okayd_overlay - one directory below device-tree/overlays
 * @item: the directory
 * @lock: guards everything below
 * @blob: the last .dtbo written, or NULL
 * @size: of @blob, in bytes
 * @id: what the overlay core calls this overlay, 0 when it knows none. The directory is pinned
 *	exactly while this is set.
 * @apply_error: of the last apply, 0 or a negative errno. Both this and @id are set when the apply
 *	failed and could not be undone.
 * @cleanup_error: why it could not be undone, or 0
 * @apply_us: duration of the last apply
 */
struct okayd_overlay {
	struct config_item item;
	struct mutex lock;
	void *blob;
	size_t size;
	int id;
	int apply_error;
	int cleanup_error;
	s64 apply_us;
};

static struct configfs_subsystem device_tree;

static struct okayd_overlay *to_overlay(struct config_item *item)
{
	return container_of(item, struct okayd_overlay, item);
}

/* -------------------------------------------------------- the overlay core */

/*
 * How far the core came with the overlay of the task that is applying one. Overlay notifiers run in
 * the task that called the core, so others who apply overlays are told apart by theirs.
 */
static DEFINE_MUTEX(apply_lock);
static struct task_struct *applier;
static enum { NOT_BUILT, BUILT, APPLIED } stage;

static int overlay_notify(struct notifier_block *block, unsigned long action, void *data)
{
	if (READ_ONCE(applier) != current)
		return NOTIFY_OK;
	if (action == OF_OVERLAY_PRE_APPLY)
		stage = BUILT;
	else if (action == OF_OVERLAY_POST_APPLY)
		stage = APPLIED;
	return NOTIFY_OK;
}

static struct notifier_block overlay_notifier = {
	.notifier_call	= overlay_notify,
};

static int core_apply(const void *blob, size_t size, int *id)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	return of_overlay_fdt_apply(blob, size, id, NULL);
#else
	return of_overlay_fdt_apply(blob, size, id);
#endif
}

/*
 * The core accepts bytes after the tree. Here they mean that something went wrong on the way, like
 * two overlays in one file. The core checks the rest of the header.
 */
static bool is_one_whole_tree(const void *blob, size_t size)
{
	const __be32 *header = blob;	/* magic, total size, ... */

	return size >= 2 * sizeof(*header) && be32_to_cpu(header[1]) == size;
}

/*
 * Returns 0 when the overlay is off. The core clears the id as soon as it has reverted the tree; an
 * error after that comes from a notifier and changes nothing. With the id still set the overlay is
 * still on.
 */
static int take_off(struct okayd_overlay *overlay)
{
	int error = of_overlay_remove(&overlay->id);

	if (overlay->id)
		return error;
	if (error)
		pr_warn("%s: off, but a notifier answered %d\n",
			config_item_name(&overlay->item), error);
	configfs_undepend_item_unlocked(&overlay->item);
	return 0;
}

/*
 * The core asks for the removal of an overlay that it has refused but given an id. When it refused it
 * after it had begun to build the changeset and before it applied it, of_overlay_remove() would revert
 * what was never applied: Linux 6.1 follows a null pointer then, with the lock of the device tree held.
 * Such an overlay has to stay where it is, in the core's list: it has changed nothing, but overlays
 * before it that are on the same nodes can no longer be removed.
 */
static bool must_stay(void)
{
	return stage == BUILT;
}

/* A failed apply may have changed the tree. The core gives it an id then, for its removal. */
static void undo_failed_apply(struct okayd_overlay *overlay)
{
	overlay->cleanup_error = take_off(overlay);
	if (overlay->cleanup_error)
		pr_err("%s: clean-up of the failed apply failed, error %d: device tree half changed\n",
		       config_item_name(&overlay->item), overlay->cleanup_error);
}

static int apply_and_watch(struct okayd_overlay *overlay)
{
	int error;

	mutex_lock(&apply_lock);
	stage = NOT_BUILT;
	WRITE_ONCE(applier, current);
	error = core_apply(overlay->blob, overlay->size, &overlay->id);
	WRITE_ONCE(applier, NULL);
	if (error && overlay->id && must_stay()) {
		pr_warn("%s: refused, and kept by the kernel as overlay #%d: removing it is not safe\n",
			config_item_name(&overlay->item), overlay->id);
		overlay->id = 0;
	}
	mutex_unlock(&apply_lock);
	return error;
}

/* Pins first: a directory that is being removed refuses the pin, and then nothing is applied. */
static int put_on(struct okayd_overlay *overlay)
{
	int error;

	if (!is_one_whole_tree(overlay->blob, overlay->size))
		return -EINVAL;
	error = configfs_depend_item_unlocked(&device_tree, &overlay->item);
	if (error)
		return error;
	error = apply_and_watch(overlay);
	if (error && overlay->id)
		undo_failed_apply(overlay);
	else if (error)
		configfs_undepend_item_unlocked(&overlay->item);
	return error;
}

/* --------------------------------------------------------------- the files */

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

static void apply_blob(struct okayd_overlay *overlay, const void *data, size_t size)
{
	const char *name = config_item_name(&overlay->item);
	ktime_t start = ktime_get();
	int error;

	error = replace_blob(overlay, data, size);
	if (!error)
		error = put_on(overlay);
	overlay->apply_error = error;
	overlay->apply_us = ktime_us_delta(ktime_get(), start);
	if (error)
		pr_info("%s: not applied, error %d (%zu bytes, %lld us)\n",
			name, error, size, overlay->apply_us);
	else
		pr_info("%s: applied (%zu bytes, %lld us)\n", name, size, overlay->apply_us);
}

/* Runs in close(): nobody hears what it returns, and an interrupted one would lose the overlay. */
static ssize_t okayd_overlay_dtbo_write(struct config_item *item, const void *data, size_t size)
{
	struct okayd_overlay *overlay = to_overlay(item);
	int error;

	mutex_lock(&overlay->lock);
	if (overlay->id) {
		pr_info("%s: dtbo refused, an overlay is on here: remove it first\n",
			config_item_name(item));
		error = -EBUSY;
	} else {
		apply_blob(overlay, data, size);
		error = overlay->apply_error;
	}
	mutex_unlock(&overlay->lock);
	return error ? error : size;
}

/* configfs calls this twice, without a buffer for the size and then with one of that size. */
static ssize_t okayd_overlay_dtbo_read(struct config_item *item, void *buffer, size_t size)
{
	struct okayd_overlay *overlay = to_overlay(item);
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
	struct okayd_overlay *overlay = to_overlay(item);
	ssize_t result = mutex_lock_interruptible(&overlay->lock);

	if (result)
		return result;
	if (overlay->cleanup_error)
		result = sysfs_emit(page, "error %d cleanup %d\n",
				    overlay->apply_error, overlay->cleanup_error);
	else if (overlay->apply_error)
		result = sysfs_emit(page, "error %d\n", overlay->apply_error);
	else
		result = sysfs_emit(page, "%s\n", overlay->id ? "applied" : "unapplied");
	mutex_unlock(&overlay->lock);
	return result;
}

static ssize_t okayd_overlay_apply_us_show(struct config_item *item, char *page)
{
	struct okayd_overlay *overlay = to_overlay(item);
	ssize_t result = mutex_lock_interruptible(&overlay->lock);

	if (result)
		return result;
	result = sysfs_emit(page, "%lld\n", overlay->apply_us);
	mutex_unlock(&overlay->lock);
	return result;
}

/* Also the second attempt at a clean-up that failed. */
static int remove_overlay(struct okayd_overlay *overlay)
{
	const char *name = config_item_name(&overlay->item);
	int error = take_off(overlay);

	if (error) {
		pr_info("%s: not removed, error %d\n", name, error);
		return error;
	}
	overlay->apply_error = 0;
	overlay->cleanup_error = 0;
	pr_info("%s: removed\n", name);
	return 0;
}

/* Where no overlay is on there is nothing to do, and that is no error: a remove may be repeated. */
static ssize_t okayd_overlay_remove_store(struct config_item *item, const char *page, size_t size)
{
	struct okayd_overlay *overlay = to_overlay(item);
	int error;

	if (!sysfs_streq(page, "1"))
		return -EINVAL;
	error = mutex_lock_interruptible(&overlay->lock);
	if (error)
		return error;
	if (overlay->id)
		error = remove_overlay(overlay);
	mutex_unlock(&overlay->lock);
	return error ? error : size;
}

CONFIGFS_BIN_ATTR(okayd_overlay_, dtbo, NULL, DTBO_MAX_SIZE);
CONFIGFS_ATTR_RO(okayd_overlay_, status);
CONFIGFS_ATTR_RO(okayd_overlay_, apply_us);
CONFIGFS_ATTR_WO(okayd_overlay_, remove);

static struct configfs_attribute *overlay_attrs[] = {
	&okayd_overlay_attr_status,
	&okayd_overlay_attr_apply_us,
	&okayd_overlay_attr_remove,
	NULL
};

static struct configfs_bin_attribute *overlay_bin_attrs[] = {
	&okayd_overlay_attr_dtbo,
	NULL
};

/* --------------------------------------------------------- the directories */

/* No overlay is on here any more: the pin has seen to that. */
static void overlay_release(struct config_item *item)
{
	struct okayd_overlay *overlay = to_overlay(item);

	kvfree(overlay->blob);
	kfree(overlay);
}

static struct configfs_item_operations overlay_ops = {
	.release	= overlay_release,
};

static const struct config_item_type overlay_type = {
	.ct_item_ops	= &overlay_ops,
	.ct_attrs	= overlay_attrs,
	.ct_bin_attrs	= overlay_bin_attrs,
	.ct_owner	= THIS_MODULE,
};

static struct config_item *overlays_make_item(struct config_group *group, const char *name)
{
	struct okayd_overlay *overlay = kzalloc(sizeof(*overlay), GFP_KERNEL);

	if (!overlay)
		return ERR_PTR(-ENOMEM);
	mutex_init(&overlay->lock);
	config_item_init_type_name(&overlay->item, name, &overlay_type);
	return &overlay->item;
}

static struct configfs_group_operations overlays_ops = {
	.make_item	= overlays_make_item,
};

static const struct config_item_type overlays_type = {
	.ct_group_ops	= &overlays_ops,
	.ct_owner	= THIS_MODULE,
};

static const struct config_item_type device_tree_type = {
	.ct_owner	= THIS_MODULE,
};

static struct config_group overlays;

static struct configfs_subsystem device_tree = {
	.su_group = {
		.cg_item = {
			.ci_namebuf	= "device-tree",
			.ci_type	= &device_tree_type,
		},
	},
};

static int __init okayd_overlay_init(void)
{
	int error;

	error = of_overlay_notifier_register(&overlay_notifier);
	if (error)
		return error;
	mutex_init(&device_tree.su_mutex);
	config_group_init(&device_tree.su_group);
	config_group_init_type_name(&overlays, "overlays", &overlays_type);
	configfs_add_default_group(&overlays, &device_tree.su_group);
	error = configfs_register_subsystem(&device_tree);
	if (error == -EEXIST)
		pr_err("configfs has a directory device-tree already: use this kernel's own interface\n");
	else if (error)
		pr_err("configfs refused the directory device-tree, error %d\n", error);
	if (error)
		of_overlay_notifier_unregister(&overlay_notifier);
	return error;
}

/* Not reached while there is any directory below "overlays". */
static void __exit okayd_overlay_exit(void)
{
	configfs_unregister_subsystem(&device_tree);
	of_overlay_notifier_unregister(&overlay_notifier);
}

module_init(okayd_overlay_init);
module_exit(okayd_overlay_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("configfs interface to device tree overlays");
