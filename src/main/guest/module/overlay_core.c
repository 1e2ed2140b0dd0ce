// SPDX-License-Identifier: GPL-2.0
/*
 * Changes the device tree through the kernel's overlay core, which accepts every kind of overlay and
 * has no interface to user space. The module removes an overlay that the core has refused only where
 * that is safe, see must_stay().
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <linux/version.h>

#include "okayd_overlay.h"

const char okayd_change_mode[] = "overlay";

/*
 * The progress of the core with the overlay that the task "applier" applies. Overlay notifiers run in
 * the task that called the core, so the task distinguishes this overlay from those of other callers.
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

int okayd_change_init(void)
{
	return of_overlay_notifier_register(&overlay_notifier);
}

void okayd_change_exit(void)
{
	of_overlay_notifier_unregister(&overlay_notifier);
}

bool okayd_change_is_on(const struct okayd_change *change)
{
	return change->id;
}

static int core_apply(const void *blob, size_t size, int *id)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	return of_overlay_fdt_apply(blob, size, id, NULL);
#else
	return of_overlay_fdt_apply(blob, size, id);
#endif
}

/*
 * The core expects the caller to remove a refused overlay that has an id. If the core refused it
 * between the begin of the changeset and its application, of_overlay_remove() would revert changes that
 * were never applied: Linux 6.1 then dereferences a null pointer, with the device tree lock held. Such
 * an overlay has to stay in the core's list. It has changed nothing, but earlier overlays on the same
 * nodes can no longer be removed.
 */
static bool must_stay(void)
{
	return stage == BUILT;
}

int okayd_change_make(struct okayd_change *change, const char *name, const void *blob, size_t size)
{
	int error;

	mutex_lock(&apply_lock);
	stage = NOT_BUILT;
	WRITE_ONCE(applier, current);
	error = core_apply(blob, size, &change->id);
	WRITE_ONCE(applier, NULL);
	if (error && change->id && must_stay()) {
		pr_warn("%s: refused; the kernel keeps it as overlay #%d, because removal is not safe\n",
			name, change->id);
		change->id = 0;
	}
	mutex_unlock(&apply_lock);
	return error;
}

/*
 * The core clears the id when it has reverted the tree; a later error comes from a notifier and changes
 * nothing. While the id is set, the overlay is on.
 */
int okayd_change_undo(struct okayd_change *change, const char *name)
{
	int error = of_overlay_remove(&change->id);

	if (change->id)
		return error;
	if (error)
		pr_warn("%s: removed, but a notifier returned error %d\n", name, error);
	return 0;
}
