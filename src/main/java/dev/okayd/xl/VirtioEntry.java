package dev.okayd.xl;

import java.util.Optional;

/**
 * An entry of {@code virtio=} (tools/xl/xl_parse.c, parse_virtio_config).
 *
 * @param backend domid or name
 * @param type such as {@code virtio,device22}
 * @param mmio whether libxl gives it a slot: one whose transport is not said gets none
 * @param grantUsage whether the backend is to use grants, as it is said
 */
record VirtioEntry(
    Optional<String> backend, Optional<String> type, boolean mmio, Optional<String> grantUsage) {

  private static final VirtioEntry EMPTY =
      new VirtioEntry(Optional.empty(), Optional.empty(), false, Optional.empty());

  /**
   * Reads one.
   *
   * @throws EntryException if xl would refuse it
   */
  static VirtioEntry parse(String text) {
    VirtioEntry entry = EMPTY;
    for (String field : EntryFields.ofVirtio(text)) {
      entry = entry.with(field);
    }
    return entry;
  }

  private VirtioEntry with(String field) {
    int equals = field.indexOf('=');
    String value = field.substring(equals + 1);
    return switch (field.substring(0, equals + 1)) {
      case "backend=" -> new VirtioEntry(Optional.of(value), type, mmio, grantUsage);
      case "type=" -> new VirtioEntry(backend, Optional.of(value), mmio, grantUsage);
      case "transport=" -> new VirtioEntry(backend, type, isMmio(value), grantUsage);
      case "grant_usage=" -> new VirtioEntry(backend, type, mmio, Optional.of(value));
      default ->
          throw new EntryException(
              "%s is not known to xl; backend=, type=, transport= and grant_usage= are expected"
                  .formatted(Shown.quoted(field)));
    };
  }

  /** Names of libxl's enumerations match in any case (libxl__enum_from_string). */
  private static boolean isMmio(String transport) {
    if (!transport.equalsIgnoreCase("mmio") && !transport.equalsIgnoreCase("unknown")) {
      throw new EntryException(
          "transport is %s, mmio is expected; for devices behind a PCI host bridge, give the spec a bridge"
              .formatted(Shown.quoted(transport)));
    }
    return transport.equalsIgnoreCase("mmio");
  }

  /** Whether the backend is to use grants; empty if it is not said. */
  Optional<Boolean> grants() {
    return grantUsage.map(text -> CNumber.parseBeginning(text) != 0);
  }

  /** What is said of grants and is no number, such as {@code enabled}: xl takes 0 of it. */
  Optional<String> unclearGrants() {
    return grantUsage.filter(text -> CNumber.parse(text).isEmpty());
  }
}
