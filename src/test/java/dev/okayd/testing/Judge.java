package dev.okayd.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An independent program that judges what okayd writes. A machine without it skips the tests that
 * ask it; where the environment says that it is required, as in CI, its absence is a failure.
 *
 * @param program its name
 * @param debianPackage what has it
 * @param requiredBy the environment variable
 */
record Judge(String program, String debianPackage, String requiredBy) {
  /** dtc 1.6.1 hangs on some input (dtc issue 64). */
  private static final int TIMEOUT_SECONDS = 20;

  /** Runs it, and answers what it says on both its outputs; a failure of it is one of the test. */
  String run(List<String> arguments) {
    requireInstalled();
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    try {
      Path messages = Files.createTempFile("okayd", ".txt");
      int exit = exitOf(command, messages);
      String text = Files.readString(messages);
      Files.delete(messages);
      if (exit != 0) {
        fail(command + " ended with " + exit + ": " + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int exitOf(List<String> command, Path messages)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail(command + " did not end");
    }
    return process.exitValue();
  }

  private void requireInstalled() {
    boolean installed =
        List.of(System.getenv("PATH").split(":", -1)).stream()
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    if (System.getenv(requiredBy) == null) {
      assumeTrue(installed, program + " is not installed (Debian: " + debianPackage + ")");
    } else if (!installed) {
      fail(program + " is not installed, and " + requiredBy + " is set");
    }
  }
}
