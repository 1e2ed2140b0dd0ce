package dev.okayd.testing.tool;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One run of a reference tool: its outputs and its exit status. */
public final class ToolRun {
  /** Longer than any tool needs for the inputs of tests. */
  private static final int TIMEOUT_SECONDS = 20;

  private static final int FIRST_SIGNAL = 128;

  private final int exitCode;
  private final byte[] output;
  private final String messages;

  private ToolRun(int exitCode, byte[] output, String messages) {
    this.exitCode = exitCode;
    this.output = output;
    this.messages = messages;
  }

  /** Runs a tool that reads its whole input before it writes. */
  public static ToolRun of(byte[] input, List<String> command) {
    return of(input, command, TIMEOUT_SECONDS);
  }

  /** Runs a tool with a time limit. */
  public static ToolRun of(byte[] input, List<String> command, int seconds) {
    try {
      Path messages = Files.createTempFile("okayd", ".txt");
      try {
        Process process = new ProcessBuilder(command).redirectError(messages.toFile()).start();
        CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS)
            .execute(process::destroyForcibly);
        feed(process, input);
        byte[] output = process.getInputStream().readAllBytes();
        int exitCode = process.waitFor();
        return new ToolRun(
            exitCode, output, Files.readString(messages, StandardCharsets.ISO_8859_1));
      } finally {
        Files.delete(messages);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void feed(Process process, byte[] input) {
    try (var in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // it ended before it read all its input; its error output has the reason
    }
  }

  /** Whether it accepted its input. */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /** Its standard error output. */
  public String messages() {
    return messages;
  }

  /** Whether it crashed or was killed, without a verdict. */
  public boolean endedBySignal() {
    return exitCode > FIRST_SIGNAL;
  }

  /** Its output if it accepted its input; else the test fails. */
  public byte[] outputOr(String what) {
    if (exitCode != 0) {
      fail(what + " ended with " + exitCode + ": " + messages);
    }
    return output;
  }
}
