package dev.okayd.xl.device;

import dev.okayd.platform.toolstack.XlDialect;
import dev.okayd.xl.config.CNumber;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import java.util.Locale;
import java.util.Optional;

/**
 * An entry of {@code virtio=} (tools/xl/xl_parse.c, parse_virtio_config).
 *
 * @param backend domid or name
 * @param type such as {@code virtio,device22}
 * @param transport whether libxl gives it a slot
 * @param grantUsage text of {@code grant_usage=}, if given
 */
record VirtioEntry(
    Optional<String> backend,
    Optional<String> type,
    Transport transport,
    Optional<String> grantUsage) {

  /** How the guest reaches it. */
  enum Transport {
    /** libxl silently gives it no slot. */
    NONE,
    MMIO,
    /** Behind a PCI bridge that libxl creates. */
    PCI
  }

  private static final VirtioEntry EMPTY =
      new VirtioEntry(Optional.empty(), Optional.empty(), Transport.NONE, Optional.empty());

  /**
   * Parses an entry.
   *
   * @param dialect the xl that reads it
   * @throws ListEntryException if xl would refuse it
   */
  static VirtioEntry parse(String text, XlDialect dialect) {
    VirtioEntry entry = EMPTY;
    for (String field : ListEntryFields.ofVirtio(text)) {
      boolean isOfPci =
          dialect == XlDialect.EPAM
              && (field.startsWith("bdf=") || field.startsWith("backend_type="));
      entry = isOfPci ? entry : entry.with(field, dialect);
    }
    return entry;
  }

  private VirtioEntry with(String field, XlDialect dialect) {
    int equals = field.indexOf('=');
    String value = field.substring(equals + 1);
    return switch (field.substring(0, equals + 1)) {
      case "backend=" -> new VirtioEntry(Optional.of(value), type, transport, grantUsage);
      case "type=" -> new VirtioEntry(backend, Optional.of(value), transport, grantUsage);
      case "transport=" -> new VirtioEntry(backend, type, transport(value, dialect), grantUsage);
      case "grant_usage=" -> new VirtioEntry(backend, type, transport, Optional.of(value));
      default ->
          throw new ListEntryException(
              "%s is unknown to xl; backend=, type=, transport= and grant_usage= are expected"
                  .formatted(QuotedText.of(field)));
    };
  }

  /** Names of libxl's enumerations match in any case (libxl__enum_from_string). */
  private static Transport transport(String text, XlDialect dialect) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "mmio" -> Transport.MMIO;
      case "unknown" -> Transport.NONE;
      case "pci" -> pci(text, dialect);
      default -> throw unknown(text);
    };
  }

  private static Transport pci(String text, XlDialect dialect) {
    if (dialect != XlDialect.EPAM) {
      throw unknown(text);
    }
    return Transport.PCI;
  }

  private static ListEntryException unknown(String transport) {
    return new ListEntryException(
        "transport is %s, mmio is expected; for devices behind a PCI host bridge, give the spec a bridge"
            .formatted(QuotedText.of(transport)));
  }

  /** Whether the backend uses grants; empty if not given. */
  Optional<Boolean> grants() {
    return grantUsage.map(text -> CNumber.parseBeginning(text) != 0);
  }

  /** A {@code grant_usage} that is not a number, such as {@code enabled}; xl reads it as 0. */
  Optional<String> nonNumericGrants() {
    return grantUsage.filter(text -> CNumber.parse(text).isEmpty());
  }
}
