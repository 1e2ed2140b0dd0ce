package dev.okayd.attach.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest extends DecisionKit {
  @Test
  void waitsTwiceAsLongAfterEachAttemptUpToALimit() {
    assertThat(POLICY.backOff(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(POLICY.backOff(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(POLICY.backOff(5)).isEqualTo(Duration.ofSeconds(16));
    assertThat(POLICY.backOff(6)).isEqualTo(Duration.ofSeconds(30));
    assertThat(POLICY.backOff(1000)).isEqualTo(Duration.ofSeconds(30));
  }
}
