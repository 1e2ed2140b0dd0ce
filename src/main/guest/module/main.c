// SPDX-License-Identifier: GPL-2.0
/*
 * The directories: /sys/kernel/config/device-tree/overlays, and one in it for each overlay.
 *
 * In configfs, a drop_item method cannot make rmdir fail. So the module pins a directory while its
 * overlay is on, see overlay.c. Every directory holds a reference to the module, so the module cannot
 * be unloaded meanwhile.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "okayd_overlay.h"

/* The overlay is off: the pin prevents a release before. */
static void overlay_release(struct config_item *item)
{
	struct okayd_overlay *overlay = to_okayd_overlay(item);

	kvfree(overlay->blob);
	kfree(overlay);
}

static struct configfs_item_operations overlay_ops = {
	.release	= overlay_release,
};

static const struct config_item_type overlay_type = {
	.ct_item_ops	= &overlay_ops,
	.ct_attrs	= okayd_overlay_attrs,
	.ct_bin_attrs	= okayd_overlay_bin_attrs,
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

struct configfs_subsystem okayd_device_tree = {
	.su_group = {
		.cg_item = {
			.ci_namebuf	= "device-tree",
			.ci_type	= &device_tree_type,
		},
	},
};

static int register_directories(void)
{
	int error;

	mutex_init(&okayd_device_tree.su_mutex);
	config_group_init(&okayd_device_tree.su_group);
	config_group_init_type_name(&overlays, "overlays", &overlays_type);
	configfs_add_default_group(&overlays, &okayd_device_tree.su_group);
	error = configfs_register_subsystem(&okayd_device_tree);
	if (error == -EEXIST)
		pr_err("configfs already has a directory device-tree: use this kernel's own interface\n");
	else if (error)
		pr_err("configfs refused the directory device-tree, error %d\n", error);
	return error;
}

static int __init okayd_overlay_init(void)
{
	int error;

	error = okayd_change_init();
	if (error)
		return error;
	error = register_directories();
	if (error)
		okayd_change_exit();
	else
		pr_info("mode %s\n", okayd_change_mode);
	return error;
}

/* Not reached while there is any directory below "overlays". */
static void __exit okayd_overlay_exit(void)
{
	configfs_unregister_subsystem(&okayd_device_tree);
	okayd_change_exit();
}

module_init(okayd_overlay_init);
module_exit(okayd_overlay_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("configfs interface to device tree overlays");
