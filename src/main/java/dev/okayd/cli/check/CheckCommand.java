package dev.okayd.cli.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.cli.file.InputFile;
import dev.okayd.cli.lint.LintOptions;
import dev.okayd.cli.lint.LintRun;
import dev.okayd.cli.preprocess.PreprocessorOptions;
import dev.okayd.fdt.linux.LiveTree;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code check BASE OVERLAY... [-o FORMAT]}, and {@code check --lint FILE [-o FORMAT] [-W
 * [no-]NAME]... [-E [no-]NAME]... [-q]}.
 */
@Command(
    name = "check",
    description =
        "Predicts how Linux applies overlays: errno, reason, and the devices that are created and destroyed. With --lint: runs dtc's checks on one tree.")
public final class CheckCommand implements Callable<Integer> {
  /** Exit code of a negative result. */
  public static final int REFUSED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "BASE",
      index = "0",
      arity = "0..1",
      description = "The .dtb that the kernel boots; - is standard input")
  private Optional<String> base = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = "text (the default) or json")
  private Format format = Format.TEXT;

  @Option(
      names = "--lint",
      paramLabel = "FILE",
      description =
          "Runs dtc's checks on FILE instead: a .dtb, .dtbo, .dts or .dtso; - is standard input")
  private Optional<String> linted = Optional.empty();

  @Mixin private LintOptions lint = new LintOptions();

  @Mixin private PreprocessorOptions preprocessing = new PreprocessorOptions();

  @Option(
      names = {"-i", "--include"},
      paramLabel = "DIR",
      description = "With --lint: search directory for /include/ and /incbin/; may be repeated")
  private List<String> directories = List.of();

  /** The output format. */
  enum Format {
    TEXT,
    JSON
  }

  /** Converts the name of a format. */
  static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String name) {
      return switch (name) {
        case "text" -> Format.TEXT;
        case "json" -> Format.JSON;
        default ->
            throw new TypeConversionException(
                "\"%s\" is not a format; expected text or json".formatted(name));
      };
    }
  }

  @Parameters(
      paramLabel = "OVERLAY",
      index = "1..*",
      arity = "0..*",
      converter = CheckStep.Converter.class,
      description =
          "The .dtbo files, applied in order; remove:OVERLAY removes an overlay applied before, by its file or its number in the kernel")
  private List<CheckStep> steps = List.of();

  @Override
  public Integer call() throws JsonProcessingException {
    if (linted.isPresent()) {
      return lint(linted.get());
    }
    if (steps.isEmpty() || base.isEmpty()) {
      throw usage("BASE and OVERLAY are required, or --lint FILE");
    }
    if (lint.areGiven()
        || !directories.isEmpty()
        || preprocessing.preprocessor(spec.commandLine()).isPresent()) {
      throw usage("-W, -E, -q, -i and --cpp are options of --lint");
    }
    return apply(base.get());
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int lint(String file) throws JsonProcessingException {
    if (base.isPresent()) {
      throw usage("--lint takes one file and neither BASE nor OVERLAY");
    }
    LintRun run =
        LintRun.of(file, lint, preprocessing.preprocessor(spec.commandLine()), directories);
    print(
        switch (format) {
          case TEXT -> run.text();
          case JSON -> run.json();
        });
    return run.isGood() ? ExitCode.OK : REFUSED;
  }

  private int apply(String file) throws JsonProcessingException {
    LiveTree booted = LiveTree.booted(InputFile.tree(file));
    CheckRun run = new CheckRun(booted);
    for (CheckStep step : steps) {
      try {
        run.perform(step);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
    }
    print(
        switch (format) {
          case TEXT -> CheckText.of(run.checked());
          case JSON -> CheckJson.of(booted, run.checked());
        });
    return run.isGood() ? ExitCode.OK : REFUSED;
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
