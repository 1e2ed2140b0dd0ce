package dev.okayd.cli.devicetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.cli.CommandLineRun;
import dev.okayd.cli.preprocess.Preprocessor;
import dev.okayd.testing.tool.DtcTools;
import dev.okayd.testing.tool.ExternalTool;
import dev.okayd.testing.tool.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the options of {@code compile} that builds need with dtc. */
class CompileCommandTest {
  private static final String CPUS =
      """
      /dts-v1/;
      / { cpus { #address-cells = <1>; #size-cells = <0>; cpu@100 { reg = <0x100>; }; }; };
      """;

  @TempDir private Path directory = Path.of("");

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-b 0",
        "-b 0xffffffff",
        "-b 010",
        "-p 7",
        "-p 0x1000",
        "-S 4096",
        "-S 10",
        "-a 64",
        "-p 5 -a 8",
        "-S 1000 -a 1024",
        "-b 2 -p 1"
      })
  void writesTheSameBytesAsDtcWithTheSameOptions(String options) throws IOException {
    Path source = write("in.dts", CPUS);
    String[] arguments = options.split(" ", -1);

    CommandLineRun run =
        CommandLineRun.of(
            Stream.concat(Stream.of("compile", source, "-o", file("out.dtb")), Stream.of(arguments))
                .toArray());

    assertThat(run.exit()).isZero();
    assertThat(file("out.dtb"))
        .hasBinaryContent(DtcTools.compilingFile(source, arguments).outputOr("dtc"));
  }

  @Test
  void warnsOfABlobLargerThanTheRequestedSpace() throws IOException {
    Path source = write("in.dts", CPUS);

    CommandLineRun run = CommandLineRun.of("compile", source, "-S", "10", "-o", file("o"));

    assertThat(run.err())
        .containsExactly(
            "okayd: warning: The blob has 183 bytes, more than the 10 that -S requests");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-p 1 -S 2", "-a 3", "-a 0", "-p -1", "-b x", "-b 0x100000000", "-I x"})
  void meaninglessOptionsAreWrongUsage(String options) throws IOException {
    Path source = write("in.dts", CPUS);

    CommandLineRun run =
        CommandLineRun.of(
            Stream.concat(
                    Stream.of("compile", source, "-o", file("o")),
                    Stream.of(options.split(" ", -1)))
                .toArray());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(file("o")).doesNotExist();
  }

  @Test
  void writesTheDependenciesThatDtcWrites() throws IOException {
    write("src/near.dtsi", "/ { a = /incbin/(\"d/x.bin\"); };\n/include/ \"e.dtsi\"\n");
    write("src/d/x.bin", "12");
    write("lib/e.dtsi", "/ { e; };");
    Path source =
        write(
            "src/in.dts",
            "/dts-v1/;\n/include/ \"near.dtsi\"\n/include/ \"./near.dtsi\"\n/ { };\n");
    String output = file("out.dtb").toString();
    ToolRun dtc =
        DtcTools.compilingFile(
            source, "-i", file("lib") + "/", "-d", file("dtc.d").toString(), "-o", output);
    dtc.outputOr("dtc");

    CommandLineRun run =
        CommandLineRun.of(
            "compile", source, "-i", file("lib") + "/", "-d", file("okayd.d"), "-o", output);

    assertThat(run.exit()).isZero();
    assertThat(file("okayd.d")).hasSameTextualContentAs(file("dtc.d"));
    assertThat(file("okayd.d")).content().contains("/src/./near.dtsi ").endsWith(".dtsi\n");
  }

  @Test
  void escapesSpacesInDependenciesAsDtc18Does() throws IOException {
    Path source = write("my board.dts", "/dts-v1/; / { };");

    CommandLineRun run =
        CommandLineRun.of("compile", source, "-d", file("d"), "-o", file("my board.dtb"));

    assertThat(run.exit()).isZero();
    assertThat(file("d"))
        .hasContent(directory + "/my\\ board.dtb: " + directory + "/my\\ board.dts\n");
  }

  @Test
  void compilesManyFilesIntoADirectory() throws IOException {
    Path board = write("board.dts", CPUS);
    Path overlay = write("overlay.dtso", "/dts-v1/; /plugin/; &a { b; };");

    CommandLineRun run =
        CommandLineRun.of("compile", board, overlay, "-d", file("d"), "-o", file("out"));

    assertThat(run.exit()).isZero();
    assertThat(file("out/board.dtb"))
        .hasBinaryContent(DtcTools.compilingFile(board).outputOr("dtc"));
    assertThat(file("out/overlay.dtbo"))
        .hasBinaryContent(DtcTools.compilingFile(overlay).outputOr("dtc"));
    assertThat(Files.readAllLines(file("d"))).hasSize(2);
  }

  @Test
  void compilesTheValidFilesAndReportsAllErrorsOfTheOthers() throws IOException {
    Path first = write("first.dts", "/dts-v1/; / { a = <&b>; };");
    Path second = write("second.dts", CPUS);
    Path third = write("third.dts", "/ { };");

    CommandLineRun run =
        CommandLineRun.of("compile", first, second, third, "-o", file("out"), "-d", file("d"));

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .containsExactly(
            "okayd: " + first + ":1:20: There is no node &b",
            "okayd: " + third + ":1:1: /dts-v1/ is expected here, not \"/\"");
    assertThat(file("out/second.dtb")).exists();
    assertThat(file("out/first.dtb")).doesNotExist();
    assertThat(file("d")).doesNotExist();
  }

  @Test
  void severalFilesNeedADirectoryAndDistinctNames() throws IOException {
    Path one = write("a/x.dts", CPUS);
    Path other = write("b/x.dts", CPUS);

    assertThat(CommandLineRun.of("compile", one, other, "-o", "-").exit()).isEqualTo(2);
    CommandLineRun same = CommandLineRun.of("compile", one, other, "-o", file("out"));
    assertThat(same.exit()).isEqualTo(2);
    assertThat(same.err().get(0))
        .isEqualTo("%s and %s would both become %s/x.dtb".formatted(one, other, file("out")));
    assertThat(file("out")).doesNotExist();
  }

  @Test
  void runsTheCPreprocessorAndKeepsThePositionsOfTheSource() throws IOException {
    ExternalTool.CPP.require();
    write("include/numbers.h", "#define NUMBER(x) (x + BASE)\n#include \"more.h\"\n");
    write("include/more.h", "#ifndef __DTS__\n#error\n#endif\n");
    write("src/in.dtsi", "/ { from-dtsi; };");
    Path source =
        write(
            "src/in.dts",
            """
            /dts-v1/;
            #include <numbers.h>
            /include/ "in.dtsi"
            / { n = <NUMBER(1)>; };
            """);
    Path faulty = write("src/faulty.dts", "#include <numbers.h>\n/dts-v1/;\n/ { a = <&b>; };\n");

    CommandLineRun run =
        CommandLineRun.of(
            "compile",
            "--cpp",
            "-I",
            file("include"),
            "-DBASE=4",
            source,
            "-d",
            file("d"),
            "-o",
            file("out.dtb"));
    CommandLineRun fault =
        CommandLineRun.of(
            "compile", "--cpp", "-I", file("include"), faulty, "-o", file("faulty.dtb"));

    assertThat(run.exit()).isZero();
    assertThat(file("out.dtb"))
        .hasBinaryContent(
            DtcTools.compiling("/dts-v1/; / { from-dtsi; n = <5>; };").outputOr("dtc"));
    assertThat(file("d"))
        .hasContent(
            Stream.of(
                    "out.dtb:", "src/in.dts", "include/numbers.h", "include/more.h", "src/in.dtsi")
                .map(name -> directory + "/" + name)
                .reduce((all, name) -> all + " " + name)
                .orElseThrow());
    assertThat(fault.err()).containsExactly("okayd: " + faulty + ":3:10: There is no node &b");
  }

  @Test
  void aLineMarkerMayHaveALongFileName() throws IOException {
    String name = "d/".repeat(2000) + "f.h";
    Path source = write("in.dts", "# 1 \"%s\" 1\n/dts-v1/;\n/ { a = <&b>; };\n".formatted(name));

    CommandLineRun run = CommandLineRun.of("compile", source, "-o", file("o"));

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).containsExactly("okayd: " + name + ":2:10: There is no node &b");
  }

  @Test
  void aLineMarkerMayHaveAQuotedFileName() throws IOException {
    Path source = write("in.dts", "# 1 \"a\\\\b\\\"\u00fc.h\"\n/dts-v1/;\n/ { a = <&b>; };\n");

    CommandLineRun run = CommandLineRun.of("compile", source, "-o", file("o"));

    assertThat(run.err()).containsExactly("okayd: a\\b\"\u00fc.h:2:10: There is no node &b");
  }

  @Test
  void anImpossibleFileNameIsOneLine() {
    CommandLineRun run = CommandLineRun.of("compile", "a\0.dts", "-o", file("o"));

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .singleElement()
        .asString()
        .endsWith("a file name has characters outside the locale; set LC_ALL=C.UTF-8");
  }

  @Test
  void aQuietRunDoesNotWarnOfTheSpace() throws IOException {
    Path source = write("in.dts", CPUS);

    CommandLineRun run = CommandLineRun.of("compile", "-q", source, "-S", "10", "-o", file("o"));

    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-S 0x7fffffff", "-p 0x7fffff00", "-a 0x40000000"})
  void refusesToWriteABlobTooLargeToRead(String padding) throws IOException {
    Path source = write("in.dts", CPUS);
    String[] option = padding.split(" ", -1);

    CommandLineRun run =
        CommandLineRun.of("compile", source, option[0], option[1], "-o", file("o"));

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .singleElement()
        .asString()
        .endsWith("bytes, at most 268435456 are allowed");
  }

  @Test
  void reportsAtMostTenThousandErrors() throws IOException {
    Path source = write("in.dts", "/dts-v1/; / {\n" + "a = <&gone>;\n".repeat(20_000) + "};\n");

    CommandLineRun run = CommandLineRun.of("compile", source, "-o", file("o"));

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).hasSize(10_000);
  }

  /** A name that starts with a hyphen is not an option. */
  @Test
  void preprocessesAFileWhoseNameBeginsWithAHyphen() throws IOException {
    ExternalTool.CPP.require();
    Preprocessor preprocessor = new Preprocessor(List.of("cpp"), List.of(), List.of());

    assertThatThrownBy(() -> preprocessor.run("-dM")).hasMessage("cpp ended with exit code 1");
  }

  @Test
  void aFailingPreprocessorIsOneLine() throws IOException {
    ExternalTool.CPP.require();
    Path source = write("in.dts", "#include <gone.h>\n");

    CommandLineRun run = CommandLineRun.of("compile", "--cpp", source, "-o", file("o"));

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).containsExactly("okayd: " + source + ": cpp ended with exit code 1");
  }

  @Test
  void aMissingPreprocessorIsReportedWithItsPackage() {
    Preprocessor preprocessor = new Preprocessor(List.of("/gone/cpp"), List.of(), List.of());

    assertThat(catchThrowableOfType(IOException.class, () -> preprocessor.run("in.dts")))
        .hasMessageStartingWith(
            "The C preprocessor \"/gone/cpp\" cannot be started; install the package cpp");
  }

  @Test
  void compilesAndPrintsFilesOfMoreThanTwoMebibytes() throws IOException {
    Files.write(file("big.bin"), new byte[3_000_000]);
    Path source = write("in.dts", "/dts-v1/; / { x = /incbin/(\"big.bin\"); };");

    CommandLineRun compiled = CommandLineRun.of("compile", source, "-o", file("out.dtb"));
    CommandLineRun printed = CommandLineRun.of("dts", file("out.dtb"), "-o", file("out.dts"));
    CommandLineRun again = CommandLineRun.of("compile", file("out.dts"), "-o", file("again.dtb"));

    assertThat(compiled.err()).isEmpty();
    assertThat(file("out.dtb"))
        .hasSize(3_000_086)
        .hasBinaryContent(DtcTools.compilingFile(source).outputOr("dtc"));
    assertThat(printed.err()).isEmpty();
    assertThat(again.err()).isEmpty();
    assertThat(file("again.dtb")).hasSameBinaryContentAs(file("out.dtb"));
  }

  @Test
  void aCompiledBlobCanBeRead() throws IOException {
    StringBuilder text = new StringBuilder("/dts-v1/; / {");
    for (int group = 0; group < 170; group++) {
      text.append("g%d {".formatted(group));
      for (int node = 0; node < 100; node++) {
        text.append("n%d { };".formatted(node));
      }
      text.append("};");
    }
    Path source = write("in.dts", text.append("};").toString());

    assertThat(CommandLineRun.of("compile", source, "-o", file("out.dtb")).err()).isEmpty();
    assertThat(CommandLineRun.of("dts", file("out.dtb"), "-o", file("out.dts")).err()).isEmpty();
  }
}
