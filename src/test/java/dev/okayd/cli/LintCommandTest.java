package dev.okayd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.cli.check.CheckCommand;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.testing.tool.ExternalTool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dtc's checks in {@code compile} and in {@code check --lint}. */
class LintCommandTest {
  private static final String SOURCE =
      """
      /dts-v1/;
      / {
      	#address-cells = <1>;
      	#size-cells = <1>;
      	uart@1000 {
      		reg = <0x1000>;
      	};
      	timer { reg = <0x2000 0x1000>; };
      };
      """;
  private static final String REG =
      "Warning (reg_format): /uart@1000:reg: property has invalid length (4 bytes)"
          + " (#address-cells == 1, #size-cells == 1)";
  private static final String UNIT =
      "Warning (unit_address_vs_reg): /timer: node has a reg or ranges property, but no unit name";

  @TempDir private Path directory = Path.of("");

  private final InputStream originalIn = System.in;
  private Path source = Path.of("");
  private Path blob = Path.of("");

  @BeforeEach
  void writeSource() throws IOException {
    source = Files.writeString(directory.resolve("vm.dts"), SOURCE);
    blob = directory.resolve("vm.dtb");
  }

  @AfterEach
  void restoreStandardInput() {
    System.setIn(originalIn);
  }

  @Test
  void compileWritesTheBlobAndPrintsTheLinesOfDtc() {
    CommandLineRun run = CommandLineRun.of("compile", source, "-o", blob);

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .containsSubsequence(
            source + ":6.3-18: " + REG,
            source + ":8.8-35: " + UNIT,
            blob + ": Warning (simple_bus_reg): Failed prerequisite 'reg_format'");
    assertThat(blob).isNotEmptyFile();
  }

  @Test
  void aCheckRaisedToAnErrorPreventsOutput() {
    CommandLineRun run = CommandLineRun.of("compile", source, "-o", blob, "-E", "reg_format");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .containsExactly(
            source + ":6.3-18: " + REG.replace("Warning", "ERROR"),
            "okayd: The tree has errors; no output was written");
    assertThat(blob).doesNotExist();
  }

  @Test
  void optionsEnableAndDisableChecksAsInDtc() {
    CommandLineRun run =
        CommandLineRun.of("compile", source, "-o", blob, "-Wno-reg_format", "-W", "always_fail");

    assertThat(run.err())
        .contains(source + ":8.8-35: " + UNIT)
        .anyMatch(line -> line.endsWith("Warning (always_fail): /timer: always_fail check"))
        .noneMatch(line -> line.contains("reg_format"));
  }

  @Test
  void quietOnceHidesWarningsAndTwiceHidesErrors() {
    Object[] once = {"compile", source, "-o", blob, "-q", "-E", "unit_address_vs_reg"};
    Object[] twice = {"compile", source, "-o", blob, "-q", "-q", "-E", "unit_address_vs_reg"};

    assertThat(CommandLineRun.of("compile", source, "-o", blob, "-q").err()).isEmpty();
    assertThat(CommandLineRun.of(once).err())
        .first()
        .isEqualTo(source + ":8.8-35: " + UNIT.replace("Warning", "ERROR"));
    assertThat(CommandLineRun.of(twice).exit()).isEqualTo(3);
    assertThat(CommandLineRun.of(twice).err())
        .containsExactly("okayd: The tree has errors; no output was written");
  }

  @Test
  void anUnknownCheckIsWrongUsage() {
    CommandLineRun run = CommandLineRun.of("compile", source, "-o", blob, "-W", "reg_fromat");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).first().isEqualTo("\"reg_fromat\" is not a check of dtc");
  }

  @Test
  void checkPrintsTheFindingsOfASource() {
    CommandLineRun run = CommandLineRun.of("check", "--lint", source, "-W", "no-reg_format");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEqualTo(source + ":8.8-35: " + UNIT + "\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void checkPrintsTheFindingsOfABlobFromAPipe() {
    System.setIn(
        new ByteArrayInputStream(FdtWriter.write(DtsCompiler.compile("vm", SOURCE, Symbols.NONE))));

    CommandLineRun run =
        CommandLineRun.of(
            "check", "--lint", "-", "-W", "no-reg_format", "-E", "unit_address_vs_reg");

    assertThat(run.exit()).isEqualTo(CheckCommand.REFUSED);
    assertThat(run.out()).isEqualTo("<stdin>: " + UNIT.replace("Warning", "ERROR") + "\n");
  }

  @Test
  void checkPrintsFindingsAsJson() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("check", "--lint", source, "-o", "json", "-W", "no-unit_address_vs_reg");

    JsonNode json = new ObjectMapper().readTree(run.out());
    JsonNode finding = json.path("findings").path(0);
    assertThat(json.path("good").asBoolean()).isTrue();
    assertThat(json.path("file").asText()).isEqualTo(source.toString());
    assertThat(finding.path("check").asText()).isEqualTo("reg_format");
    assertThat(finding.path("severity").asText()).isEqualTo("warning");
    assertThat(finding.path("node").asText()).isEqualTo("/uart@1000");
    assertThat(finding.path("property").asText()).isEqualTo("reg");
    assertThat(finding.path("text").asText()).startsWith("property has invalid length");
    assertThat(finding.path("places").path(0).toString())
        .isEqualTo(
            "{\"file\":\"%s\",\"line\":6,\"column\":3,\"endLine\":6,\"endColumn\":18}"
                .formatted(source));
    assertThat(json.path("findings").path(1).has("node")).isFalse();
  }

  @Test
  void aSourceThatDoesNotCompileIsBadInput() throws IOException {
    Files.write(source, "/dts-v1/;\n/ { p = <&gone>; };\n".getBytes(StandardCharsets.UTF_8));

    CommandLineRun run = CommandLineRun.of("check", "--lint", source);

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).containsExactly("okayd: " + source + ":2:10: There is no node &gone");
  }

  @Test
  void lintOptionsWithoutLintAndOverlaysWithLintAreWrongUsage() {
    assertThat(CommandLineRun.of("check", blob, blob, "-q").exit()).isEqualTo(2);
    assertThat(CommandLineRun.of("check", blob).exit()).isEqualTo(2);
    assertThat(CommandLineRun.of("check").exit()).isEqualTo(2);
    assertThat(CommandLineRun.of("check", "--lint", source, blob).exit()).isEqualTo(2);
  }

  @Test
  void lintsAPreprocessedSource() throws IOException {
    ExternalTool.CPP.require();
    Files.writeString(directory.resolve("size.h"), "#define SIZE\n");
    Path written =
        Files.writeString(
            directory.resolve("cpp.dts"),
            "#include <size.h>\n" + SOURCE.replace("<0x1000>", "<0x1000 SIZE>"));

    CommandLineRun run = CommandLineRun.of("check", "--lint", written, "--cpp", "-I", directory);

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains(REG);
  }

  @Test
  void lintsASourceWithIncludesFromAnotherDirectory() throws IOException {
    Path included = Files.createDirectories(directory.resolve("inc"));
    Files.writeString(included.resolve("vm.dtsi"), SOURCE);
    Path written = Files.writeString(directory.resolve("includes.dts"), "/include/ \"vm.dtsi\"\n");

    CommandLineRun run = CommandLineRun.of("check", "--lint", written, "-i", included);

    assertThat(run.out()).contains(REG);
  }

  @Test
  void overlaysTakeNoPreprocessorOrIncludeOptions() {
    CommandLineRun run = CommandLineRun.of("check", blob, blob, "-i", directory);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .anyMatch(line -> line.contains("-W, -E, -q, -i and --cpp are options of --lint"));
  }
}
