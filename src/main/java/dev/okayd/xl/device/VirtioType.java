package dev.okayd.xl.device;

import dev.okayd.platform.DeviceType;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code type=} of an entry of {@code virtio=}: {@code virtio,device}, optionally followed by a
 * virtio ID in hexadecimal. libxl gives both a slot (libxl_arm.c: make_virtio_mmio_node_device).
 * okayd refuses any other suffix, although libxl accepts it.
 *
 * @param type the device type
 * @param virtioId of a type without a name in okayd, if the entry has one
 */
record VirtioType(DeviceType type, Optional<Integer> virtioId) {
  /**
   * The type of file systems in xen-vhost-frontend, which uses the decimal 26 where Xen uses 1a.
   * Linux has no driver for a virtio device 0x26.
   */
  static final String FS_OF_XEN_VHOST_FRONTEND = "virtio,device26";

  private static final Pattern TYPE =
      Pattern.compile("virtio,device([1-9a-fA-F][0-9a-fA-F]{0,3})?");

  /**
   * Parses a type.
   *
   * @throws ListEntryException if it is not a type
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
