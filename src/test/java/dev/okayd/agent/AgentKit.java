package dev.okayd.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.okayd.agent.guest.FakeGuest;
import dev.okayd.agent.guest.Shell;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The installed agent in the machine's own shell, or with BusyBox's shell and tools; a thorough run
 * uses both. Without BusyBox, only the former. The guest's kernel is a directory that fake mkdir,
 * rmdir and dd animate; the end-to-end test uses a real one. Every test has its own guest, so tests
 * run concurrently, and concurrently with the tests of the service.
 */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass(name = "{0}")
@MethodSource("shells")
abstract class AgentKit {
  static final String MODULE = "okayd-module";
  static final String STATUS_ONLY = "okayd-status-only";
  static final String VENDOR = "vendor-configfs";
  static final String DTBOCFG = "dtbocfg";
  static final String DISK = "/virtio_mmio@a003e00";
  static final String NIC = "/passthrough/virtio@2000200";

  static final String[] DISK_PROOF = {
    "status: okay",
    "platformDevice: a003e00.virtio_mmio",
    "driver: virtio-mmio",
    "virtioDevice: virtio0",
    "virtioId: 2",
    "virtioDriver: virtio_blk",
    "virtioStatus: 15"
  };

  static final String DISK_PROOF_JSON =
      """
      {"status": "okay", "platformDevice": "a003e00.virtio_mmio", "driver": "virtio-mmio",
       "virtioDevice": "virtio0", "virtioId": 2, "virtioDriver": "virtio_blk",
       "virtioStatus": 15}
      """;

  final FakeGuest guest;

  AgentKit(Shell shell) {
    assumeTrue(shell.isFor(getClass()), "each class in one shell; -Dtests.thorough=true runs both");
    guest = new FakeGuest(shell);
    guest.hasOverlays(MODULE);
    guest.hasNode(DISK, "disabled");
  }

  @AfterEach
  void deleteGuest() {
    guest.delete();
  }

  static Stream<Shell> shells() {
    return Stream.of(Shell.values());
  }

  /** The output when a person applies the overlay of this node. */
  List<String> apply(String path) {
    return guest.agent("apply", guest.overlayFile(path)).outcome();
  }
}
