package dev.okayd.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.fdt.linux.LiveTree;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code check BASE OVERLAY... [-o FORMAT]}. */
@Command(
    name = "check",
    description =
        "Says what Linux would answer to overlays: with which errno, for what reason, and which devices come and go.")
final class CheckCommand implements Callable<Integer> {
  /** The verdict is no. */
  static final int REFUSED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "BASE",
      index = "0",
      description = "The .dtb that the kernel boots; - is the standard input")
  private String base = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = "text (the default) or json")
  private Format format = Format.TEXT;

  /** How the verdicts are printed. */
  enum Format {
    TEXT,
    JSON
  }

  /** Formats by their names as they are written. */
  static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String name) {
      return switch (name) {
        case "text" -> Format.TEXT;
        case "json" -> Format.JSON;
        default ->
            throw new TypeConversionException(
                "\"%s\" is no format; text and json are".formatted(name));
      };
    }
  }

  @Parameters(
      paramLabel = "OVERLAY",
      index = "1..*",
      arity = "1..*",
      converter = CheckStep.Converter.class,
      description =
          "The .dtbo files, applied in their order; remove:OVERLAY removes one that was applied before, by its file or its number in the kernel")
  private List<CheckStep> steps = List.of();

  @Override
  public Integer call() throws JsonProcessingException {
    LiveTree booted = LiveTree.booted(Input.tree(base));
    CheckRun run = new CheckRun(booted);
    for (CheckStep step : steps) {
      try {
        run.perform(step);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TEXT -> CheckText.of(run.checked());
          case JSON -> CheckJson.of(booted, run.checked());
        });
    out.flush();
    return run.isGood() ? ExitCode.OK : REFUSED;
  }
}
