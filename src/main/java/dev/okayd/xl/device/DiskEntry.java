package dev.okayd.xl.device;

import java.util.Optional;

/**
 * An entry of {@code disk=}.
 *
 * @param target what the backend takes the disk from
 * @param vdev what the guest would call it
 * @param format of the target
 * @param writable whether the guest may write
 * @param virtio whether it is a virtio device: without specification=virtio it is not
 * @param backend domid or name
 * @param backendType kind of backend
 * @param script that prepares the target
 * @param grants whether the backend is to use grants
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
