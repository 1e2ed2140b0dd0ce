package dev.okayd.testing.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The device trees of QEMU's machines. Without QEMU, the tests that need them are skipped; if
 * {@code OKAYD_REQUIRE_QEMU} is set, as in CI, they fail.
 */
public final class QemuMachines {
  private static final byte[] QUIT = "quit\n".getBytes(StandardCharsets.US_ASCII);

  private QemuMachines() {}

  /** A machine of an emulator, with its properties, such as {@code virt,gic-version=3}. */
  public record Machine(String emulator, String type) {}

  /** All machines of an emulator, such as {@code qemu-system-arm}. */
  public static List<Machine> of(String emulator) {
    requireInstalled(emulator);
    byte[] help =
        ToolRun.of(new byte[0], List.of(emulator, "-M", "help")).outputOr(emulator + " -M help");
    return new String(help, StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> new Machine(emulator, line.split(" ", 2)[0]))
        .filter(machine -> !machine.type().equals("none"))
        .toList();
  }

  /** The tree of a machine; empty if the machine generates none. */
  public static Stream<byte[]> tree(Machine machine, String... options) {
    requireInstalled(machine.emulator());
    try {
      Path blob = Files.createTempFile("okayd", ".dtb");
      try {
        List<String> command =
            new ArrayList<>(List.of(machine.emulator(), "-M", machine.type() + ",dumpdtb=" + blob));
        // a machine without a tree waits for the monitor, whose first command is quit
        command.addAll(List.of("-S", "-monitor", "stdio", "-display", "none", "-serial", "none"));
        command.addAll(List.of("-nic", "none"));
        command.addAll(List.of(options));
        ToolRun.of(QUIT, command);
        byte[] tree = Files.readAllBytes(blob);
        return tree.length == 0 ? Stream.empty() : Stream.of(tree);
      } finally {
        Files.delete(blob);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireInstalled(String emulator) {
    Path unused = ExternalTool.qemu(emulator).require();
  }
}
