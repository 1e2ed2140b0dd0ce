package dev.okayd.xl.device;

import java.util.Optional;

/**
 * An entry of {@code disk=}.
 *
 * @param target file or device that holds the disk
 * @param vdev name of the disk in the guest
 * @param format of the target
 * @param writable whether the guest may write
 * @param virtio whether it is a virtio device, that is, has specification=virtio
 * @param backend domid or name
 * @param backendType kind of backend
 * @param script prepares the target
 * @param grants whether the backend uses grants
 */
public record DiskEntry(
    Optional<String> target,
    String vdev,
    String format,
    boolean writable,
    boolean virtio,
    Optional<String> backend,
    Optional<String> backendType,
    Optional<String> script,
    Optional<Boolean> grants) {}
