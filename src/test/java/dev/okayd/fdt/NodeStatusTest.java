package dev.okayd.fdt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeStatusTest {

  @ParameterizedTest
  @CsvSource({
    "okay, OKAY, true",
    "ok, OKAY, true",
    "disabled, DISABLED, false",
    "reserved, RESERVED, false",
    "fail, FAIL, false",
    "fail-ecc, FAIL_SSS, false",
    "failed, OTHER, false",
    "OKAY, OTHER, false",
    "enabled, OTHER, false"
  })
  void followsTheSpecificationAndLinux(String value, NodeStatus status, boolean enabled) {
    NodeStatus read = NodeStatus.of(Node.of("n", Property.strings("status", value)));

    assertThat(read).isEqualTo(status);
    assertThat(read.isEnabled()).isEqualTo(enabled);
  }

  @Test
  void aNodeWithoutStatusIsOkay() {
    assertThat(NodeStatus.of(Node.of("n"))).isEqualTo(NodeStatus.OKAY);
  }

  @Test
  void aStatusThatIsNotOneStringIsNotOkay() {
    Property twice = Property.strings("status", "okay", "okay");
    Property unterminated = Property.bytes("status", new byte[] {'o', 'k'});

    assertThat(NodeStatus.of(Node.of("n", Property.empty("status")))).isEqualTo(NodeStatus.OTHER);
    assertThat(NodeStatus.of(Node.of("n", twice))).isEqualTo(NodeStatus.OTHER);
    assertThat(NodeStatus.of(Node.of("n", unterminated))).isEqualTo(NodeStatus.OTHER);
  }
}
