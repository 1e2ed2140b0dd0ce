package dev.okayd.xl.device;

import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses an entry of {@code disk=} by the rules of libxlu_disk_l.l: {@code
 * target,format,vdev,access} by position, other fields by name in any order, and {@code target=}
 * last, which includes the rest of the entry.
 */
public final class DiskParser {
  /** Target prefixes of xm; some of them imply a format or a script. */
  private static final Pattern OLD_PREFIX =
      Pattern.compile("(raw|qcow2?|vhd|iscsi|e?nbd|drbd|tapdisk|tap2?|aio|ioemu|file|phy):");

  private static final Pattern UNKNOWN_PREFIX = Pattern.compile("[a-z][a-z0-9]*:(?![a-z0-9])");

  private static final String TARGET = "target=";
  private static final Set<String> FORMATS = Set.of("raw", "qcow", "qcow2", "vhd", "empty", "qed");
  private static final Set<String> BACKEND_TYPES = Set.of("phy", "tap", "qdisk", "standalone");

  private final String entry;
  private Optional<String> target = Optional.empty();
  private Optional<String> vdev = Optional.empty();
  private Optional<String> format = Optional.empty();
  private Optional<String> specification = Optional.empty();
  private Optional<String> backend = Optional.empty();
  private Optional<String> backendType = Optional.empty();
  private Optional<String> script = Optional.empty();
  private Optional<Boolean> grants = Optional.empty();
  private boolean writable = true;
  private boolean cdrom;
  private boolean hasOldPrefix;
  private boolean hasAccessByPosition;

  private DiskParser(String entry) {
    this.entry = entry;
  }

  /**
   * Parses an entry.
   *
   * @throws ListEntryException if xl would refuse it
   */
  public static DiskEntry parse(String entry) {
    DiskParser parser = new DiskParser(entry);
    int offset = 0;
    while (offset < entry.length()) {
      offset = parser.field(offset);
    }
    return parser.parsed();
  }

  /** Parses the field at this offset; returns the offset of the next field. */
  private int field(int offset) {
    char first = entry.charAt(offset);
    if (first == ' ' || first == '\t' || first == '\n') {
      return offset + 1;
    }
    Matcher oldPrefix = OLD_PREFIX.matcher(entry).region(offset, entry.length());
    if (oldPrefix.lookingAt()) {
      oldPrefix(oldPrefix.group(1));
      return oldPrefix.end();
    }
    Matcher unknownPrefix =
        UNKNOWN_PREFIX.matcher(entry).region(offset, entry.length()).useTransparentBounds(true);
    if (unknownPrefix.lookingAt()) {
      throw new ListEntryException(
          "%s is not a target prefix that xl knows; put the target last, after target="
              .formatted(QuotedText.of(unknownPrefix.group())));
    }
    int comma = entry.indexOf(',', offset);
    int end = comma < 0 || entry.startsWith(TARGET, offset) ? entry.length() : comma;
    field(entry.substring(offset, end));
    return end + 1;
  }

  private void oldPrefix(String prefix) {
    hasOldPrefix = true;
    switch (prefix) {
      case "raw", "qcow", "qcow2", "vhd" -> format(prefix);
      case "iscsi", "nbd", "enbd", "drbd" -> script = once("script", script, "block-" + prefix);
      default -> {
        // xl ignores the others
      }
    }
  }

  private void field(String field) {
    int equals = field.indexOf('=');
    if (equals >= 0) {
      named(field, field.substring(0, equals), field.substring(equals + 1));
      return;
    }
    switch (field) {
      case "cdrom" -> cdrom = true;
      case "direct-io-safe", "discard", "no-discard", "colo", "no-colo", "trusted", "untrusted" -> {
        // these do not affect a slot
      }
      default -> positional(field);
    }
  }

