package dev.okayd.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestLoadTest {
  @Test
  void theNumberOfRequestsIsLimited() {
    RequestLoad load = new RequestLoad(2, 100);

    assertThat(load.tryStart(0)).isTrue();
    assertThat(load.tryStart(0)).isTrue();
    assertThat(load.tryStart(0)).isFalse();

    load.done(0);
    assertThat(load.tryStart(0)).isTrue();
    assertThat(load.requests()).isEqualTo(2);
  }

  @Test
  void theTotalSizeOfBodiesIsLimited() {
    RequestLoad load = new RequestLoad(10, 100);

    assertThat(load.tryStart(60)).isTrue();
    assertThat(load.tryStart(41)).isFalse();
    assertThat(load.tryStart(40)).isTrue();

    load.done(60);
    assertThat(load.tryStart(60)).isTrue();
  }

  @Test
  void aSingleBodyMayHaveAnySize() {
    RequestLoad load = new RequestLoad(10, 100);

    assertThat(load.tryStart(0)).isTrue();
    assertThat(load.tryStart(1000)).isTrue();
    assertThat(load.tryStart(1)).isFalse();
  }
}
