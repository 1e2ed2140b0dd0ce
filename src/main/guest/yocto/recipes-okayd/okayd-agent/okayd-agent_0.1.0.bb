SUMMARY = "Enables this guest's virtio-mmio devices on okayd's commands"
LICENSE = "Apache-2.0"
LIC_FILES_CHKSUM = "file://${THISDIR}/../../../../../../LICENSE;md5=3b83ef96387f14655fc854ddc3c6bd57"

# builds the sources of the checkout that contains this layer
inherit externalsrc systemd update-rc.d allarch
EXTERNALSRC = "${THISDIR}/../../../agent"
EXTERNALSRC_BUILD = "${EXTERNALSRC}"

SYSTEMD_SERVICE:${PN} = "okayd-agent.service"
INITSCRIPT_NAME = "okayd-agent"
INITSCRIPT_PARAMS = "defaults 60"

# OE-core's configuration of BusyBox has no timeout, no base64, no head -c and no od -t
RDEPENDS:${PN} = "busybox coreutils"
# vendor kernels bring their own interface
RRECOMMENDS:${PN} = "kernel-module-okayd-overlay"

CONFFILES:${PN} = "${sysconfdir}/okayd/agent.conf"
FILES:${PN} += "${nonarch_libdir}/okayd ${systemd_system_unitdir}"

do_configure[noexec] = "1"
do_compile[noexec] = "1"

do_install() {
	init=${@bb.utils.contains('DISTRO_FEATURES', 'systemd', 'systemd', 'sysvinit', d)}
	sh ${S}/install.sh --init $init ${D}
	# for distributions without a merged /usr
	if [ $init = systemd ] && [ ${systemd_system_unitdir} != /usr/lib/systemd/system ]; then
		install -d ${D}${systemd_system_unitdir}
		mv ${D}/usr/lib/systemd/system/okayd-agent.service ${D}${systemd_system_unitdir}/
		rmdir -p --ignore-fail-on-non-empty ${D}/usr/lib/systemd/system
	fi
}
