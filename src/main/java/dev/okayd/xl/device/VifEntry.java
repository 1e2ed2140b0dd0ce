package dev.okayd.xl.device;

import java.util.Optional;

/**
 * The relevant fields of an entry of {@code vif=} (tools/xl/xl_parse.c, parse_nic_config). xl
 * ignores unknown fields, and so does okayd.
 *
 * @param virtio whether its model is virtio-net
 * @param backend domid or name
 * @param bridge in the backend
 */
record VifEntry(boolean virtio, Optional<String> backend, Optional<String> bridge) {
  private static final VifEntry EMPTY = new VifEntry(false, Optional.empty(), Optional.empty());

  static VifEntry parse(String text) {
    VifEntry entry = EMPTY;
    for (String field : ListEntryFields.of(text)) {
      entry = entry.with(field);
    }
    return entry;
  }

  private VifEntry with(String field) {
    int equals = field.indexOf('=');
    String value = field.substring(equals + 1);
    return switch (field.substring(0, equals + 1)) {
      case "model=" -> new VifEntry(value.equals("virtio-net"), backend, bridge);
      case "backend=" -> new VifEntry(virtio, Optional.of(value), bridge);
      case "bridge=" -> new VifEntry(virtio, backend, Optional.of(value));
      default -> this;
    };
  }
}
