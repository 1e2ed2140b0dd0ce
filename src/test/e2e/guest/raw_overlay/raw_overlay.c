// SPDX-License-Identifier: GPL-2.0
/*
 * raw_overlay: for tests, calls of the kernel's overlay core that okayd_overlay never makes.
 *
 *	echo ID > /sys/module/raw_overlay/parameters/remove	removes the overlay of this number
 *	echo SIZE > /sys/module/raw_overlay/parameters/zeros	applies so many bytes, all of them 0
 *
 * The result is in the kernel's log: "raw_overlay: RESULT".
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/version.h>

static int set_remove(const char *value, const struct kernel_param *parameter)
{
	int id, error = kstrtoint(value, 10, &id);

	if (!error)
		pr_info("%d\n", of_overlay_remove(&id));
	return error;
}

static int set_zeros(const char *value, const struct kernel_param *parameter)
{
	static const u8 zeros[64] __aligned(8);
	unsigned int size;
	int id, error = kstrtouint(value, 10, &size);

	if (!error && size > sizeof(zeros))
		error = -E2BIG;
	if (error)
		return error;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	error = of_overlay_fdt_apply(zeros, size, &id, NULL);
#else
	error = of_overlay_fdt_apply(zeros, size, &id);
#endif
	pr_info("%d\n", error);
	return 0;
}

static const struct kernel_param_ops remove_ops = { .set = set_remove };
static const struct kernel_param_ops zeros_ops = { .set = set_zeros };

module_param_cb(remove, &remove_ops, NULL, 0200);
module_param_cb(zeros, &zeros_ops, NULL, 0200);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("the kernel's overlay core, for tests");
