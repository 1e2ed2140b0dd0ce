package dev.okayd.xl;

import dev.okayd.platform.DeviceType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The {@code type=} of an entry of {@code virtio=}: {@code virtio,device} and a virtio ID in hex.
 */
final class VirtioType {
  /**
   * What xen-vhost-frontend knows file systems by: it has the decimal 26 where Xen has 1a. Virtio
   * has no device 0x26 that Linux has a driver for.
   */
  static final String FS_OF_XEN_VHOST_FRONTEND = "virtio,device26";

  private static final Pattern TYPE = Pattern.compile("virtio,device([1-9a-fA-F][0-9a-fA-F]{0,3})");

  private VirtioType() {}

  /**
   * The device type.
   *
   * @throws EntryException if there is none
   */
  static DeviceType of(String type) {
    if (type.equals(FS_OF_XEN_VHOST_FRONTEND)) {
      return DeviceType.FS;
    }
    Matcher matcher = TYPE.matcher(type);
    if (!matcher.matches()) {
      throw new EntryException(
          "type is %s, virtio,deviceN with the virtio ID N in hexadecimal is expected, such as virtio,device22"
              .formatted(Shown.quoted(type)));
    }
    int id = Integer.parseInt(matcher.group(1), 16);
    return withId(id)
        .orElseThrow(
            () ->
                new EntryException(
                    "type is %s, and no device type has virtio ID %d; known are %s"
                        .formatted(Shown.quoted(type), id, known())));
  }

  private static Optional<DeviceType> withId(int id) {
    return DeviceType.KNOWN.stream().filter(type -> type.virtioId() == id).findFirst();
  }

  private static String known() {
    return DeviceType.KNOWN.stream()
        .map(type -> "%x (%s)".formatted(type.virtioId(), type))
        .collect(Collectors.joining(", "));
  }
}
