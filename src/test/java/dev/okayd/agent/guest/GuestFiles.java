package dev.okayd.agent.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.okayd.fdt.NodePath;
import dev.okayd.overlay.GateOverlay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The root directory of a guest: its device tree, devices, overlays, clock and files. */
class GuestFiles {
  public static final String BOOT_ID = "0f0f0f0f-1111-2222-3333-444444444444";
  private static final String OVERLAYS = "sys/kernel/config/device-tree/overlays";

  /** Holds the root, and the tools beside it. */
  final Path directory;

  private final Path root;
  private int virtioDevices;

  GuestFiles(Path directory) {
    this.directory = directory;
    root = directory.resolve("root");
    List.of("run", "etc/okayd", "kernel/devices", "sys/kernel/config", "proc")
        .forEach(this::directory);
    List.of("platform/devices", "virtio/devices", "platform/drivers/virtio-mmio")
        .forEach(name -> directory("sys/bus/" + name));
    write("proc/sys/kernel/random/boot_id", BOOT_ID + "\n");
    write("proc/uptime", "100.0 0.0\n");
  }

  /** Retries, because a sleep of a killed agent may still write the clock. */
  public void delete() {
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

  public Path root() {
    return root;
  }

  public void hasOverlays(String overlayInterface) {
    directory(OVERLAYS);
    write("kernel/interface", overlayInterface + "\n");
  }

  public void hasNoOverlays() {
    hasLost(OVERLAYS);
  }

  public void hasNode(String path, String status) {
    hasNode(path, status, "virtio,mmio");
  }

  public void hasNode(String path, String status, String compatible) {
    write("proc/device-tree" + path + "/compatible", "some,other\0" + compatible + "\0");
    write("proc/device-tree" + path + "/status", status + "\0");
  }

  /** Adds the device behind a transport, so that a driver binds to it. */
  public void hasDevice(String path, String virtioId, String driver) {
    write(
        "kernel/devices/" + path.substring(path.lastIndexOf('/') + 1),
        "virtio%d %s %s\n".formatted(virtioDevices++, virtioId, driver));
  }

  /** Adds a node that is okay from the start, with its transport, which has no driver yet. */
  public void hasTransport(String path) {
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
  public void hasBackend(String path, String virtioId, String driver) {
    write("kernel/transports/" + transport(path), "virtio0 " + virtioId + " " + driver + "\n");
  }

  private static String transport(String path) {
    String[] node = path.substring(path.lastIndexOf('/') + 1).split("@", 2);
    return node[1] + "." + node[0];
  }

  public void hasAppliedOverlay(String name, String path) {
    hasAppliedOverlay(name, new GateOverlay(NodePath.parse(path)).dtbo());
  }

  /** Adds an overlay of a vendor's tool, without a path at the position of a gate overlay's. */
  public void hasAppliedOverlayOfAnotherKind(String name) {
    hasAppliedOverlay(name, "d00dfeed".repeat(50).getBytes(US_ASCII));
  }

  /** Adds an overlay whose status blocks every reader until the reader is killed. */
  public void hasHungOverlay(String name) {
    FakeKernel.makePipe(directory(OVERLAYS + "/" + name).resolve("status"));
  }

  private void hasAppliedOverlay(String name, byte[] overlay) {
    String directory = OVERLAYS + "/" + name;
    write(directory + "/status", "applied\n");
    file(directory + "/dtbo", overlay);
  }

  public void hasPlanDigest(String node, String digest) {
    write("proc/device-tree/" + node + "/okayd,plan-digest", digest + "\0");
  }

  /** Adds the xen,grant-dma node. */
  public void hasGrantDma(String path, int phandle) {
    write("proc/device-tree" + path + "/compatible", "xen,grant-dma\0");
    file("proc/device-tree" + path + "/phandle", ByteBuffer.allocate(4).putInt(phandle).array());
  }

  /** Writes the allow-list to its own file. */
  public void hasAllowList(String... lines) {
    write("etc/okayd/allow", String.join("\n", lines) + "\n");
  }

  /** Adds a hook that runs before the removal of a device. */
  public void hasHook(String name, String script) {
    String file = "etc/okayd/quiesce.d/" + name;
    write(file, "#!/bin/sh\n" + script);
    isExecutable(file);
  }

  /** Makes every operation of the kernel on the disk hang until {@link #delete}. */
  public void kernelHangs() {
    FakeKernel.hang(root);
  }

  /** The durations of all sleeps, in whole seconds. */
  public List<String> sleeps() {
    try {
      Path file = root.resolve("kernel/sleeps");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Advances the clock. */
  public void passes(int seconds) {
    try {
      Path clock = root.resolve("proc/uptime");
      double uptime = Double.parseDouble(Files.readString(clock).split(" ", 2)[0]) + seconds;
      write("proc/uptime.new", String.format(Locale.ROOT, "%.1f 0.0\n", uptime));
      Files.move(root.resolve("proc/uptime.new"), clock, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Gives the kernel a behaviour: refuse, report false success, be busy, or act for another first.
   */
  public void kernel(String behaviour) {
    write("kernel/" + behaviour, "");
  }

  /** Ends a behaviour of the kernel. */
  public void isNoMore(String behaviour) {
    hasLost("kernel/" + behaviour);
  }

  public void hasLost(String file) {
    try {
      Files.delete(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String overlayFile(String path) {
    return file(
        path.replace('/', '-').substring(1) + ".dtbo",
        new GateOverlay(NodePath.parse(path)).dtbo());
  }

  public String file(String name, byte[] content) {
    try {
      return Files.write(root.resolve(name), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<String> lines(String name) {
    try {
      return Files.readAllLines(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<String> overlays() {
    return list(OVERLAYS);
  }

  public List<String> filesInRun() {
    return list("run");
  }

  void isExecutable(String file) {
    if (!root.resolve(file).toFile().setExecutable(true)) {
      throw new IllegalStateException("cannot make " + file + " executable");
    }
  }

  public Path directory(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void write(String name, String content) {
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
