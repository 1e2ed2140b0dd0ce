package dev.okayd.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLongPollsTest {
  private record Config(Duration commandWait, Duration reachableFor, Duration goFor)
      implements AgentChannelConfig {}

  private static CommandLongPolls configured(Duration wait, Duration reachable, Duration go) {
    return new CommandLongPolls(new Config(wait, reachable, go));
  }

  private static Supplier<Optional<Command>> counting(AtomicInteger checks) {
    return () -> {
      checks.incrementAndGet();
      return Optional.empty();
    };
  }

  @Test
  void aLongWaitIsCheckedBeforeTheAgentCountsAsUnreachable() {
    // given
    CommandLongPolls agents =
        configured(Duration.ofSeconds(1), Duration.ofMillis(1100), Duration.ofSeconds(1));
    AtomicInteger checks = new AtomicInteger();

    // when
    Cancellable request =
        agents
            .next("domu1", Duration.ofSeconds(60), Optional::empty, counting(checks))
            .subscribe()
            .with(command -> {});

    // then
    await().untilAsserted(() -> assertThat(checks).hasValueGreaterThanOrEqualTo(2));
    request.cancel();
  }

  @Test
  void aWakeUpInALaterPartOfTheWaitIsAnswered() {
    CommandLongPolls agents =
        configured(Duration.ofSeconds(1), Duration.ofMillis(1100), Duration.ofSeconds(1));
    AtomicInteger checks = new AtomicInteger();
    AtomicBoolean answered = new AtomicBoolean();
    Cancellable unused =
        agents
            .next("domu1", Duration.ofSeconds(60), Optional::empty, counting(checks))
            .subscribe()
            .with(command -> answered.set(true));
    await().untilAsserted(() -> assertThat(checks).hasValueGreaterThanOrEqualTo(1));

    agents.wake("domu1");

    await().untilTrue(answered);
  }

  @ParameterizedTest
  @CsvSource({"PT25S, PT25S", "PT30S, PT30S", "PT31S, PT30S", "PT60S, PT30S"})
  void aWaitAsAgentsAreToldToWaitIsInOnePart(Duration wait, Duration untilCheck) {
    CommandLongPolls agents =
        configured(Duration.ofSeconds(25), Duration.ofSeconds(60), Duration.ofSeconds(2));

    assertThat(agents.untilCheck(wait)).isEqualTo(untilCheck);
  }

  /**
   * Holds even if the last record is old when the wait begins: okayd records liveness every quarter
   * of the time.
   */
  @ParameterizedTest
  @ValueSource(strings = {"PT2S", "PT60S", "PT1H"})
  void theTimeBetweenTwoLooksLeavesRoomForASignThatWasNotNoted(Duration reachable) {
    CommandLongPolls agents = configured(Duration.ofSeconds(1), reachable, Duration.ofSeconds(2));

    Duration unnoted = reachable.dividedBy(4);
    assertThat(agents.untilCheck(Duration.ofDays(1)).plus(unnoted)).isLessThan(reachable);
  }

  @Test
  void theUptimeOfARequestCountsForTheFirstCheckOnly() {
    CommandLongPolls agents =
        configured(Duration.ofSeconds(1), Duration.ofMillis(1100), Duration.ofSeconds(1));
    AtomicInteger first = new AtomicInteger();
    AtomicInteger later = new AtomicInteger();

    Cancellable request =
        agents
            .next("domu1", Duration.ofSeconds(60), counting(first), counting(later))
            .subscribe()
            .with(command -> {});

    await().untilAsserted(() -> assertThat(later).hasValueGreaterThanOrEqualTo(2));
    assertThat(first).hasValue(1);
    request.cancel();
  }
}
