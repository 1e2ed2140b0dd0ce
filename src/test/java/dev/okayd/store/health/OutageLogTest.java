package dev.okayd.store.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.LogRecords;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageLogTest {
  private final AtomicLong nanos = new AtomicLong();
  private final OutageLog outage = new OutageLog("read", nanos::get);
  private final LogRecords logged = LogRecords.listen();

  @AfterEach
  void end() {
    logged.close();
  }

  private void fail(String account) {
    outage.begin(account, new IllegalStateException(account));
    outage.count();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void anOutageIsLoggedAtItsStartAndWithACountAtItsEnd() {
    for (int i = 0; i < 100; i++) {
      fail("the disk is gone");
      pass(Duration.ofMillis(100));
    }
    pass(Duration.ofSeconds(1));

    outage.worked();
    outage.worked();

    assertThat(logged.messages())
        .containsExactly(
            "The store cannot be read: the disk is gone. Until it can, failures are only counted",
            "The store can be read again: 100 transactions failed in 11 s");
    assertThat(logged.traces()).hasSize(1);
  }

  @Test
  void aSuccessBetweenTwoFailuresDoesNotEndTheOutage() {
    for (int i = 0; i < 100; i++) {
      fail("some pages cannot be read");
      outage.worked();
    }

    assertThat(logged.messages()).hasSize(1);
  }

  @Test
  void aRepeatedCauseIsLoggedWithoutAStackTrace() {
    for (String account : new String[] {"one", "one", "another"}) {
      fail(account);
      pass(Duration.ofSeconds(2));
      outage.worked();
    }

    assertThat(logged.messages()).hasSize(6);
    assertThat(logged.traces()).hasSize(2);
  }

  @Test
  void successesAreNotLogged() {
    outage.worked();

    assertThat(logged.messages()).isEmpty();
  }
}
