package dev.okayd.xl;

import dev.okayd.plan.GuestBackend;
import dev.okayd.platform.DeviceType;
import java.util.Optional;

/**
 * A device of an xl.cfg that libxl gives a slot to.
 *
 * @param list that it is in, such as {@code disk}
 * @param position of its entry
 * @param wantedName what it is called there, if anything
 * @param type of virtio device
 * @param virtioId of a type that okayd has no name for, if the entry says it
 * @param backend that serves it
 * @param grants whether the backend uses grants
 * @param source where the backend takes it from
 */
record FoundDevice(
    String list,
    Position position,
    Optional<String> wantedName,
    DeviceType type,
    Optional<Integer> virtioId,
    GuestBackend backend,
    boolean grants,
    Optional<String> source) {}
