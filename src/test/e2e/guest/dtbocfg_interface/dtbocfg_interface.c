// SPDX-License-Identifier: GPL-2.0
/*
 * dtbocfg_interface: for tests, the files of the module dtbocfg, which okayd's agent supports. It is not that module and shares no code with
 * it; below /sys/kernel/config/device-tree/overlays it behaves the same:
 *
 *	mkdir NAME	makes a directory for one overlay
 *	NAME/dtbo	rw, a whole .dtbo; EPERM while it is applied
 *	NAME/status	rw, "1" applies and "0" removes; either write always succeeds, and reading shows 1 or 0
 *	rmdir NAME	also removes the applied overlay
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/configfs.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/slab.h>
#include <linux/version.h>

struct place {
	struct config_item item;
	void *blob;
	size_t size;
	int id;
};

static struct place *place_of(struct config_item *item)
{
	return container_of(item, struct place, item);
}

static void apply(struct place *place)
{
	int error;

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	error = of_overlay_fdt_apply(place->blob, place->size, &place->id, NULL);
#else
	error = of_overlay_fdt_apply(place->blob, place->size, &place->id);
#endif
	if (!error)
		return;
	pr_err("%s: not applied, error %d\n", config_item_name(&place->item), error);
	place->id = 0;	/* loses an overlay that the kernel may have kept, as dtbocfg does */
}

static void take_off(struct place *place)
{
	if (place->id)
		of_overlay_remove(&place->id);
}

static ssize_t place_status_show(struct config_item *item, char *page)
{
	return sysfs_emit(page, "%d\n", !!place_of(item)->id);
}

static ssize_t place_status_store(struct config_item *item, const char *page, size_t size)
{
	struct place *place = place_of(item);
	unsigned long value;

	if (kstrtoul(page, 10, &value))
		return -EPERM;
	if (!value)
		take_off(place);
	else if (!place->id && place->blob)
		apply(place);
	return size;
}

static ssize_t place_dtbo_show(struct config_item *item, char *page)
{
	struct place *place = place_of(item);

	if (place->blob)
		memcpy(page, place->blob, place->size);
	return place->size;
}

static ssize_t place_dtbo_store(struct config_item *item, const char *page, size_t size)
{
	struct place *place = place_of(item);

	if (place->id)
		return -EPERM;
	kfree(place->blob);
	place->blob = kmemdup(page, size, GFP_KERNEL);
	place->size = place->blob ? size : 0;
	return place->blob ? size : -ENOMEM;
}

CONFIGFS_ATTR(place_, status);
CONFIGFS_ATTR(place_, dtbo);

static struct configfs_attribute *place_attrs[] = {
	&place_attr_status,
	&place_attr_dtbo,
	NULL
};

static void place_release(struct config_item *item)
{
	struct place *place = place_of(item);

	take_off(place);
	kfree(place->blob);
	kfree(place);
}

static struct configfs_item_operations place_ops = {
	.release	= place_release,
};

static const struct config_item_type place_type = {
	.ct_item_ops	= &place_ops,
	.ct_attrs	= place_attrs,
	.ct_owner	= THIS_MODULE,
};

static struct config_item *make_place(struct config_group *group, const char *name)
{
	struct place *place = kzalloc(sizeof(*place), GFP_KERNEL);

	if (!place)
		return ERR_PTR(-ENOMEM);
	config_item_init_type_name(&place->item, name, &place_type);
	return &place->item;
}

static struct configfs_group_operations overlays_ops = {
	.make_item	= make_place,
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

static int __init dtbocfg_interface_init(void)
{
	mutex_init(&device_tree.su_mutex);
	config_group_init(&device_tree.su_group);
	config_group_init_type_name(&overlays, "overlays", &overlays_type);
	configfs_add_default_group(&overlays, &device_tree.su_group);
	return configfs_register_subsystem(&device_tree);
}

static void __exit dtbocfg_interface_exit(void)
{
	configfs_unregister_subsystem(&device_tree);
}

module_init(dtbocfg_interface_init);
module_exit(dtbocfg_interface_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("the interface of the module dtbocfg, for tests");
