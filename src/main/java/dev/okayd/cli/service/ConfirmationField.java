package dev.okayd.cli.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A field that the agent prints after a manual operation, and its valid format. */
enum ConfirmationField {
  RESULT("result", Part.OUTCOME, Kind.TEXT, "applied|removed|refused|busy|failed"),
  ERRNO("errno", Part.OUTCOME, Kind.NUMBER, "0|-[1-9][0-9]{0,3}"),
  MESSAGE("message", Part.OUTCOME, Kind.TEXT, ".{1,500}"),
  MICROS("micros", Part.OUTCOME, Kind.NUMBER, "[0-9]{1,18}"),
  UPTIME_MILLIS("uptimeMillis", Part.OUTCOME, Kind.NUMBER, "[0-9]{1,18}"),
  BOOT_ID("bootId", Part.OUTCOME, Kind.TEXT, "[0-9a-zA-Z-]{1,64}"),
  PLAN_DIGEST("planDigest", Part.OUTCOME, Kind.TEXT, ".{1,128}"),
  KERNEL("kernel", Part.OUTCOME, Kind.TEXT, ".{1,128}"),
  OVERLAY_INTERFACE("overlayInterface", Part.OUTCOME, Kind.TEXT, ".{1,32}"),
  STATUS("status", Part.PROOF, Kind.TEXT, ".{1,64}"),
  PLATFORM_DEVICE("platformDevice", Part.PROOF, Kind.TEXT, ".{1,128}"),
  DRIVER("driver", Part.PROOF, Kind.TEXT, ".{1,64}"),
  VIRTIO_DEVICE("virtioDevice", Part.PROOF, Kind.TEXT, ".{1,64}"),
  VIRTIO_ID("virtioId", Part.PROOF, Kind.NUMBER, "[0-9]{1,5}"),
  VIRTIO_DRIVER("virtioDriver", Part.PROOF, Kind.TEXT, ".{1,64}"),
  VIRTIO_STATUS("virtioStatus", Part.PROOF, Kind.NUMBER, "[0-9]{1,3}"),
  READABLE("readable", Part.PROOF, Kind.TRUTH, "true|false"),
  CARRIER("carrier", Part.PROOF, Kind.TRUTH, "true|false");

  /** Its place in a confirmation. */
  private enum Part {
    OUTCOME,
    PROOF
  }

  private enum Kind {
    TEXT,
    NUMBER,
    TRUTH
  }

  private final String word;
  private final Part part;
  private final Kind kind;
  private final Pattern pattern;

  ConfirmationField(String word, Part part, Kind kind, String pattern) {
    this.word = word;
    this.part = part;
    this.kind = kind;
    this.pattern = Pattern.compile(pattern);
  }

  static Optional<ConfirmationField> named(String word) {
    return Arrays.stream(values()).filter(field -> field.word.equals(word)).findFirst();
  }

  boolean takes(String value) {
    return pattern.matcher(value).matches();
  }

  /** Its valid format, as a regular expression. */
  String expected() {
    return pattern.pattern();
  }

  void put(String value, ObjectNode outcome, ObjectNode proof) {
    ObjectNode to =
        switch (part) {
          case OUTCOME -> outcome;
          case PROOF -> proof;
        };
    switch (kind) {
      case TEXT -> to.put(word, value);
      case NUMBER -> to.put(word, Long.parseLong(value));
      case TRUTH -> to.put(word, Boolean.parseBoolean(value));
    }
  }

  /** Its name in the output of the agent. */
  @Override
  public String toString() {
    return word;
  }
}
