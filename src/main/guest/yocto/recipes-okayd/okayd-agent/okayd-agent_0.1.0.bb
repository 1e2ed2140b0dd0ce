SUMMARY = "Enables this guest's virtio-mmio devices when okayd says so"
LICENSE = "Apache-2.0"
LIC_FILES_CHKSUM = "file://${THISDIR}/../../../../../../LICENSE;md5=3b83ef96387f14655fc854ddc3c6bd57"

# the sources are those of the checkout that this layer is in
inherit externalsrc systemd update-rc.d allarch
EXTERNALSRC = "${THISDIR}/../../../agent"

SYSTEMD_SERVICE:${PN} = "okayd-agent.service"
INITSCRIPT_NAME = "okayd-agent"
INITSCRIPT_PARAMS = "defaults 60"

# what okayd-agent uses is in BusyBox as well as in these
RDEPENDS:${PN} = "busybox"
# vendor kernels bring an interface of their own
RRECOMMENDS:${PN} = "kernel-module-okayd-overlay"

CONFFILES:${PN} = "${sysconfdir}/okayd/agent.conf"
FILES:${PN} += "${nonarch_libdir}/okayd ${systemd_system_unitdir}"

do_configure[noexec] = "1"
do_compile[noexec] = "1"

do_install() {
	init=${@bb.utils.contains('DISTRO_FEATURES', 'systemd', 'systemd', 'sysvinit', d)}
	sh ${S}/install.sh --init $init ${D}
}
