package dev.okayd.xl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.Golden;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.XlConfigParser;
import dev.okayd.xl.config.XlException;
import dev.okayd.xl.config.XlSetting;
import dev.okayd.xl.config.XlValue;
import dev.okayd.xl.config.XlValue.Atom;
import dev.okayd.xl.config.XlValue.Listed;
import dev.okayd.xl.device.DiskEntry;
import dev.okayd.xl.device.DiskParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the parsers with the results of xl's own library, libxlutil. */
class LibxlutilTest {

  /**
   * A text and the result of the library.
   *
   * @param text with unusual bytes and blanks encoded as %XX
   * @param answer the result of the library
   */
  private record Example(String text, String answer) {
    byte[] bytes() {
      return java.net.URLDecoder.decode(text.replace("+", "%2b"), StandardCharsets.UTF_8)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  private static Stream<Example> examples(String file) {
    return Golden.text(file)
        .lines()
        .map(line -> line.split("\t", -1))
        .map(columns -> new Example(columns[0], columns[1]));
  }

  static Stream<Example> settings() {
    return examples("xl/libxlutil.settings");
  }

  static Stream<Example> disks() {
    return examples("xl/libxlutil.disks");
  }

  @ParameterizedTest
  @MethodSource("settings")
  void readsSettingsAsTheLibraryDoes(Example example) {
    assertThat(settingsOf(example)).isEqualTo(example.answer());
  }

  private static String settingsOf(Example example) {
    try {
      Map<String, XlSetting> settings = XlConfigParser.parse("xl.cfg", example.bytes());
      return Stream.of("a", "b", "c")
          .flatMap(name -> Optional.ofNullable(settings.get(name)).stream())
          .map(setting -> setting.name() + "=" + shown(setting))
          .collect(Collectors.joining(" "));
    } catch (XlException e) {
      return "ERR";
    }
  }

  private static String shown(XlSetting setting) {
    return setting.isList() ? shown(setting.values()) : shown(setting.text());
  }

  private static String shown(List<XlValue> values) {
    return values.stream().map(LibxlutilTest::shown).collect(Collectors.joining("", "[", "]"));
  }

  private static String shown(XlValue value) {
    return value instanceof Listed list ? shown(list.values()) : shown(((Atom) value).text());
  }

  private static String shown(String text) {
    return "'" + escaped(text) + "'";
  }

  @ParameterizedTest
  @MethodSource("disks")
  void readsDisksAsTheLibraryDoes(Example example) {
    assertThat(diskOf(example)).isEqualTo(example.answer());
  }

  private static String diskOf(Example example) {
    try {
      DiskEntry disk = DiskParser.parse(new String(example.bytes(), StandardCharsets.UTF_8));
      return "t=%s v=%s f=%s w=%d s=%d b=%s bt=%s sc=%s"
          .formatted(
              escaped(disk.target().orElse("")),
              escaped(disk.vdev()),
              disk.format(),
              disk.writable() ? 1 : 0,
              disk.virtio() ? 1 : 0,
              escaped(disk.backend().orElse("-")),
              disk.backendType().orElse("-"),
              escaped(disk.script().orElse("-")));
    } catch (ListEntryException e) {
      return "ERR";
    }
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean isPlain = b >= ' ' && b < 0x7f && b != '%';
      escaped.append(isPlain ? String.valueOf((char) b) : "%%%02x".formatted(b & 0xff));
    }
    return escaped.toString();
  }
}
