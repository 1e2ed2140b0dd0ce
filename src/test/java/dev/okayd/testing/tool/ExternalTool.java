package dev.okayd.testing.tool;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.okayd.testing.Absence;
import dev.okayd.testing.RunReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/**
 * A program or file that tests need and that is not part of okayd. Without it, these tests are
 * skipped; if the tool's environment variable is set, as in CI, they fail. {@link RunReport} lists
 * skipped tests.
 */
public final class ExternalTool {
  private static final int TIMEOUT_SECONDS = 60;
  private static final String XENSTORED_REQUIRED = "OKAYD_REQUIRE_XENSTORED";

  /** QEMU for 64-bit Arm. */
  public static final ExternalTool QEMU = qemu("qemu-system-aarch64", "qemu-system-arm");

  /** GNU tar. */
  public static final ExternalTool TAR = new ExternalTool("tar", "tar", "OKAYD_REQUIRE_DTC");

  /** The validator of device trees against the bindings of Linux. */
  public static final ExternalTool DT_VALIDATE =
      new ExternalTool("dt-validate", "dt-schema", "OKAYD_REQUIRE_DT_SCHEMA");

  /** GNU wget, the agent's HTTP client. */
  public static final ExternalTool WGET = new ExternalTool("wget", "wget", "OKAYD_REQUIRE_WGET");

  /** The shell and tools of small guests. */
  public static final ExternalTool BUSYBOX =
      new ExternalTool("busybox", "busybox-static", "OKAYD_REQUIRE_BUSYBOX");

  /** Debian's xenstored. */
  public static final ExternalTool XENSTORED =
      new ExternalTool(
          "xenstored", "xen-utils-4.17", XENSTORED_REQUIRED, ExternalTool::xenDirectories);

  /** The tools of the xenstore's clients. */
  public static final ExternalTool XENSTORE_WRITE =
      new ExternalTool("xenstore-write", "xenstore-utils", XENSTORED_REQUIRED);

  /** A C compiler. */
  public static final ExternalTool CC = new ExternalTool("cc", "gcc", XENSTORED_REQUIRED);

  /** The C preprocessor. */
  public static final ExternalTool CPP = new ExternalTool("cpp", "cpp", "OKAYD_REQUIRE_CPP");

  /** The headers of the C library. */
  public static final ExternalTool C_HEADERS =
      new ExternalTool(
          "stdio.h", "libc6-dev", XENSTORED_REQUIRED, () -> Stream.of(Path.of("/usr/include")));

  private final Absence absence;
  private final String required;
  private final Places places;

  /** The directories to search for a tool. */
  @FunctionalInterface
  private interface Places {
    Stream<Path> directories();
  }

  private ExternalTool(String name, String debianPackage, String required) {
    this(
        name,
        debianPackage,
        required,
        () -> Arrays.stream(System.getenv("PATH").split(":", -1)).map(Path::of));
  }

  private ExternalTool(String name, String debianPackage, String required, Places places) {
    this.absence = new Absence(name, debianPackage);
    this.required = required;
    this.places = places;
  }

  /** A program of dtc's package. */
  static ExternalTool ofDtc(String program) {
    return new ExternalTool(program, "device-tree-compiler", "OKAYD_REQUIRE_DTC");
  }

  /** An emulator of QEMU. */
  static ExternalTool qemu(String emulator) {
    return qemu(emulator, emulator.contains("riscv") ? "qemu-system-misc" : "qemu-system-arm");
  }

  private static ExternalTool qemu(String emulator, String debianPackage) {
    return new ExternalTool(emulator, debianPackage, "OKAYD_REQUIRE_QEMU");
  }

  private static Stream<Path> xenDirectories() {
    try (Stream<Path> files = Files.list(Path.of("/usr/lib"))) {
      return files
          .filter(path -> path.getFileName().toString().startsWith("xen-"))
          .map(path -> path.resolve("bin"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its path, if it is installed. */
  public Optional<Path> find() {
    return places
        .directories()
        .map(directory -> directory.resolve(absence.tool()))
        .filter(Files::isReadable)
        .findFirst();
  }

  /** Its path. Without the tool, the test is skipped, or fails if the tool is required. */
  public Path require() {
    Optional<Path> found = find();
    if (found.isEmpty() && isRequired()) {
      return fail(absence.reason() + ", and " + required + " is set");
    }
    return found.orElseGet(() -> abort(absence.reason()));
  }

  /** Whether tests that need all of these run: a condition that is checked before any start. */
  static ConditionEvaluationResult condition(List<ExternalTool> tools) {
    return tools.stream()
        .filter(tool -> tool.find().isEmpty() && !tool.isRequired())
        .findFirst()
        .map(tool -> ConditionEvaluationResult.disabled(tool.absence.reason()))
        .orElseGet(() -> ConditionEvaluationResult.enabled("every tool is installed or required"));
  }

  private boolean isRequired() {
    return System.getenv(required) != null;
  }

  /** Runs it in a directory. Returns both outputs; fails on an exit status other than 0. */
  public String run(Path directory, List<String> arguments) {
    String program = require().toString();
    List<String> command = new ArrayList<>(List.of("env", "-C", directory.toString(), program));
    command.addAll(arguments);
    ToolRun run = ToolRun.of(new byte[0], command, TIMEOUT_SECONDS);
    return new String(run.outputOr(program), StandardCharsets.UTF_8) + run.messages();
  }
}
