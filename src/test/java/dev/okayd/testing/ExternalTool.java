package dev.okayd.testing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that judges what okayd writes. A machine without it skips the tests that ask it; where
 * the program's variable of the environment is set, as in CI, its absence is a failure.
 */
public final class ExternalTool {
  private static final int TIMEOUT_SECONDS = 60;

  /** QEMU for 64-bit Arm. */
  public static final ExternalTool QEMU =
      new ExternalTool("qemu-system-aarch64", "qemu-system-arm", "OKAYD_REQUIRE_QEMU");

  /** GNU tar. */
  public static final ExternalTool TAR = new ExternalTool("tar", "tar", "OKAYD_REQUIRE_DTC");

  private final String program;
  private final String debianPackage;
  private final String required;

  private ExternalTool(String program, String debianPackage, String required) {
    this.program = program;
    this.debianPackage = debianPackage;
    this.required = required;
  }

  /** What it says, on either output, in a directory; anything but success is a failure. */
  public String run(Path directory, List<String> arguments) {
    ToolRun.requireInstalled(program, debianPackage, required);
    List<String> command = new ArrayList<>(List.of("env", "-C", directory.toString(), program));
    command.addAll(arguments);
    ToolRun run = ToolRun.of(new byte[0], command, TIMEOUT_SECONDS);
    return new String(run.outputOr(program), StandardCharsets.UTF_8) + run.messages();
  }
}
