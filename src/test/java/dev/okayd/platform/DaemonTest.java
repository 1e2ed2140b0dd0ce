package dev.okayd.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PCI configuration spaces that daemons can serve. */
class DaemonTest {

  @ParameterizedTest
  @ValueSource(longs = {0x10_0000, 0x0fff_ffff, 0x2000_0000})
  void qemusXenpvhMachineServesOnlyTheConfigurationSpaceOf256Buses(long size) {
    assertThat(Daemon.QEMU_XENPVH.servesConfigurationSpace(new HexNumber(size))).isFalse();
    assertThat(Daemon.QEMU.servesConfigurationSpace(new HexNumber(size))).isTrue();
  }

  @Test
  void qemusXenpvhMachineServesTheConfigurationSpaceOf256Buses() {
    assertThat(Daemon.QEMU_XENPVH.servesConfigurationSpace(new HexNumber(0x1000_0000))).isTrue();
  }
}
