package dev.okayd.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestLoadTest {
  @Test
  void noMoreRequestsAreTakenThanMayBe() {
    RequestLoad load = new RequestLoad(2, 100);

    assertThat(load.take(0)).isTrue();
    assertThat(load.take(0)).isTrue();
    assertThat(load.take(0)).isFalse();

    load.done(0);
    assertThat(load.take(0)).isTrue();
    assertThat(load.requests()).isEqualTo(2);
  }

  @Test
  void bodiesTogetherAreNoLargerThanMayBe() {
    RequestLoad load = new RequestLoad(10, 100);

    assertThat(load.take(60)).isTrue();
    assertThat(load.take(41)).isFalse();
    assertThat(load.take(40)).isTrue();

    load.done(60);
    assertThat(load.take(60)).isTrue();
  }

  @Test
  void oneBodyAloneMayBeOfAnySize() {
    RequestLoad load = new RequestLoad(10, 100);

    assertThat(load.take(0)).isTrue();
    assertThat(load.take(1000)).isTrue();
    assertThat(load.take(1)).isFalse();
  }
}
