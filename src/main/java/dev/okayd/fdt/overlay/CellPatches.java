package dev.okayd.fdt.overlay;

import dev.okayd.fdt.Property;
import dev.okayd.fdt.overlay.OverlayException.Kind;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Collects changes to single cells of properties and writes them back together. Each property is
 * copied only once, however many of its cells change.
 */
final class CellPatches {
  private final Map<MutableNode, Map<String, byte[]>> pending = new HashMap<>();

  /** Changes the cell at this byte offset, which need not be aligned. */
  void patch(MutableNode node, String propertyName, int offset, IntUnaryOperator change) {
    byte[] value =
        pending
            .computeIfAbsent(node, n -> new LinkedHashMap<>())
            .computeIfAbsent(propertyName, name -> valueOf(node, name));
    if (offset < 0 || offset > value.length - Integer.BYTES) {
      throw new OverlayException(
          Kind.BAD_OVERLAY,
          "A fixup names byte %d of property %s of %s, which has %d bytes"
              .formatted(offset, propertyName, node.path(), value.length));
    }
    ByteBuffer cells = ByteBuffer.wrap(value);
    cells.putInt(offset, change.applyAsInt(cells.getInt(offset)));
  }

  private static byte[] valueOf(MutableNode node, String propertyName) {
    return node.property(propertyName)
        .map(Property::value)
        .orElseThrow(
            () ->
                new OverlayException(
                    Kind.BAD_OVERLAY,
                    "A fixup names property %s of %s, which does not exist"
                        .formatted(propertyName, node.path())));
  }

  /** Writes all changes to the nodes. */
  void write() {
    pending.forEach(
        (node, values) -> values.forEach((name, value) -> node.put(Property.bytes(name, value))));
    pending.clear();
  }
}
