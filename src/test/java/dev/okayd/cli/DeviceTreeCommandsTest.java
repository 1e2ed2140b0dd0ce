package dev.okayd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code compile}, {@code dts} and {@code merge}, on files and in pipes. */
class DeviceTreeCommandsTest {
  private static final String SOURCE = "/dts-v1/;\n/ { a: n { p = <&a>; }; };\n";

  @TempDir private Path directory = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ByteArrayOutputStream standardOutput = new ByteArrayOutputStream();
  private final InputStream originalIn = System.in;
  private final PrintStream originalOut = System.out;

  @BeforeEach
  void captureStandardOutput() {
    System.setOut(new PrintStream(standardOutput, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restoreStandardStreams() {
    System.setIn(originalIn);
    System.setOut(originalOut);
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void standardInput(byte[] bytes) {
    System.setIn(new ByteArrayInputStream(bytes));
  }

  private int run(Object... arguments) {
    CommandLine commandLine =
        Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  @Test
  void compilesAsDtcDoesWithAndWithoutSymbols() throws IOException {
    Path source = write("a.dts", SOURCE);
    Path plain = directory.resolve("plain.dtb");
    Path withSymbols = directory.resolve("symbols.dtb");

    assertThat(run("compile", source, "-o", plain)).isZero();
    assertThat(run("compile", source, "-@", "-o", withSymbols)).isZero();

    assertThat(plain).hasBinaryContent(DtcTools.compiling(SOURCE).outputOr("dtc"));
    assertThat(withSymbols).hasBinaryContent(DtcTools.compile(SOURCE));
  }

  @Test
  void compilesInAPipe() {
    standardInput(SOURCE.getBytes(StandardCharsets.UTF_8));

    int exit = run("compile", "-", "-o", "-");

    assertThat(exit).isZero();
    assertThat(standardOutput.toByteArray()).isEqualTo(DtcTools.compiling(SOURCE).outputOr("dtc"));
  }

  @Test
  void findsIncludedFilesBesideTheSourceAndInDirectories() throws IOException {
    Path source =
        write("src/a.dts", "/dts-v1/;\n/include/ \"near.dtsi\"\n/include/ \"far.dtsi\"\n");
    write("src/near.dtsi", "/ { near; };");
    write("lib/far.dtsi", "/ { far; };");
    Path blob = directory.resolve("a.dtb");

    int exit = run("compile", source, "-i", directory.resolve("lib"), "-o", blob);
    int dtsExit = run("dts", blob);

    assertThat(exit).isZero();
    assertThat(dtsExit).isZero();
    assertThat(out.toString()).contains("near;").contains("far;");
  }

  @Test
  void anErrorInASourceIsOneLineWithItsPosition() throws IOException {
    Path source = write("a.dts", "/dts-v1/;\n/include/ \"b.dtsi\"\n");
    Path included = write("b.dtsi", "/ {\n\tp = <&gone>;\n};\n");
    Path blob = directory.resolve("a.dtb");

    int exit = run("compile", source, "-o", blob);

    assertThat(exit).isEqualTo(3);
    assertThat(err).hasToString("okayd: " + included + ":2:7: There is no node &gone\n");
    assertThat(blob).doesNotExist();
  }

  @Test
  void reportsEveryErrorThatDtcReports() throws IOException {
    Path source = write("in.dts", "/dts-v1/;\n/ { x = <&a>; y = <&b>; z { w = <&c>; }; };\n");

    assertThat(run("compile", source, "-o", "-")).isEqualTo(3);
    assertThat(err.toString().lines())
        .containsExactly(
            "okayd: " + source + ":2:10: There is no node &a",
            "okayd: " + source + ":2:20: There is no node &b",
            "okayd: " + source + ":2:34: There is no node &c");
  }

  @Test
  void warnsOfATruncatedNumber() throws IOException {
    Path source = write("a.dts", "/dts-v1/;\n/ { b = /bits/ 8 <256>; };\n");

    assertThat(run("compile", source, "-o", "-")).isZero();
    assertThat(err)
        .hasToString(
            "okayd: warning: "
                + source
                + ":2:19: 0x100 does not fit into 8 bits; it is truncated to 0x0\n");
  }

  @Test
  void aMissingSourceIsOneLine() {
    Path source = directory.resolve("absent.dts");

    assertThat(run("compile", source, "-o", "-")).isEqualTo(3);
    assertThat(err).hasToString("okayd: " + source + ": there is no such file or directory\n");
  }

  @Test
  void compilingWithoutAnOutputIsWrongUsage() {
    assertThat(run("compile", "a.dts")).isEqualTo(2);
    assertThat(run("compile", "-o", "a.dtb")).isEqualTo(2);
  }

  @Test
  void printsABlobFromAPipe() {
    standardInput(Golden.bytes("fdt/every-kind-of-value.dtb"));

    int exit = run("dts", "-");

    assertThat(exit).isZero();
    assertThat(out).hasToString(Golden.text("fdt/every-kind-of-value.dts"));
  }

  @Test
  void printsReferencesAsPathsOrAsTheNumbersThatDtcPrints() throws IOException {
    Path blob = directory.resolve("a.dtb");
    byte[] compiled =
        DtcTools.compile("/dts-v1/; / { interrupt-parent = <&gic>; gic: intc { }; };");
    Files.write(blob, compiled);
    Path file = directory.resolve("a.dts");

    assertThat(run("dts", blob, "--phandles", "numbers", "-o", file)).isZero();
    assertThat(run("dts", blob)).isZero();

    String numbers = "\tinterrupt-parent = <0x01>;";
    assertThat(DtcTools.decompile(compiled)).contains(numbers);
    assertThat(file).content().contains(numbers);
    assertThat(out.toString()).contains("\tinterrupt-parent = <&{/intc}>;");
    assertThat(run("dts", blob, "--phandles", "labels")).isEqualTo(2);
  }

  @Test
  void mergesInAPipe() throws IOException {
    Path overlay = directory.resolve("o.dtbo");
    Files.write(overlay, Golden.bytes("overlay-merge/label-target.dtbo"));
    standardInput(Golden.bytes("overlay-merge/base.dtb"));

    int exit = run("merge", "-", overlay, "-o", "-");

    assertThat(exit).isZero();
    byte[] merged = standardOutput.toByteArray();
    assertThat(FdtReader.read(merged))
        .isEqualTo(FdtReader.read(Golden.bytes("overlay-merge/label-target.merged.dtb")));
  }

  @Test
  void theStandardInputIsReadOnlyOnce() {
    assertThat(run("merge", "-", "-", "-o", "-")).isEqualTo(2);
    assertThat(err.toString()).startsWith("Standard input, -, can be read only once");
  }
}
