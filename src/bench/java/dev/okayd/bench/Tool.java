package dev.okayd.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Programs that okayd is compared with. One that fails ends the benchmark. */
final class Tool {
  /** Starting a process costs a JVM far more than a shell, which has next to no memory to copy. */
  private static final String LOOP =
      "n=$1; shift; while [ $n -gt 0 ]; do \"$@\" || exit; n=$((n - 1)); done";

  private Tool() {}

  /** Runs a command. */
  static void run(List<String> command) {
    output(command);
  }

  /** Runs a command so many times in a row, from a shell. */
  static void repeat(int times, List<String> command) {
    List<String> loop = new ArrayList<>(List.of("sh", "-c", LOOP, "sh", String.valueOf(times)));
    loop.addAll(command);
    run(loop);
  }

  /** Runs a command, and answers what it prints. */
  static String output(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(command + " ended with " + exit + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
