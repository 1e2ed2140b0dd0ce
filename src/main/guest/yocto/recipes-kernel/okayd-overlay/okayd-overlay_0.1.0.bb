SUMMARY = "Interface between user space and the kernel's device tree overlays"
LICENSE = "GPL-2.0-only"
LIC_FILES_CHKSUM = "file://COPYING;md5=76eee1b12ef20f52cc48a39fc574024d"

# builds the sources of the checkout that contains this layer
inherit module externalsrc
EXTERNALSRC = "${THISDIR}/../../../module"
EXTERNALSRC_BUILD = "${EXTERNALSRC}"

EXTRA_OEMAKE += "KDIR=${STAGING_KERNEL_DIR}"
KERNEL_MODULE_AUTOLOAD += "okayd_overlay"
RPROVIDES:${PN} += "kernel-module-okayd-overlay"
