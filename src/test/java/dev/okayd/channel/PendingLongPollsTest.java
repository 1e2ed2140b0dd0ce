package dev.okayd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PendingLongPollsTest {
  private final PendingLongPolls waiters = new PendingLongPolls();

  private List<CompletableFuture<Void>> waiting(int count) {
    return Stream.generate(() -> waiters.add("domu1")).limit(count).toList();
  }

  @Test
  void unauthorizedPollsDoNotReplaceTheAgentsPoll() {
    // given
    CompletableFuture<Void> agent = waiters.add("domu1");
    // when
    List<CompletableFuture<Void>> strangers = waiting(20);
    // then
    assertThat(agent).isNotDone();
    strangers.forEach(stranger -> waiters.remove("domu1", stranger));
    assertThat(agent).isNotDone();
  }

  @Test
  void theOldestPollsGiveWayToLaterPollsOfTheAgent() {
    // given
    List<CompletableFuture<Void>> requests = waiting(6);
    // when
    waiters.keepFew("domu1");
    // then
    assertThat(requests).filteredOn(CompletableFuture::isDone).isEqualTo(requests.subList(0, 2));
  }

  @Test
  void aChangeWakesAllPollsOfTheGuest() {
    // given
    List<CompletableFuture<Void>> requests = waiting(3);
    // when
    waiters.wake("domu1");
    // then
    assertThat(requests).allMatch(CompletableFuture::isDone);
  }
}
