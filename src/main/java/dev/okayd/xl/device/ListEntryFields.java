package dev.okayd.xl.device;

import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import java.util.ArrayList;
import java.util.List;

/** Splits an entry of {@code virtio=} or {@code vif=} into fields, as xl does with strtok. */
final class ListEntryFields {
  private ListEntryFields() {}

  /** The text between commas, without empty fields and leading spaces. */
  static List<String> of(String entry) {
    return between(entry).stream().map(ListEntryFields::withoutLeadingSpaces).toList();
  }

  /**
   * The fields of an entry of {@code virtio=}. A type that starts with virtio contains a comma
   * (xl_parse.c: "Type may contain a comma, do special handling").
   */
  static List<String> ofVirtio(String entry) {
    List<String> fields = new ArrayList<>();
    List<String> pieces = between(entry);
    for (int i = 0; i < pieces.size(); i++) {
      String field = withoutLeadingSpaces(pieces.get(i));
      if (field.startsWith("type=virtio")) {
        if (++i == pieces.size()) {
          throw new ListEntryException(
              "%s was found, type=virtio,deviceN with N in hexadecimal is expected"
                  .formatted(QuotedText.of(field)));
        }
        field = field + "," + pieces.get(i);
      }
      fields.add(field);
    }
    return fields;
  }

  private static List<String> between(String entry) {
    List<String> pieces = new ArrayList<>();
    for (String piece : entry.split(",", -1)) {
      if (!piece.isEmpty()) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  private static String withoutLeadingSpaces(String piece) {
    int start = 0;
    while (start < piece.length() && piece.charAt(start) == ' ') {
      start++;
    }
    return piece.substring(start);
  }
}
