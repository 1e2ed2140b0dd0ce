package dev.okayd.bundle;

import dev.okayd.platform.toolstack.KeyTable;
import dev.okayd.platform.toolstack.ToolstackKey;

/**
 * One option of QEMU's command line. Refuses options, devices and properties that the table of
 * QEMU's keys does not list.
 */
final class QemuOption {
  private static final KeyTable KEYS = KeyTable.qemu();

  private final String key;
  private final String option;
  private final StringBuilder text;
  private char separator;

  private QemuOption(String key, String option, String text, char separator) {
    this.key = key;
    this.option = option;
    this.text = new StringBuilder(text);
    this.separator = separator;
  }

  /** An option without a value, such as {@code -nodefaults}. */
  static String flag(String option) {
    return KEYS.key(option).name();
  }

  /** An option with one value, such as {@code -smp 2}. */
  static String value(String option, Object value) {
    return KEYS.key(option).name() + " " + value;
  }

  /** A default for all devices of a kind. */
  static String global(String property, Object value) {
    return KEYS.key("-global " + property).name() + "=" + value;
  }

  /** An option whose first word names an object, such as {@code -device virtio-blk-device}. */
  static QemuOption of(String option, String object) {
    ToolstackKey known = KEYS.key(option + " " + object);
    return new QemuOption(known.name(), option, known.name(), ',');
  }

  /** An option with properties only, such as {@code -drive if=none}. */
  static QemuOption properties(String option) {
    return new QemuOption(option, option, option, ' ');
  }

  /** This option with one more property. */
  QemuOption with(String property, Object value) {
    boolean isCommon = KEYS.find(option + "." + property).isPresent();
    ToolstackKey known = KEYS.key((isCommon ? option : key) + "." + property);
    text.append(separator)
        .append(known.name(), known.name().lastIndexOf('.') + 1, known.name().length())
        .append('=')
        .append(value);
    separator = ',';
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
