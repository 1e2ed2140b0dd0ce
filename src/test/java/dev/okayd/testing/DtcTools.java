package dev.okayd.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * dtc and fdtoverlay, the independent judges. A machine without them skips the tests that ask them;
 * where {@code OKAYD_REQUIRE_DTC} is set, as in CI, their absence is a failure.
 */
public final class DtcTools {
  /** dtc 1.6.1 hangs on some input (dtc issue 64). */
  private static final int TIMEOUT_SECONDS = 20;

  private DtcTools() {}

  /** Compiles a source text, with symbols if it has labels, and answers the blob. */
  public static byte[] compile(String dts) {
    return run("dtc", dts.getBytes(StandardCharsets.UTF_8), "-q", "-@", "-I", "dts", "-O", "dtb");
  }

  /** What dtc warns of when it compiles a source text; empty when it finds nothing. */
  public static String warnings(String dts) {
    try {
      Path source = Files.createTempFile("okayd", ".dts");
      Path messages = Files.createTempFile("okayd", ".txt");
      Files.writeString(source, dts);
      exec(
          List.of("dtc", "-I", "dts", "-O", "dtb", "-o", "/dev/null", source.toString()), messages);
      String text = Files.readString(messages);
      Files.delete(source);
      Files.delete(messages);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What dtc makes of a blob when it reads it and writes it again: the same tree in dtc's bytes.
   */
  public static byte[] normalize(byte[] blob) {
    return run("dtc", blob, "-q", "-I", "dtb", "-O", "dtb");
  }

  /** The base with overlays applied by fdtoverlay, in dtc's bytes. */
  public static byte[] overlay(byte[] base, byte[]... overlays) {
    try {
      Path directory = Files.createTempDirectory("okayd");
      List<String> command = new ArrayList<>(List.of("fdtoverlay", "-i"));
      command.add(Files.write(directory.resolve("base.dtb"), base).toString());
      Path merged = directory.resolve("merged.dtb");
      command.addAll(List.of("-o", merged.toString()));
      for (int i = 0; i < overlays.length; i++) {
        command.add(Files.write(directory.resolve(i + ".dtbo"), overlays[i]).toString());
      }
      exec(command, directory.resolve("messages"));
      return normalize(Files.readAllBytes(merged));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] run(String tool, byte[] input, String... arguments) {
    try {
      Path in = Files.createTempFile("okayd", ".in");
      Path out = Files.createTempFile("okayd", ".out");
      Path messages = Files.createTempFile("okayd", ".txt");
      Files.write(in, input);
      List<String> command = new ArrayList<>(List.of(tool));
      command.addAll(List.of(arguments));
      command.addAll(List.of("-o", out.toString(), in.toString()));
      exec(command, messages);
      byte[] result = Files.readAllBytes(out);
      Files.delete(in);
      Files.delete(out);
      Files.delete(messages);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void exec(List<String> command, Path messages) throws IOException {
    requireInstalled(command.get(0));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail(command + " did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (process.exitValue() != 0) {
      fail(command + " ended with " + process.exitValue() + ": " + Files.readString(messages));
    }
  }

  private static void requireInstalled(String tool) {
    boolean installed =
        List.of(System.getenv("PATH").split(":", -1)).stream()
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    if (System.getenv("OKAYD_REQUIRE_DTC") == null) {
      assumeTrue(installed, tool + " is not installed (Debian: device-tree-compiler)");
    } else if (!installed) {
      fail(tool + " is not installed, and OKAYD_REQUIRE_DTC is set");
    }
  }
}
