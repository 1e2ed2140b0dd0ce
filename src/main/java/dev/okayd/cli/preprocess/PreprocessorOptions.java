package dev.okayd.cli.preprocess;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --cpp} and its options. */
public final class PreprocessorOptions {
  @Option(
      names = "--cpp",
      description =
          "Runs the C preprocessor first, as the Linux build does: cpp, or the command in the"
              + " environment variable CPP")
  private boolean preprocessed;

  @Option(
      names = "-I",
      paramLabel = "DIR",
      description = "With --cpp: search directory for #include; may be repeated")
  private List<String> directories = List.of();

  @Option(
      names = "-D",
      paramLabel = "NAME[=VALUE]",
      description = "With --cpp: defines a macro; may be repeated")
  private List<String> macros = List.of();

  /** The preprocessor, if {@code --cpp} is given. */
  public Optional<Preprocessor> preprocessor(CommandLine commandLine) {
    if (preprocessed) {
      return Optional.of(new Preprocessor(command(), directories, macros));
    }
    if (!directories.isEmpty() || !macros.isEmpty()) {
      throw new ParameterException(commandLine, "-I and -D require --cpp");
    }
    return Optional.empty();
  }

  private static List<String> command() {
    String command = System.getenv().getOrDefault("CPP", "").strip();
    return List.of((command.isEmpty() ? "cpp" : command).split("\\s+", -1));
  }
}
