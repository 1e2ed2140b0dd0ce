package dev.okayd.testing.tool;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * QEMU's virt machine for Arm with all of its devices, stopped before its first instruction. QMP
 * shows what a guest would find.
 */
public final class StoppedQemu implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_SECONDS = 60;
  private static final String DEVICES = "/machine/unattached";

  /** QEMU numbers the inputs of the interrupt controller from the first shared interrupt. */
  private static final int FIRST_SHARED_INTERRUPT = 32;

  /** Virtio specification, 4.2.2: the registers of a transport. */
  private static final int DEVICE_ID = 8;

  /**
   * A transport of virtio-mmio.
   *
   * @param deviceId what its register says; 0 where there is no device
   */
  public record Transport(String bus, long base, int intid, int deviceId) {}

  private final Process process;
  private final BufferedReader answers;
  private final Path messages;

  private StoppedQemu(Path directory, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(ExternalTool.QEMU.require().toString()));
    command.addAll(List.of("-M", "virt", "-cpu", "cortex-a57", "-nographic", "-nic", "none"));
    command.addAll(List.of("-S", "-serial", "none", "-monitor", "none", "-qmp", "stdio"));
    command.addAll(arguments);
    messages = Files.createTempFile(directory, "qemu", ".log");
    process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(messages.toFile())
            .start();
    CompletableFuture.delayedExecutor(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts it in a directory; the test fails if QEMU refuses the machine. */
  public static StoppedQemu start(Path directory, List<String> arguments) {
    try {
      StoppedQemu qemu = new StoppedQemu(directory, arguments);
      if (!qemu.isMade()) {
        fail("QEMU refuses %s: %s".formatted(arguments, qemu.said()));
      }
      return qemu;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** QEMU's message when it refuses a machine; the test fails if it accepts it. */
  public static String refusal(Path directory, List<String> arguments) {
    try (StoppedQemu qemu = new StoppedQemu(directory, arguments)) {
      if (qemu.isMade()) {
        fail("QEMU makes a machine with " + arguments);
      }
      return qemu.said();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** QEMU greets before it creates its devices, and answers when it has created all. */
  private boolean isMade() throws IOException {
    try {
      send("qmp_capabilities", Map.of());
    } catch (IOException e) {
      // QEMU ended before it read this
    }
    return answer().isPresent();
  }

  private String said() throws IOException {
    return Files.readString(messages);
  }

  /** The next answer; empty if QEMU has ended. */
  private Optional<JsonNode> answer() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      // a chardev may print its own line
      JsonNode answer = line.startsWith("{") ? JSON.readTree(line) : JSON.createObjectNode();
      if (answer.has("error")) {
        return fail(line);
      }
      if (answer.has("return")) {
        return Optional.of(answer.get("return"));
      }
    }
    return Optional.empty();
  }

  private void send(String command, Map<String, String> arguments) throws IOException {
    var commands = process.outputWriter(StandardCharsets.UTF_8);
    commands.write(
        JSON.writeValueAsString(Map.of("execute", command, "arguments", arguments)) + "\n");
    commands.flush();
  }

  /** The answer to a QMP command. */
  public JsonNode ask(String command, Map<String, String> arguments) {
    try {
      send(command, arguments);
      return answer().orElseGet(() -> fail("QEMU ended at " + command));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All transports, with or without a device. */
  public List<Transport> transports() {
    return children(DEVICES, "virtio-mmio").map(this::transport).toList();
  }

  private Stream<String> children(String path, String type) {
    return ask("qom-list", Map.of("path", path))
        .valueStream()
        .filter(child -> child.get("type").asText().equals("child<" + type + ">"))
        .map(child -> child.get("name").asText());
  }

  private Transport transport(String name) {
    String path = DEVICES + "/" + name;
    String bus = children(path, "virtio-mmio-bus").findFirst().orElseThrow();
    long base = get(path + "/virtio-mmio[0]", "addr").asLong();
    String input = get(path, "sysbus-irq[0]").asText().replaceAll(".*\\[(\\d+)]$", "$1");
    return new Transport(
        bus, base, FIRST_SHARED_INTERRUPT + Integer.parseInt(input), register(base + DEVICE_ID));
  }

  private JsonNode get(String path, String property) {
    return ask("qom-get", Map.of("path", path, "property", property));
  }

  /** Reads a register like a guest. */
  private int register(long address) {
    String line = "xp /1wx 0x%x".formatted(address);
    String said = ask("human-monitor-command", Map.of("command-line", line)).asText();
    return Integer.decode(said.split(": ", 2)[1].strip());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
