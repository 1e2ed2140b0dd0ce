package dev.okayd.xl.device;

import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.xl.config.XlPosition;
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
public record XlDevice(
    String list,
    XlPosition position,
    Optional<String> wantedName,
    DeviceType type,
    Optional<Integer> virtioId,
    BackendSpec backend,
    boolean grants,
    Optional<String> source) {}