  private void named(String field, String name, String value) {
    switch (name) {
      case "format" -> format(value);
      case "devtype" -> deviceType(value);
      case "access" -> access(value);
      case "backend" -> backend = once(name, backend, value);
      case "backendtype" -> backendType = same(name, backendType, value, BACKEND_TYPES);
      case "specification" ->
          specification = same(name, specification, value, Set.of("xen", "virtio"));
      case "vdev" -> vdev = once(name, vdev, value);
      case "script" -> script = once(name, script, value);
      case "target" -> target = once(name, target, withoutLastComma(value));
      case "grant_usage" -> grants = Optional.of(isOn(value));
      case "colo-host", "colo-port", "colo-export", "active-disk", "hidden-disk" -> {
        // COLO replication does not affect a slot
      }
      default ->
          throw new ListEntryException(
              "%s is not a disk option of xl; put a target with a comma or \"=\" last, after target="
                  .formatted(QuotedText.of(field)));
    }
  }

  private void positional(String field) {
    if (target.isEmpty()) {
      target = Optional.of(field);
    } else if (!hasOldPrefix && format.isEmpty()) {
      if (target.get().isEmpty() && field.indexOf(':') >= 0) {
        vdevAndDeviceType(field);
        format("empty");
      } else {
        format(field);
      }
    } else if (vdev.isEmpty()) {
      vdevAndDeviceType(field);
    } else if (!hasAccessByPosition) {
      hasAccessByPosition = true;
      access(field);
    } else {
      throw new ListEntryException(
          "%s is one field too many; only target, format, vdev and access go by position, all others by name"
              .formatted(QuotedText.of(field)));
    }
  }

  /** {@code xvda}, or the old form of xm, {@code hdc:cdrom}. */
  private void vdevAndDeviceType(String field) {
    int colon = field.lastIndexOf(':');
    vdev = once("vdev", vdev, colon < 0 ? field : field.substring(0, colon));
    if (colon >= 0) {
      deviceType(field.substring(colon + 1));
    }
  }

  private void deviceType(String value) {
    if (!value.equals("cdrom") && !value.equals("disk")) {
      throw unknown("devtype", value, "cdrom or disk");
    }
    cdrom = value.equals("cdrom");
  }

  private void format(String value) {
    format = same("format", format, value.isEmpty() ? "raw" : value, FORMATS);
  }

  private void access(String value) {
    writable =
        switch (value) {
          case "r", "ro" -> false;
          case "w", "rw", "" -> true;
          default -> throw unknown("access", value, "r, ro, w or rw");
        };
  }

  private static boolean isOn(String value) {
    if (!value.equals("0") && !value.equals("1")) {
      throw unknown("grant_usage", value, "0 or 1");
    }
    return value.equals("1");
  }

  /** A field that may be repeated with the same value. */
  private static Optional<String> same(
      String name, Optional<String> before, String value, Set<String> known) {
    if (!known.contains(value)) {
      throw unknown(name, value, String.join(", ", known.stream().sorted().toList()));
    }
    if (before.isPresent() && !before.get().equals(value)) {
      throw duplicate(name);
    }
    return Optional.of(value);
  }

  /** A field that may be given once; xl ignores an empty value. */
  private static Optional<String> once(String name, Optional<String> before, String value) {
    if (before.filter(text -> !text.isEmpty()).isPresent()) {
      throw duplicate(name);
    }
    return Optional.of(value);
  }

  private static ListEntryException duplicate(String name) {
    return new ListEntryException("%s is given twice; give it once".formatted(name));
  }

  private static ListEntryException unknown(String name, String value, String expected) {
    return new ListEntryException(
        "%s is %s, %s is expected".formatted(name, QuotedText.of(value), expected));
  }

  private static String withoutLastComma(String value) {
    return value.endsWith(",") ? value.substring(0, value.length() - 1) : value;
  }

  private DiskEntry parsed() {
    if (target.isEmpty() && !cdrom) {
      throw new ListEntryException("The disk has no target; put target= and a path last");
    }
    Optional<String> path = target.filter(text -> !text.isEmpty());
    return new DiskEntry(
        path,
        vdev.orElseThrow(
            () ->
                new ListEntryException("The disk has no vdev; vdev=xvda or the like is expected")),
        cdrom && path.isEmpty() ? "empty" : format.orElse("raw"),
        writable && !cdrom,
        specification.filter("virtio"::equals).isPresent(),
        backend,
        backendType,
        script,
        grants);
  }
}
