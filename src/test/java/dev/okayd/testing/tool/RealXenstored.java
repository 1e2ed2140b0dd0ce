package dev.okayd.testing.tool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;

import dev.okayd.xenstore.XenstoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Debian's xenstored with its own store, on a machine without Xen. Without it, the tests that use
 * it are skipped; if {@code OKAYD_REQUIRE_XENSTORED} is set, as in CI, they fail.
 */
public final class RealXenstored implements AutoCloseable {
  private static final List<ExternalTool> TOOLS =
      List.of(ExternalTool.XENSTORED, ExternalTool.CC, ExternalTool.C_HEADERS);

  private static final Path SOURCES = Path.of("src/test/c");
  private static final int INTRODUCE = 8;
  private static final int RELEASE = 9;

  /** Skips a class before okayd starts for it, if no xenstored can run. */
  public static final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return ExternalTool.condition(TOOLS);
    }
  }

  private final Path directory;
  private final List<Process> domains = new ArrayList<>();
  private Process xenstored;

  private RealXenstored(Path directory) throws IOException {
    this.directory = directory;
    this.xenstored = startProcess();
  }

  /** Starts one; skips the test if it is not installed. */
  public static RealXenstored start() {
    requireInstalled();
    try {
      return in(Files.createTempDirectory("xs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireInstalled() {
    TOOLS.forEach(ExternalTool::require);
  }

  /** Starts one in a directory, whose name has to be short. */
  public static RealXenstored startIn(Path directory) {
    requireInstalled();
    try {
      return in(Files.createDirectories(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RealXenstored in(Path directory) throws IOException {
    if (!Files.exists(directory.resolve("events"))) {
      run(List.of("mkfifo", directory.resolve("events").toString()));
    }
    compile(directory, "xenstored_without_xen.c", "without_xen.so", List.of("-shared", "-fPIC"));
    return new RealXenstored(directory);
  }

  private static void compile(Path directory, String source, String name, List<String> options) {
    List<String> command = new ArrayList<>(List.of("cc", "-O1"));
    command.addAll(options);
    command.addAll(
        List.of("-o", directory.resolve(name).toString(), SOURCES.resolve(source).toString()));
    command.addAll(List.of("-ldl", "-lutil"));
    run(command);
  }

  private static void run(List<String> command) {
    byte[] unused = ToolRun.of(new byte[0], command, 60).outputOr(String.join(" ", command));
  }

  private Process startProcess() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(ExternalTool.XENSTORED.require().toString(), "--no-fork")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("xenstored.log").toFile());
    builder.environment().put("XENSTORED_RUNDIR", directory.toString());
    builder.environment().put("LD_PRELOAD", directory.resolve("without_xen.so").toString());
    Process process = builder.start();
    await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive() || isAnswering());
    return process;
  }

  private boolean isAnswering() {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Path socket() {
    return directory.resolve("socket");
  }

  /** Its address for dom0. */
  public XenstoreAddress address() {
    return XenstoreAddress.parse("unix:" + socket());
  }

  /** Creates a domain. Returns its device. */
  public Path domain(int domid) {
    try {
      Path program = directory.resolve("xenbus_of_domain");
      if (!Files.exists(program)) {
        compile(directory, "xenbus_of_domain.c", "xenbus_of_domain", List.of());
      }
      Path device = directory.resolve("xenbus-" + domid);
      domains.add(
          new ProcessBuilder(
                  program.toString(), directory.toString(), "" + domid, device.toString())
              .inheritIO()
              .start());
      await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(device));
      request(INTRODUCE, domid + "\0001\0005\0");
      return device;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Destroys a domain. */
  public void release(int domid) {
    request(RELEASE, domid + "\0");
  }

  private void request(int type, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer message =
        ByteBuffer.allocate(16 + bytes.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(type)
            .putInt(1)
            .putInt(0)
            .putInt(bytes.length)
            .put(bytes)
            .flip();
    ByteBuffer answer = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      while (message.hasRemaining()) {
        channel.write(message);
      }
      while (answer.position() < 16 && channel.read(answer) >= 0) {
        // until there is the header
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (answer.getInt(0) != type) {
      fail("xenstored refuses request %d: %s".formatted(type, payload));
    }
  }

  /** Starts a program of dom0 that uses the tools of the xenstore. */
  public Process inDom0(String... command) {
    Path unused = ExternalTool.XENSTORE_WRITE.require();
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("XENSTORED_PATH", socket().toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it like a crash; its store is lost. */
  public void kill() {
    end(xenstored);
  }

  /** Restarts it at the same address, with an empty store. */
  public void restart() {
    try {
      xenstored = startProcess();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Process process) {
    process.destroyForcibly();
    await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
  }

  @Override
  public void close() {
    domains.forEach(RealXenstored::end);
    kill();
  }
}
