# shellcheck shell=bash
# documents.sh: sourced by run. Makes the files that a reader of the documents has, in $WORK/documents, under the names that the documents use.

reader_files() {
	local files=$WORK/documents
	rm -rf "$files" && mkdir "$files"
	own_kernel
	busybox
	ln -s "$REPOSITORY" "$files/okayd"
	ln -s "$KERNEL/Image" "$files/Image"
	ln -s "$KERNEL/headers" "$files/headers"
	say "initramfs"
	small_system "$WORK/small-system"
	(cd "$WORK/small-system" && find . | sort | cpio -o -H newc -R 0:0 --quiet) >"$files/initramfs.cpio"
}

# small_system ROOT: makes a BusyBox system without any part of okayd
small_system() {
	rm -rf "$1"
	mkdir -p "$1"/{bin,dev,etc/init.d,proc,root,run,sbin,sys,tmp} "$1"/usr/{bin,sbin}
	install -m755 "$WORK/busybox/bin/busybox" "$1/bin/busybox"
	ln -s busybox "$1/bin/sh" # rcS makes the other names
	install -m644 "$E2E/guest/documents/inittab" "$1/etc/inittab"
	install -m755 "$E2E/guest/documents/rcS" "$1/etc/init.d/rcS"
	ln -s bin/busybox "$1/init"
}
