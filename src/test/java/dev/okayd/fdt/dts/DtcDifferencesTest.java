package dev.okayd.fdt.dts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.dts.source.FileIncludes;
import dev.okayd.testing.tool.DtcTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the lists of differences and limits in docs/dtc.md. */
class DtcDifferencesTest {
  private static final Path DOCUMENT = Path.of("docs/dtc.md");
  private static final Pattern SOURCE_ROW =
      Pattern.compile(
          "\\| `(/ .*|/memreserve/.*)` \\| (accepts|rejects) \\| (accepts|rejects) \\|.*");
  private static final Pattern LIMIT_ROW =
      Pattern.compile("\\| ([^|]+) \\| ([0-9]+)[^|]* \\| ([0-9]+)[^|]* \\|");

  @TempDir private Path directory = Path.of("");

  static Stream<Arguments> sources() throws IOException {
    List<Arguments> rows =
        rows(SOURCE_ROW)
            .map(row -> Arguments.of(row.group(1), row.group(2), row.group(3)))
            .toList();
    assertThat(rows).hasSize(7);
    return rows.stream();
  }

  private static Stream<Matcher> rows(Pattern pattern) throws IOException {
    return Files.readAllLines(DOCUMENT).stream().map(pattern::matcher).filter(Matcher::matches);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sources")
  void dtcAndOkaydDifferAsTheDocumentSays(String source, String dtc, String okayd)
      throws IOException {
    Files.writeString(directory.resolve("ten-bytes"), "0123456789");
    Path file = Files.writeString(directory.resolve("in.dts"), "/dts-v1/;\n" + source);

    assertThat(compiles(file)).isEqualTo(okayd.equals("accepts"));
    assertThat(DtcTools.compilingFile(file).succeeded()).isEqualTo(dtc.equals("accepts"));
  }

  private static boolean compiles(Path file) throws IOException {
    FileIncludes includes = new FileIncludes(List.of(), Limits.FILES);
    try {
      DtsCompiler.compilation(
          file.toString(), Files.readAllBytes(file), includes, Symbols.NONE, Limits.FILES);
      return true;
    } catch (DtsException e) {
      return false;
    }
  }

  @Test
  void keepsExplicitFixupsOfALabelOfTheOverlayItself() {
    String overlay =
        printed("/ { q: n { }; x { y = <0xffffffff>; }; __fixups__ { q = \"/x:y:0\"; }; };");

    assertThat(overlay).contains("q = \"/x:y:0\";").doesNotContain("__local_fixups__");
  }

  @Test
  void writesAFixupForALabelThatOnlyTheOverlaysSymbolsHave() {
    String overlay = printed("/ { n { }; x { y = <&z>; }; __symbols__ { z = \"/n\"; }; };");

    assertThat(overlay).contains("__fixups__").contains("z = \"/x:y:0\";");
  }

  private static String printed(String body) {
    return DtsPrinter.print(DtsCompiler.compile("f", "/dts-v1/; /plugin/; " + body, Symbols.NONE));
  }

  @Test
  void theLimitsAreThoseOfTheDocument() throws IOException {
    assertThat(rows(LIMIT_ROW).map(row -> row.group(2) + " " + row.group(3)))
        .containsExactly(
            Limits.FILES.bytes() + " " + Limits.DEFAULT.bytes(),
            Limits.FILES.depth() + " " + Limits.DEFAULT.depth(),
            Limits.FILES.nodes() + " " + Limits.DEFAULT.nodes(),
            Limits.FILES.properties() + " " + Limits.DEFAULT.properties(),
            Limits.NAME_LENGTH + " " + Limits.NAME_LENGTH);
  }

  @ParameterizedTest
  @MethodSource("namesAtTheLimit")
  void rejectsANameThatTheReaderRejects(String body, boolean compiles) throws IOException {
    Path file = directory.resolve("in.dts");
    Files.writeString(file, "/dts-v1/; / { " + body + " };", StandardCharsets.US_ASCII);

    assertThat(compiles(file)).isEqualTo(compiles);
  }

  static Stream<Arguments> namesAtTheLimit() {
    String longest = "n".repeat(Limits.NAME_LENGTH);
    return Stream.of(
        Arguments.of(longest + ";", true),
        Arguments.of(longest + " { };", true),
        Arguments.of(longest + "n;", false),
        Arguments.of(longest + "n { };", false));
  }
}
