package dev.okayd.cli.preprocess;

import dev.okayd.fdt.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The C preprocessor of this machine, called as the Linux build calls it for device trees ({@code
 * cmd_dtc} in scripts/Makefile.lib).
 *
 * @param command the program and its first arguments
 * @param directories search directories for {@code #include}
 * @param macros macros to define, {@code NAME} or {@code NAME=VALUE}
 */
public record Preprocessor(List<String> command, List<String> directories, List<String> macros) {
  public Preprocessor {
    command = List.copyOf(command);
    directories = List.copyOf(directories);
    macros = List.copyOf(macros);
  }

  /**
   * Preprocesses a file; the messages of the preprocessor go to standard error.
   *
   * @param file its name, or {@code -} for standard input
   */
  public byte[] run(String file) throws IOException {
    Process process = start(file);
    byte[] text;
    try {
      text = process.getInputStream().readNBytes(Limits.FILES.bytes() + 1);
      if (text.length > Limits.FILES.bytes()) {
        throw new IOException(
            "The output is too large, at most %d bytes are allowed"
                .formatted(Limits.FILES.bytes()));
      }
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException("%s ended with exit code %d".formatted(command.get(0), exit));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while %s ran".formatted(command.get(0)), e);
    } finally {
      process.destroy();
    }
    return text;
  }

  private Process start(String file) throws IOException {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("-nostdinc", "-undef", "-D__DTS__", "-x", "assembler-with-cpp"));
    directories.forEach(directory -> arguments.add("-I" + directory));
    macros.forEach(macro -> arguments.add("-D" + macro));
    // without the prefix a name that starts with a hyphen would be an option
    arguments.add(file.startsWith("-") && file.length() > 1 ? "./" + file : file);
    try {
      return new ProcessBuilder(arguments)
          .redirectInput(ProcessBuilder.Redirect.INHERIT)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new IOException(
          "The C preprocessor \"%s\" cannot be started; install the package cpp (Debian, Fedora), or name another one in the environment variable CPP, such as \"clang -E\""
              .formatted(command.get(0)),
          e);
    }
  }
}
