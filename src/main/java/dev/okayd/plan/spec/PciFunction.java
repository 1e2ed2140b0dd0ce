package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PCI function by bus, device and function, such as 00:01.0.
 *
 * @param bus 0..255
 * @param device 0..31
 * @param function 0..7
 */
public record PciFunction(int bus, int device, int function) {
  private static final Pattern TEXT =
      Pattern.compile("(?:0000:)?([0-9a-f]{2}):([01][0-9a-f])\\.([0-7])");

  /**
   * Parses a function, with or without the domain 0000.
   *
   * @throws IllegalArgumentException for anything else
   */
  @JsonCreator
  public static PciFunction parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a PCI function; expected one such as \"00:01.0\"".formatted(text));
    }
    return new PciFunction(
        Integer.parseInt(matcher.group(1), 16),
        Integer.parseInt(matcher.group(2), 16),
        Integer.parseInt(matcher.group(3), 16));
  }

  /** The requester ID in {@code iommu-map} (bindings pci/pci-iommu.txt). */
  public int requesterId() {
    return bus << 8 | device << 3 | function;
  }

  @JsonValue
  @Override
  public String toString() {
    return "%02x:%02x.%d".formatted(bus, device, function);
  }
}
