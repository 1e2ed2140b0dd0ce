package dev.okayd.cli.devicetree;

import dev.okayd.cli.file.InputFile;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.DtsPrinter.References;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code dts FILE [-o OUT] [--phandles STYLE]}. */
@Command(name = "dts", description = "Prints a device-tree blob as source.")
public final class DtsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "A .dtb or .dtbo; - is standard input")
  private String file = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      defaultValue = "-",
      description = "The .dts; - is standard output (the default)")
  private String output = "-";

  @Option(
      names = "--phandles",
      paramLabel = "STYLE",
      converter = StyleConverter.class,
      description =
          "How properties refer to other nodes: paths (the default), as in <&{/soc/gic}>, or"
              + " numbers, as dtc prints them")
  private References style = References.AS_PATHS;

  /** Converts the name of a style. */
  static final class StyleConverter implements ITypeConverter<References> {
    @Override
    public References convert(String name) {
      return switch (name) {
        case "paths" -> References.AS_PATHS;
        case "numbers" -> References.AS_NUMBERS;
        default ->
            throw new TypeConversionException(
                "\"%s\" is not a style; expected paths or numbers".formatted(name));
      };
    }
  }

  @Override
  public Integer call() throws IOException {
    DeviceTree tree = InputFile.tree(file);
    if (output.equals("-")) {
      Writer out = new BufferedWriter(spec.commandLine().getOut());
      DtsPrinter.print(tree, style, out);
      out.flush();
      return ExitCode.OK;
    }
    // the output is ASCII except for names, which may contain any bytes
    try (Writer out = Files.newBufferedWriter(Path.of(output), StandardCharsets.ISO_8859_1)) {
      DtsPrinter.print(tree, style, out);
    }
    return ExitCode.OK;
  }
}
