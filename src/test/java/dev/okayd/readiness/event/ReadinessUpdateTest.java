package dev.okayd.readiness.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.backend.Backend;
import dev.okayd.backend.DeviceReadinessStore;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ReadinessEvent;
import dev.okayd.backend.ReadinessRecord;
import dev.okayd.backend.ServedDevice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ReadinessUpdateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ServedDevice DISK = new ServedDevice("domu1", "disk");
  private static final ServedDevice LAN = new ServedDevice("domu1", "lan");
  private static final ServedDevice OTHER = new ServedDevice("domu2", "disk");

  private static ReadinessEvent event(
      String epoch, long sequence, Readiness readiness, ServedDevice... devices) {
    return event(epoch, sequence, readiness, Optional.empty(), Optional.empty(), devices);
  }

  private static ReadinessEvent event(
      String epoch,
      long sequence,
      Readiness readiness,
      Optional<Instant> time,
      Optional<Integer> domid,
      ServedDevice... devices) {
    return new ReadinessEvent(
        epoch + "-" + sequence,
        "b",
        readiness,
        epoch,
        sequence,
        time,
        List.of(devices),
        domid,
        Optional.empty(),
        NOW);
  }

  /** What counts of something that was said. */
  private record Word(Readiness readiness, long sequence) {}

  /** What counts of all that was said. */
  private record Outcome(
      Optional<String> epoch,
      Optional<Integer> domid,
      Optional<Instant> time,
      Optional<Word> general,
      Map<ServedDevice, Word> devices) {}

  /** Hears one event after the other as okayd does, with a map for its tables. */
  private static final class Listener {
    private Backend backend = Backend.registered("b", "whsec_");
    private final Map<ServedDevice, ReadinessRecord> devices = new HashMap<>();
    private final Set<String> epochs = new HashSet<>();

    EventEffect hear(ReadinessEvent event) {
      Map<ServedDevice, ReadinessRecord> known = new HashMap<>(devices);
      known.keySet().retainAll(event.devices());
      ReadinessUpdate hearing =
          ReadinessUpdate.of(event, backend, known, !epochs.add(event.epoch()), NOW);
      backend = hearing.backend();
      if (hearing.forgets() instanceof DeviceReadinessStore.Forgetting.Everything) {
        devices.clear();
      } else if (hearing.forgets() instanceof DeviceReadinessStore.Forgetting.UpTo outdone) {
        devices.values().removeIf(said -> said.sequence() <= outdone.sequence());
      }
      devices.putAll(hearing.devices());
      return hearing.effect();
    }

    Outcome outcome() {
      Map<ServedDevice, Word> words = new HashMap<>();
      devices.forEach((device, said) -> words.put(device, word(said)));
      return new Outcome(
          backend.epoch().map(Epoch::id),
          backend.epoch().flatMap(Epoch::domid),
          backend.epoch().flatMap(Epoch::time),
          backend.epoch().flatMap(Epoch::general).map(Listener::word),
          words);
    }

    private static Word word(ReadinessRecord said) {
      return new Word(said.readiness(), said.sequence());
    }
  }

  private static Outcome outcome(List<ReadinessEvent> events) {
    Listener listener = new Listener();
    events.forEach(listener::hear);
    return listener.outcome();
  }

  /** The same, said the other way round: from all events at once, with no order at all. */
  private static Outcome model(List<ReadinessEvent> events) {
    String epoch =
        events.stream()
            .map(ReadinessEvent::epoch)
            .max(Comparator.comparing(Long::parseLong))
            .orElseThrow();
    List<ReadinessEvent> ofEpoch =
        events.stream().filter(event -> event.epoch().equals(epoch)).toList();
    Optional<Word> general = last(ofEpoch.stream().filter(event -> event.devices().isEmpty()));
    Map<ServedDevice, Word> devices = new HashMap<>();
    for (ServedDevice device : List.of(DISK, LAN, OTHER)) {
      last(ofEpoch.stream().filter(event -> event.devices().contains(device)))
          .filter(word -> general.map(g -> g.sequence() < word.sequence()).orElse(true))
          .ifPresent(word -> devices.put(device, word));
    }
    return new Outcome(
        Optional.of(epoch),
        ofEpoch.stream().flatMap(event -> event.domid().stream()).findFirst(),
        ofEpoch.stream().flatMap(event -> event.time().stream()).max(Comparator.naturalOrder()),
        general,
        devices);
  }

  private static Optional<Word> last(Stream<ReadinessEvent> events) {
    return events
        .max(Comparator.comparing(ReadinessEvent::sequence))
        .map(event -> new Word(event.readiness(), event.sequence()));
  }

  private static <T> Stream<List<T>> permutations(List<T> items) {
    if (items.isEmpty()) {
      return Stream.of(List.of());
    }
    return IntStream.range(0, items.size())
        .boxed()
        .flatMap(
            i -> {
              List<T> others = new ArrayList<>(items);
              T first = others.remove((int) i);
              return permutations(others)
                  .map(
                      rest -> {
                        List<T> all = new ArrayList<>(List.of(first));
                        all.addAll(rest);
                        return all;
                      });
            });
  }

  @Test
  void theOrderInWhichEventsOfAnEpochComeInDoesNotMatter() {
    List<ReadinessEvent> events =
        List.of(
            event("e", 1, Readiness.READY, Optional.of(NOW), Optional.of(3)),
            event("e", 2, Readiness.LOST, DISK, LAN),
            event("e", 3, Readiness.READY, Optional.of(NOW.plusSeconds(9)), Optional.empty(), DISK),
            event("e", 4, Readiness.DRAINING),
            event("e", 5, Readiness.READY, LAN),
            event("e", 6, Readiness.LOST, LAN, OTHER));

    List<Outcome> outcomes =
        permutations(events).map(ReadinessUpdateTest::outcome).distinct().toList();

    assertThat(outcomes)
        .containsExactly(
            new Outcome(
                Optional.of("e"),
                Optional.of(3),
                Optional.of(NOW.plusSeconds(9)),
                Optional.of(new Word(Readiness.DRAINING, 4)),
                Map.of(LAN, new Word(Readiness.LOST, 6), OTHER, new Word(Readiness.LOST, 6))));
  }

  @Test
  void whatIsSaidOfAllOutdoesWhatIsSaidOfOneWithTheSameSequence() {
    List<ReadinessEvent> events =
        List.of(event("e", 1, Readiness.LOST), event("e", 1, Readiness.READY, DISK));

    List<Outcome> outcomes =
        permutations(events).map(ReadinessUpdateTest::outcome).distinct().toList();

    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.get(0).devices()).isEmpty();
  }

  @Test
  void anOlderEpochNeverWins() {
    List<ReadinessEvent> events =
        List.of(
            event("1", 8, Readiness.READY),
            event("1", 9, Readiness.READY, DISK),
            event("2", 1, Readiness.LOST),
            event("2", 2, Readiness.DRAINING, LAN));

    List<Outcome> outcomes =
        permutations(events).map(ReadinessUpdateTest::outcome).distinct().toList();

    assertThat(outcomes)
        .containsExactly(
            new Outcome(
                Optional.of("2"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Word(Readiness.LOST, 1)),
                Map.of(LAN, new Word(Readiness.DRAINING, 2))));
  }

  @Test
  void anEpochThatAnotherOneHasFollowedIsOverEvenIfItsNameHasNoOrder() {
    Listener listener = new Listener();
    listener.hear(event("red", 1, Readiness.READY));
    listener.hear(event("blue", 1, Readiness.LOST));

    EventEffect effect = listener.hear(event("red", 2, Readiness.READY));

    assertThat(effect).isEqualTo(EventEffect.OUTDATED);
    assertThat(listener.outcome().epoch()).isEqualTo(Optional.of("blue"));
  }

  @Test
  void theTimesOfEventsOrderEpochsWhoseNamesHaveNone() {
    Listener listener = new Listener();
    listener.hear(
        event("blue", 1, Readiness.LOST, Optional.of(NOW.plusSeconds(1)), Optional.empty()));

    EventEffect effect =
        listener.hear(event("red", 1, Readiness.READY, Optional.of(NOW), Optional.empty()));

    assertThat(effect).isEqualTo(EventEffect.OUTDATED);
    assertThat(listener.outcome().epoch()).isEqualTo(Optional.of("blue"));
  }

  @Test
  void anEventOfSeveralDevicesCountsForThoseOfWhichNothingLaterIsKnown() {
    Listener listener = new Listener();
    listener.hear(event("e", 5, Readiness.LOST, DISK));

    EventEffect effect = listener.hear(event("e", 4, Readiness.READY, DISK, LAN));

    assertThat(effect).isEqualTo(EventEffect.RECORDED);
    assertThat(listener.outcome().devices())
        .isEqualTo(Map.of(DISK, new Word(Readiness.LOST, 5), LAN, new Word(Readiness.READY, 4)));
  }

  @RepeatedTest(500)
  void theOutcomeIsThatOfASimpleModel(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<ReadinessEvent> events = randomEvents(random);

    Outcome outcome = outcome(events);

    assertThat(outcome).as("%s", events).isEqualTo(model(events));
  }

  /** Of up to three epochs, each with one domid, shuffled, and some of them twice. */
  private static List<ReadinessEvent> randomEvents(Random random) {
    List<ReadinessEvent> events = new ArrayList<>();
    int epochs = 1 + random.nextInt(3);
    for (int i = 0; i < 1 + random.nextInt(12); i++) {
      int epoch = random.nextInt(epochs);
      events.add(
          event(
              String.valueOf(epoch),
              i,
              List.of(Readiness.READY, Readiness.DRAINING, Readiness.LOST).get(random.nextInt(3)),
              random.nextBoolean()
                  ? Optional.of(NOW.plusSeconds(random.nextInt(100)))
                  : Optional.empty(),
              random.nextInt(4) == 0 ? Optional.of(epoch) : Optional.empty(),
              Stream.of(DISK, LAN, OTHER)
                  .filter(device -> random.nextInt(3) == 0)
                  .toArray(ServedDevice[]::new)));
    }
    events.addAll(events.subList(0, random.nextInt(events.size())));
    Collections.shuffle(events, random);
    return events;
  }
}
