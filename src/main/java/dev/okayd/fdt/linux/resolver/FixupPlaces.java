package dev.okayd.fdt.linux.resolver;

import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.unflatten.OverlayNode;
import dev.okayd.fdt.linux.unflatten.OverlayProperty;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The places that refer to one label: strings of path, property and byte offset, separated by
 * colons ({@code update_usages_of_a_phandle_reference} of drivers/of/resolver.c).
 */
public final class FixupPlaces {
  /** A decimal number that {@code kstrtoint} accepts. */
  private static final Pattern NUMBER = Pattern.compile("([+-]?[0-9]+)\n?");

  private FixupPlaces() {}

  static void write(OverlayNode overlay, OverlayProperty fixup, int phandle) {
    String places = new String(fixup.value(), StandardCharsets.ISO_8859_1);
    if (places.isEmpty()) {
      return;
    }
    String terminated = places.endsWith("\0") ? places.substring(0, places.length() - 1) : places;
    for (String place : terminated.split("\0", -1)) {
      write(overlay, fixup.name(), place, phandle);
    }
  }

  private static void write(OverlayNode overlay, String label, String place, int phandle) {
    String[] parts = place.split(":", 3);
    if (parts.length < 3) {
      throw invalid(Errno.EINVAL, label, place, "expected path:property:offset");
    }
    int offset = offset(parts[2], label, place);
    Optional<OverlayNode> node = node(overlay, parts[0]);
    if (node.isEmpty()) {
      return; // unlike libfdt, the kernel skips such a place
    }
    OverlayProperty property =
        node.get()
            .property(parts[1])
            .orElseThrow(
                () ->
                    invalid(Errno.ENOENT, label, place, "the overlay does not have that property"));
    if (offset < 0 || offset > property.length() - Integer.BYTES) {
      throw invalid(
          Errno.EINVAL, label, place, "the property has %d bytes".formatted(property.length()));
    }
    property.setCell(offset, phandle);
  }

  private static int offset(String text, String label, String place) {
    var number = NUMBER.matcher(text);
    if (!number.matches()) {
      throw invalid(Errno.EINVAL, label, place, "its offset is not a decimal number");
    }
    BigInteger offset = new BigInteger(number.group(1));
    if (offset.bitLength() >= Integer.SIZE) {
      throw invalid(Errno.ERANGE, label, place, "its offset does not fit into 32 bits");
    }
    return offset.intValue();
  }

  /**
   * {@code __of_find_node_by_full_path}. An empty path, or a path without a leading slash, names
   * the root.
   */
  private static Optional<OverlayNode> node(OverlayNode root, String path) {
    Optional<OverlayNode> node = Optional.of(root);
    if (path.startsWith("/")) {
      for (String name : path.substring(1).split("/", -1)) {
        node = node.flatMap(parent -> parent.child(name)).filter(found -> !name.isEmpty());
      }
    }
    return node;
  }

  private static ErrnoException invalid(Errno errno, String label, String place, String why) {
    return new ErrnoException(
        errno, "the fixup of label %s is \"%s\": %s".formatted(label, place, why));
  }
}
