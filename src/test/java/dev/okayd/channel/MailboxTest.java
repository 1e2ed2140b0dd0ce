package dev.okayd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.NodePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final Duration REACHABLE_FOR = Duration.ofSeconds(60);

  private final Mailbox mailbox = new Mailbox();

  private static Command command(String device, int generation) {
    return new Command(
        new CommandId(device, generation),
        Command.Type.REMOVE,
        device,
        NodePath.parse("/virtio_mmio@a000000"),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void keepsACommandUntilItIsWithdrawn() {
    mailbox.put("boot-1", command("disk", 1));

    assertThat(mailbox.first("boot-1")).contains(command("disk", 1));
    assertThat(mailbox.first("boot-1")).contains(command("disk", 1));
    mailbox.withdraw("disk");
    assertThat(mailbox.first("boot-1")).isEmpty();
  }

  @Test
  void aLaterCommandAboutADeviceTakesThePlaceOfAnEarlierOne() {
    mailbox.put("boot-1", command("disk", 1));

    mailbox.put("boot-1", command("disk", 2));

    assertThat(mailbox.first("boot-1")).contains(command("disk", 2));
  }

  @Test
  void givesNothingToAnotherBoot() {
    mailbox.put("boot-1", command("disk", 1));

    assertThat(mailbox.first("boot-2")).isEmpty();
    mailbox.heard("boot-2", 0, REACHABLE_FOR);
    assertThat(mailbox.first("boot-1")).isEmpty();
  }

  @Test
  void wakesWhoeverWaits() {
    CompletableFuture<Void> one = mailbox.change();
    CompletableFuture<Void> other = mailbox.change();
    assertThat(one).isNotDone();

    mailbox.put("boot-1", command("disk", 1));

    assertThat(List.of(one, other)).allMatch(CompletableFuture::isDone);
    assertThat(mailbox.change()).isDone();
  }

  @Test
  void twoThatWaitDoNotWakeEachOther() {
    List<CompletableFuture<Void>> waiting = Stream.generate(mailbox::change).limit(5).toList();

    assertThat(waiting.get(0)).as("one more than may wait").isDone();
    assertThat(waiting.subList(1, 5)).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void anAgentIsReachableForAWhileAfterItsLastSignOfLife() {
    long heardAt = Long.MAX_VALUE - 5;

    assertThat(mailbox.heard("boot-1", heardAt, REACHABLE_FOR)).isTrue();
    assertThat(mailbox.heard("boot-1", heardAt + 10, REACHABLE_FOR)).isFalse();
    assertThat(mailbox.reaches("boot-1", heardAt + 20, REACHABLE_FOR)).isTrue();
    assertThat(mailbox.reaches("boot-1", heardAt + 10 + REACHABLE_FOR.toNanos(), REACHABLE_FOR))
        .isFalse();
    assertThat(mailbox.reaches("boot-2", heardAt + 20, REACHABLE_FOR)).isFalse();
  }
}
