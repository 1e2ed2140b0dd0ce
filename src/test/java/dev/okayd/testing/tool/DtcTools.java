package dev.okayd.testing.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * dtc and fdtoverlay, the independent references. Without them, the tests that use them are
 * skipped; if {@code OKAYD_REQUIRE_DTC} is set, as in CI, they fail.
 */
public final class DtcTools {
  /** dtc 1.6.1 hangs on some input (dtc issue 64). */
  private static final int TIMEOUT_SECONDS = 20;

  private DtcTools() {}

  /** Compiles a source text, with symbols if it has labels. Returns the blob. */
  public static byte[] compile(String dts) {
    return dtc(text(dts), "-q", "-@", "-I", "dts", "-O", "dtb").outputOr("dtc");
  }

  /** Compiles a source text with these options. */
  public static ToolRun compiling(String dts, String... options) {
    return dtc(
        text(dts),
        Stream.concat(Stream.of("-q", "-I", "dts", "-O", "dtb"), Stream.of(options))
            .toArray(String[]::new));
  }

  /** Compiles a source file with these options. */
  public static ToolRun compilingFile(Path source, String... options) {
    requireInstalled("dtc");
    List<String> command = new ArrayList<>(List.of("dtc", "-q", "-I", "dts", "-O", "dtb"));
    command.addAll(List.of(options));
    command.add(source.toString());
    return ToolRun.of(new byte[0], command);
  }

  /** Decompiles a blob. */
  public static String decompile(byte[] blob) {
    return new String(
        dtc(blob, "-q", "-I", "dtb", "-O", "dts").outputOr("dtc"), StandardCharsets.ISO_8859_1);
  }

  /** dtc's warnings for a source text. */
  public static String warnings(String dts) {
    return warnings("dts", text(dts));
  }

  /** dtc's warnings for a blob. */
  public static String warnings(byte[] blob) {
    return warnings("dtb", blob);
  }

  /** The installed dtc's version, such as {@code 1.6.1}. */
  public static String version() {
    requireInstalled("dtc");
    byte[] line = ToolRun.of(new byte[0], List.of("dtc", "--version")).outputOr("dtc");
    return new String(line, StandardCharsets.ISO_8859_1).replaceAll("[^0-9.]", "");
  }

  private static String warnings(String format, byte[] input) {
    ToolRun run = dtc(input, "-I", format, "-O", "dtb");
    run.outputOr("dtc");
    return run.messages();
  }

  /** Reads a blob with dtc and writes it with these options: the same tree in dtc's layout. */
  public static byte[] normalize(byte[] blob, String... options) {
    return dtc(
            blob,
            Stream.concat(Stream.of("-q", "-I", "dtb", "-O", "dtb"), Stream.of(options))
                .toArray(String[]::new))
        .outputOr("dtc");
  }

  /** Whether dtc accepts this blob as a device tree. */
  public static boolean accepts(byte[] blob) {
    return dtc(blob, "-q", "-I", "dtb", "-O", "dtb").succeeded();
  }

  /** Runs dtc with these options and this input. */
  public static ToolRun dtc(byte[] input, String... options) {
    return dtc(input, TIMEOUT_SECONDS, options);
  }

  /** The same with a time limit. */
  public static ToolRun dtc(byte[] input, int seconds, String... options) {
    requireInstalled("dtc");
    List<String> command = new ArrayList<>(List.of("dtc"));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", "-", "-"));
    return ToolRun.of(input, command, seconds);
  }

  /** The base with overlays applied by fdtoverlay, in dtc's layout. */
  public static byte[] overlay(byte[] base, byte[]... overlays) {
    return normalize(overlaying(base, overlays).outputOr("fdtoverlay"));
  }

  /** Runs fdtoverlay on a base and overlays; its output is the merged blob. */
  public static ToolRun overlaying(byte[] base, byte[]... overlays) {
    requireInstalled("fdtoverlay");
    try {
      Path directory = Files.createTempDirectory("okayd");
      try {
        List<String> command = new ArrayList<>(List.of("fdtoverlay", "-i"));
        command.add(Files.write(directory.resolve("base.dtb"), base).toString());
        command.addAll(List.of("-o", "-"));
        for (int i = 0; i < overlays.length; i++) {
          command.add(Files.write(directory.resolve(i + ".dtbo"), overlays[i]).toString());
        }
        return ToolRun.of(new byte[0], command);
      } finally {
        deleteAll(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cells of a property as fdtget reads them. */
  public static List<Long> cells(byte[] blob, String path, String property) {
    return Arrays.stream(fdtget(blob, "-t", "x", path, property).split(" ", -1))
        .map(text -> Long.parseLong(text, 16))
        .toList();
  }

  /** A property as fdtget reads it, as a text. */
  public static String text(byte[] blob, String path, String property) {
    return fdtget(blob, "-t", "s", path, property);
  }

  /** The names of a node's properties, as fdtget lists them. */
  public static List<String> properties(byte[] blob, String path) {
    return fdtget(blob, "-p", path).lines().toList();
  }

  private static String fdtget(byte[] blob, String... arguments) {
    requireInstalled("fdtget");
    List<String> command = new ArrayList<>(List.of("fdtget"));
    int options = arguments[0].equals("-t") ? 2 : 1;
    command.addAll(List.of(arguments).subList(0, options));
    command.add("-");
    command.addAll(List.of(arguments).subList(options, arguments.length));
    return new String(ToolRun.of(blob, command).outputOr("fdtget"), StandardCharsets.ISO_8859_1)
        .strip();
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static byte[] text(String dts) {
    return dts.getBytes(StandardCharsets.UTF_8);
  }

  private static void requireInstalled(String tool) {
    Path unused = ExternalTool.ofDtc(tool).require();
  }
}
