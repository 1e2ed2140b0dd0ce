package dev.okayd.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** dtc and fdtoverlay; tests that ask them need {@code OKAYD_REQUIRE_DTC} to fail without them. */
public final class DtcTools {
  private static final Judge DTC = judge("dtc");
  private static final Judge FDTOVERLAY = judge("fdtoverlay");

  private DtcTools() {}

  private static Judge judge(String program) {
    return new Judge(program, "device-tree-compiler", "OKAYD_REQUIRE_DTC");
  }

  /** Compiles a source text, with symbols if it has labels, and answers the blob. */
  public static byte[] compile(String dts) {
    return convert(dts.getBytes(StandardCharsets.UTF_8), "-q", "-@", "-I", "dts", "-O", "dtb");
  }

  /** What dtc warns of when it compiles a source text; empty when it finds nothing. */
  public static String warnings(String dts) {
    return warnings("dts", dts.getBytes(StandardCharsets.UTF_8));
  }

  /** What dtc warns of when it reads a blob; empty when it finds nothing. */
  public static String warnings(byte[] blob) {
    return warnings("dtb", blob);
  }

  private static String warnings(String format, byte[] input) {
    try {
      Path in = Files.write(Files.createTempFile("okayd", ".in"), input);
      String messages =
          DTC.run(List.of("-I", format, "-O", "dtb", "-o", "/dev/null", in.toString()));
      Files.delete(in);
      return messages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What dtc makes of a blob when it reads it and writes it again: the same tree in dtc's bytes.
   */
  public static byte[] normalize(byte[] blob) {
    return convert(blob, "-q", "-I", "dtb", "-O", "dtb");
  }

  /** The base with overlays applied by fdtoverlay, in dtc's bytes. */
  public static byte[] overlay(byte[] base, byte[]... overlays) {
    try {
      Path directory = Files.createTempDirectory("okayd");
      Path merged = directory.resolve("merged.dtb");
      List<String> arguments = new ArrayList<>();
      arguments.addAll(List.of("-i", Files.write(directory.resolve("base.dtb"), base).toString()));
      arguments.addAll(List.of("-o", merged.toString()));
      for (int i = 0; i < overlays.length; i++) {
        arguments.add(Files.write(directory.resolve(i + ".dtbo"), overlays[i]).toString());
      }
      FDTOVERLAY.run(arguments);
      return normalize(Files.readAllBytes(merged));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] convert(byte[] input, String... options) {
    try {
      Path in = Files.write(Files.createTempFile("okayd", ".in"), input);
      Path out = Files.createTempFile("okayd", ".out");
      List<String> arguments = new ArrayList<>(List.of(options));
      arguments.addAll(List.of("-o", out.toString(), in.toString()));
      DTC.run(arguments);
      byte[] result = Files.readAllBytes(out);
      Files.delete(in);
      Files.delete(out);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
