package dev.okayd.xl.device;

import dev.okayd.platform.DeviceType;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code type=} of an entry of {@code virtio=}: {@code virtio,device}, and a virtio ID in hex
 * behind it if there is one. libxl gives both a slot (libxl_arm.c: make_virtio_mmio_node_device);
 * what has other words behind {@code virtio,device} is refused, though libxl takes it.
 *
 * @param type the device type
 * @param virtioId of a type that okayd has no name for, if the entry says it
 */
record VirtioType(DeviceType type, Optional<Integer> virtioId) {
  /**
   * What xen-vhost-frontend knows file systems by: it has the decimal 26 where Xen has 1a. Virtio
   * has no device 0x26 that Linux has a driver for.
   */
  static final String FS_OF_XEN_VHOST_FRONTEND = "virtio,device26";

  private static final Pattern TYPE =
      Pattern.compile("virtio,device([1-9a-fA-F][0-9a-fA-F]{0,3})?");

  /**
   * The device type.
   *
   * @throws ListEntryException if there is none
   */
  static VirtioType of(String type) {
    if (type.equals(FS_OF_XEN_VHOST_FRONTEND)) {
      return new VirtioType(DeviceType.FS, Optional.empty());
    }
    Matcher matcher = TYPE.matcher(type);
    if (!matcher.matches()) {
      throw new ListEntryException(
          "type is %s, virtio,device or virtio,deviceN with the virtio ID N in hexadecimal is expected, such as virtio,device22"
              .formatted(QuotedText.of(type)));
    }
    Optional<Integer> id =
        Optional.ofNullable(matcher.group(1)).map(hex -> Integer.parseInt(hex, 16));
    return id.flatMap(DeviceType::withVirtioId)
        .map(known -> new VirtioType(known, Optional.empty()))
        .orElseGet(() -> new VirtioType(DeviceType.OTHER, id));
  }
}
