package dev.okayd.xl.device;

import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.xl.config.XlPosition;
import java.util.Optional;

/**
 * A device of an xl.cfg to which libxl gives a slot.
 *
 * @param list its list, such as {@code disk}
 * @param position of its entry
 * @param preferredName its name in the xl.cfg, if any
 * @param type of virtio device
 * @param virtioId of a type without a name in okayd, if the entry has one
 * @param backend that serves it
 * @param grants whether the backend uses grants
 * @param source file or device that holds its data
 */
public record XlDevice(
    String list,
    XlPosition position,
    Optional<String> preferredName,
    DeviceType type,
    Optional<Integer> virtioId,
    BackendSpec backend,
    boolean grants,
    Optional<String> source) {}
