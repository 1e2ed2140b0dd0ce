package dev.okayd.fdt.dts.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.testing.tool.DtcTools;
import dev.okayd.testing.tool.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileIncludesTest {
  @TempDir private Path directory = Path.of("");
  private Path source = Path.of("");

  @BeforeEach
  void writeFiles() throws IOException {
    source =
        write(
            "board/main.dts",
            """
            /dts-v1/;
            /include/ "soc/soc.dtsi"
            / {
              blob = /incbin/("data.bin"), /incbin/("data.bin", 2, 3);
              /include/ "far.dtsi"
            };
            """);
    write("board/soc/soc.dtsi", "/include/ \"core.dtsi\"\n/ { soc; };");
    write("board/soc/core.dtsi", "/ { core = \"beside soc.dtsi\"; };");
    write("board/core.dtsi", "/ { core = \"beside main.dts\"; };");
    write("board/data.bin", "0123456789");
    write("lib/far.dtsi", "far;");
    write("lib/core.dtsi", "/ { core = \"in the library\"; };");
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private byte[] compile(Path... directories) throws IOException {
    return FdtWriter.write(
        DtsCompiler.compile(
            source.toString(),
            Files.readAllBytes(source),
            new FileIncludes(Stream.of(directories).map(Path::toString).toList(), Limits.DEFAULT),
            Symbols.NONE));
  }

  @Test
  void searchesTheDirectoryOfTheIncludingFileFirst() throws IOException {
    Path library = directory.resolve("lib");
    ToolRun dtc = DtcTools.compilingFile(source, "-i", library.toString());

    byte[] blob = compile(library);

    assertThat(blob).isEqualTo(dtc.outputOr("dtc"));
  }

  @Test
  void namesAMissingFileAndThePlaceOfItsInclude() {
    DtsException exception = catchThrowableOfType(DtsException.class, this::compile);

    assertThat(exception).hasMessage(source + ":5:13: File not found: \"far.dtsi\"");
  }

  @Test
  void namesTheIncludedFileThatHasAnError() throws IOException {
    write("board/soc/core.dtsi", "/ {\n  p = <x>;\n};");

    DtsException exception = catchThrowableOfType(DtsException.class, this::compile);

    assertThat(exception)
        .hasMessageStartingWith(
            directory.resolve("board/soc/core.dtsi") + ":2:8: \"x\" is not a value; if");
  }

  @Test
  void doesNotReadAFileLargerThanTheLimit() throws IOException {
    Files.write(directory.resolve("board/data.bin"), new byte[(2 << 20) + 1]);
    write("board/far.dtsi", "far;");

    DtsException exception = catchThrowableOfType(DtsException.class, this::compile);

    assertThat(exception)
        .hasMessageEndingWith("File \"data.bin\" cannot be read: it has more than 2097152 bytes");
  }

  @Test
  void limitsTheTotalSizeOfAllIncludes() throws IOException {
    Files.write(directory.resolve("board/data.bin"), new byte[2 << 20]);
    write("board/main.dts", "/dts-v1/; / { p = " + "/incbin/(\"data.bin\"), ".repeat(9) + "<>; };");

    DtsException exception = catchThrowableOfType(DtsException.class, this::compile);

    assertThat(exception)
        .hasMessageEndingWith("The included files have more than 2097152 bytes in total");
  }

  @Test
  void rejectsAnIncbinRangeBeyondTheEndOfTheFile() throws IOException {
    write("board/main.dts", "/dts-v1/; / { p = /incbin/(\"data.bin\", 8, 3); };");

    DtsException exception = catchThrowableOfType(DtsException.class, this::compile);

    assertThat(exception)
        .hasMessageContaining("has only 10 bytes, but /incbin/ reads 0x3 bytes from offset 0x8");
  }
}
