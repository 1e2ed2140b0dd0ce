package dev.okayd.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.NodePath;
import dev.okayd.overlay.GateOverlay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The root directory of a guest, with tools that imitate its kernel. */
final class FakeGuest {
  static final String BOOT_ID = "0f0f0f0f-1111-2222-3333-444444444444";
  private static final String OVERLAYS = "sys/kernel/config/device-tree/overlays";
  static final String TOKEN = "t".repeat(43);
  private static final Path SOURCES = Path.of("src/main/guest/agent").toAbsolutePath();

  private final Shell shell;
  private final Path directory;
  private final Path root;
  private final Path kernelTools;
  private String path;
  private Path agent = SOURCES.resolve("okayd-agent");
  private List<String> settings = List.of();
  private String programs = "";
  private int virtioDevices;

  FakeGuest(Shell shell) {
    shell.require();
    this.shell = shell;
    try {
      directory = Files.createTempDirectory("okayd-guest");
      root = directory.resolve("root");
      kernelTools = Files.createDirectory(directory.resolve("kernel-tools"));
      path = shell.path(Files.createDirectory(directory.resolve("tools")));
      List.of("run", "etc/okayd", "kernel/devices", "sys/kernel/config", "proc")
          .forEach(this::directory);
      List.of("platform/devices", "virtio/devices", "platform/drivers/virtio-mmio")
          .forEach(name -> directory("sys/bus/" + name));
      write("proc/sys/kernel/random/boot_id", BOOT_ID + "\n");
      write("proc/uptime", "100.0 0.0\n");
      FakeKernel.install(kernelTools);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Retries, because a sleep of a killed agent may still write the clock. */
  void delete() {
    FakeKernel.release(root);
    Awaitility.await().ignoreExceptions().until(this::deleteFiles);
  }

  private boolean deleteFiles() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    return true;
  }

  Path root() {
    return root;
  }

  void hasOverlays(String overlayInterface) {
    directory(OVERLAYS);
    write("kernel/interface", overlayInterface + "\n");
  }

  void hasNoOverlays() {
    hasLost(OVERLAYS);
  }

  void hasNode(String path, String status) {
    hasNode(path, status, "virtio,mmio");
  }

  void hasNode(String path, String status, String compatible) {
    write("proc/device-tree" + path + "/compatible", "some,other\0" + compatible + "\0");
    write("proc/device-tree" + path + "/status", status + "\0");
  }

  /** Adds the device behind a transport, so that a driver binds to it. */
  void hasDevice(String path, String virtioId, String driver) {
    write(
        "kernel/devices/" + path.substring(path.lastIndexOf('/') + 1),
        "virtio%d %s %s\n".formatted(virtioDevices++, virtioId, driver));
  }

  /** Adds a node that is okay from the start, with its transport, which has no driver yet. */
  void hasTransport(String path) {
    hasNode(path, "okay");
    Path device = directory("sys/devices/" + transport(path));
    directory("sys/bus/platform/drivers/virtio-mmio");
    try {
      Files.createSymbolicLink(
          device.resolve("of_node"), root().resolve("proc/device-tree" + path));
      Files.createSymbolicLink(
          directory("sys/bus/platform/devices").resolve(transport(path)), device);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a virtio device behind the transport for later binds. */
  void hasBackend(String path, String virtioId, String driver) {
    write("kernel/transports/" + transport(path), "virtio0 " + virtioId + " " + driver + "\n");
  }

  private static String transport(String path) {
    String[] node = path.substring(path.lastIndexOf('/') + 1).split("@", 2);
    return node[1] + "." + node[0];
  }

  void hasAppliedOverlay(String name, String path) {
    hasAppliedOverlay(name, new GateOverlay(NodePath.parse(path)).dtbo());
  }

  /** Adds an overlay of a vendor's tool, without a path at the position of a gate overlay's. */
  void hasAppliedOverlayOfAnotherKind(String name) {
    hasAppliedOverlay(name, "d00dfeed".repeat(50).getBytes(US_ASCII));
  }

  /** Adds an overlay whose readers hang until they are killed. */
  void hasOverlayThatHangs(String name) {
    FakeKernel.makePipe(directory(OVERLAYS + "/" + name).resolve("status"));
  }

  private void hasAppliedOverlay(String name, byte[] overlay) {
    String directory = OVERLAYS + "/" + name;
    write(directory + "/status", "applied\n");
    file(directory + "/dtbo", overlay);
  }

  void hasPlanDigest(String node, String digest) {
    write("proc/device-tree/" + node + "/okayd,plan-digest", digest + "\0");
  }

  /** Adds the xen,grant-dma node. */
  void hasGrantDma(String path, int phandle) {
    write("proc/device-tree" + path + "/compatible", "xen,grant-dma\0");
    file("proc/device-tree" + path + "/phandle", ByteBuffer.allocate(4).putInt(phandle).array());
  }

  /** Writes the allow-list to its own file. */
  void hasAllowList(String... lines) {
    write("etc/okayd/allow", String.join("\n", lines) + "\n");
  }

  /** Adds a hook that runs before the removal of a device. */
  void hasHook(String name, String script) {
    String file = "etc/okayd/quiesce.d/" + name;
    write(file, "#!/bin/sh\n" + script);
    isExecutable(file);
  }

  /** Sets configuration lines in addition to the address of okayd. */
  void hasSettings(String... lines) {
    settings = List.of(lines);
    hasConfig(lines);
  }

  /** Makes every operation of the kernel on the disk hang for ever. */
  void kernelHangs() {
    FakeKernel.hang(root);
  }

  /** Writes the configuration; a url requires the agent's HTTP client. */
  void hasConfig(String... lines) {
    if (Stream.of(lines).anyMatch(line -> line.startsWith("url="))) {
      shell.requireHttp();
    }
    write("etc/okayd/agent.conf", String.join("\n", lines) + "\n");
  }

  /** The durations of all sleeps, in whole seconds. */
  List<String> sleeps() {
    try {
      Path file = root.resolve("kernel/sleeps");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Advances the clock. */
  void passes(int seconds) {
    try {
      Path clock = root.resolve("proc/uptime");
      double uptime = Double.parseDouble(Files.readString(clock).split(" ", 2)[0]) + seconds;
      write("proc/uptime.new", String.format(Locale.ROOT, "%.1f 0.0\n", uptime));
      Files.move(root.resolve("proc/uptime.new"), clock, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a connected serial port, and gives the guest the real time. */
  void hasSerialPort(Path device) {
    try {
      Files.createSymbolicLink(directory("dev").resolve("ttyS0"), device);
      FakeKernel.keepsTime(kernelTools);
      Path clock = root.resolve("proc/uptime.new");
      Files.createSymbolicLink(clock, Path.of("/proc/uptime"));
      Files.move(clock, root.resolve("proc/uptime"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Gives the kernel a behaviour: refuse, report false success, be busy, or act for another first.
   */
  void kernel(String behaviour) {
    write("kernel/" + behaviour, "");
  }

  /** Ends a behaviour of the kernel. */
  void isNoMore(String behaviour) {
    hasLost("kernel/" + behaviour);
  }

  void hasLost(String file) {
    try {
      Files.delete(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String overlayFile(String path) {
    return file(
        path.replace('/', '-').substring(1) + ".dtbo",
        new GateOverlay(NodePath.parse(path)).dtbo());
  }

  String file(String name, byte[] content) {
    try {
      return Files.write(root.resolve(name), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> lines(String name) {
    try {
      return Files.readAllLines(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> overlays() {
    return list(OVERLAYS);
  }

  /** The processes of this guest. */
  List<ProcessHandle> processes() {
    String mine = "OKAYD_ROOT=" + root + "\0";
    return ProcessHandle.allProcesses()
        .filter(process -> (environment(process) + "\0").contains(mine))
        .toList();
  }

  private static String environment(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "environ"), ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  List<String> filesInRun() {
    return list("run");
  }

  /** Installs the agent into the guest. */
  void hasInstalledAgent(String init) {
    Output output = output(script(SOURCES.resolve("install.sh"), "--init", init, root.toString()));
    assertThat(output.log()).isEmpty();
    assertThat(output.exitStatus()).isZero();
    agent = root.resolve("usr/sbin/okayd-agent");
  }

  /** Changes a part of the installed agent. */
  void replaceInAgent(String part, String old, String replacement) {
    String file = "usr/lib/okayd/" + part;
    String text = String.join("\n", lines(file)) + "\n";
    assertThat(text).contains(old);
    write(file, text.replace(old, replacement));
  }

  /** Runs the agent to its end. */
  Output agent(String... arguments) {
    return output(process(arguments));
  }

  /** A process with another script in this guest, with its shell and tools. */
  ProcessBuilder script(Path file, String... arguments) {
    List<String> command = new ArrayList<>(shell.command());
    command.addAll(List.of("-c", programs + ". \"$0\"", file.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(Map.of("OKAYD_ROOT", root.toString(), "PATH", root.resolve("bin") + ":" + path));
    return builder;
  }

  /** Adds a program as a script. A function precedes the applets of BusyBox's shell. */
  void hasProgram(String name, String script) {
    programs += "%s() { \"$OKAYD_ROOT/bin/%s\" \"$@\"; }\n".formatted(name, name);
    write("bin/" + name, "#!/bin/sh\n" + script + "\n");
    isExecutable("bin/" + name);
  }

  private void isExecutable(String file) {
    if (!root.resolve(file).toFile().setExecutable(true)) {
      throw new IllegalStateException("cannot make " + file + " executable");
    }
  }

  /** Runs a process and collects its output. */
  Output output(ProcessBuilder builder) {
    try {
      Path out = Files.createTempFile(root, "agent", ".out");
      Path log = Files.createTempFile(root, "agent", ".log");
      Process process = builder.redirectOutput(out.toFile()).redirectError(log.toFile()).start();
      int exitStatus = Patience.exitStatus(process);
      return new Output(exitStatus, Files.readAllLines(out), Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts "run" of the agent. */
  RunningAgent run(FakeOkayd okayd) {
    return run(okayd.url());
  }

  RunningAgent run(String url) {
    isServedBy(url);
    return run();
  }

  /** Starts another agent, without writing the configuration, which a running agent may read. */
  RunningAgent run() {
    try {
      return new RunningAgent(process("run").start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void isServedBy(String url) {
    Stream<String> lines =
        Stream.of("# of this test", "", "url=" + url, "guest=domu1", "token=" + TOKEN);
    hasConfig(Stream.concat(lines, settings.stream()).toArray(String[]::new));
  }

  /** Removes this program from the PATH. */
  void lacks(String program) {
    try {
      path = shell.pathWithout(program, Files.createDirectory(directory.resolve("few-tools")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder process(String... arguments) {
    List<String> command = new ArrayList<>(shell.command());
    command.addAll(List.of("-c", FakeKernel.START, agent.toString()));
    Stream.of(arguments).filter(argument -> !argument.isEmpty()).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "OKAYD_ROOT", root.toString(),
                "KERNEL_TOOLS", kernelTools.toString(),
                "PATH", path));
    return builder;
  }

  Path directory(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String name, String content) {
    Path file = root.resolve(name.startsWith("/") ? name.substring(1) : name);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content, US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> list(String directory) {
    try (Stream<Path> files = Files.list(root.resolve(directory))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
