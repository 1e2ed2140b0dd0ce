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

  /** The relevant part of a record. */
  private record Value(Readiness readiness, long sequence) {}

  /** The relevant part of the recorded readiness. */
  private record Result(
      Optional<String> epoch,
      Optional<Integer> domid,
      Optional<Instant> time,
      Optional<Value> general,
      Map<ServedDevice, Value> devices) {}

  /** Receives events one by one as okayd does, with maps instead of tables. */
  private static final class Receiver {
    private Backend backend = Backend.registered("b", "whsec_");
    private final Map<ServedDevice, ReadinessRecord> devices = new HashMap<>();
    private final Set<String> epochs = new HashSet<>();

    EventEffect receive(ReadinessEvent event) {
      Map<ServedDevice, ReadinessRecord> known = new HashMap<>(devices);
      known.keySet().retainAll(event.devices());
      ReadinessUpdate update =
          ReadinessUpdate.of(event, backend, known, !epochs.add(event.epoch()), NOW);
      backend = update.backend();
      if (update.superseded() instanceof DeviceReadinessStore.Superseded.All) {
        devices.clear();
      } else if (update.superseded() instanceof DeviceReadinessStore.Superseded.UpTo isSuperseded) {
        devices.values().removeIf(record -> record.sequence() <= isSuperseded.sequence());
      }
      devices.putAll(update.devices());
      return update.effect();
    }

    Result result() {
      Map<ServedDevice, Value> values = new HashMap<>();
      devices.forEach((device, record) -> values.put(device, value(record)));
      return new Result(
          backend.epoch().map(Epoch::id),
          backend.epoch().flatMap(Epoch::domid),
          backend.epoch().flatMap(Epoch::time),
          backend.epoch().flatMap(Epoch::general).map(Receiver::value),
          values);
    }

    private static Value value(ReadinessRecord record) {
      return new Value(record.readiness(), record.sequence());
    }
  }

  private static Result result(List<ReadinessEvent> events) {
    Receiver receiver = new Receiver();
    events.forEach(receiver::receive);
    return receiver.result();
  }

  /** Computes the expected result from all events at once, independent of their order. */
  private static Result model(List<ReadinessEvent> events) {
    String epoch =
        events.stream()
            .map(ReadinessEvent::epoch)
            .max(Comparator.comparing(Long::parseLong))
            .orElseThrow();
    List<ReadinessEvent> ofEpoch =
        events.stream().filter(event -> event.epoch().equals(epoch)).toList();
    Optional<Value> general = last(ofEpoch.stream().filter(event -> event.devices().isEmpty()));
    Map<ServedDevice, Value> devices = new HashMap<>();
    for (ServedDevice device : List.of(DISK, LAN, OTHER)) {
      last(ofEpoch.stream().filter(event -> event.devices().contains(device)))
          .filter(value -> general.map(g -> g.sequence() < value.sequence()).orElse(true))
          .ifPresent(value -> devices.put(device, value));
    }
    return new Result(
        Optional.of(epoch),
        ofEpoch.stream().flatMap(event -> event.domid().stream()).findFirst(),
        ofEpoch.stream().flatMap(event -> event.time().stream()).max(Comparator.naturalOrder()),
        general,
        devices);
  }

  private static Optional<Value> last(Stream<ReadinessEvent> events) {
    return events
        .max(Comparator.comparing(ReadinessEvent::sequence))
        .map(event -> new Value(event.readiness(), event.sequence()));
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
  void theOrderOfArrivalWithinAnEpochDoesNotMatter() {
    List<ReadinessEvent> events =
        List.of(
            event("e", 1, Readiness.READY, Optional.of(NOW), Optional.of(3)),
            event("e", 2, Readiness.LOST, DISK, LAN),
            event("e", 3, Readiness.READY, Optional.of(NOW.plusSeconds(9)), Optional.empty(), DISK),
            event("e", 4, Readiness.DRAINING),
            event("e", 5, Readiness.READY, LAN),
            event("e", 6, Readiness.LOST, LAN, OTHER));

    List<Result> results =
        permutations(events).map(ReadinessUpdateTest::result).distinct().toList();

    assertThat(results)
        .containsExactly(
            new Result(
                Optional.of("e"),
                Optional.of(3),
                Optional.of(NOW.plusSeconds(9)),
                Optional.of(new Value(Readiness.DRAINING, 4)),
                Map.of(LAN, new Value(Readiness.LOST, 6), OTHER, new Value(Readiness.LOST, 6))));
  }

  @Test
  void anEventForAllDevicesSupersedesOneForADeviceWithTheSameSequence() {
    List<ReadinessEvent> events =
        List.of(event("e", 1, Readiness.LOST), event("e", 1, Readiness.READY, DISK));

    List<Result> results =
        permutations(events).map(ReadinessUpdateTest::result).distinct().toList();

    assertThat(results).hasSize(1);
    assertThat(results.get(0).devices()).isEmpty();
  }

  @Test
  void anOlderEpochNeverSupersedesALaterOne() {
    List<ReadinessEvent> events =
        List.of(
            event("1", 8, Readiness.READY),
            event("1", 9, Readiness.READY, DISK),
            event("2", 1, Readiness.LOST),
            event("2", 2, Readiness.DRAINING, LAN));

    List<Result> results =
        permutations(events).map(ReadinessUpdateTest::result).distinct().toList();

    assertThat(results)
        .containsExactly(
            new Result(
                Optional.of("2"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Value(Readiness.LOST, 1)),
                Map.of(LAN, new Value(Readiness.DRAINING, 2))));
  }

  @Test
  void aSupersededEpochStaysSupersededEvenIfIdsHaveNoOrder() {
    Receiver receiver = new Receiver();
    receiver.receive(event("red", 1, Readiness.READY));
    receiver.receive(event("blue", 1, Readiness.LOST));

    EventEffect effect = receiver.receive(event("red", 2, Readiness.READY));

    assertThat(effect).isEqualTo(EventEffect.OUTDATED);
    assertThat(receiver.result().epoch()).isEqualTo(Optional.of("blue"));
  }

  @Test
  void eventTimesOrderEpochsWhoseIdsHaveNoOrder() {
    Receiver receiver = new Receiver();
    receiver.receive(
        event("blue", 1, Readiness.LOST, Optional.of(NOW.plusSeconds(1)), Optional.empty()));

    EventEffect effect =
        receiver.receive(event("red", 1, Readiness.READY, Optional.of(NOW), Optional.empty()));

    assertThat(effect).isEqualTo(EventEffect.OUTDATED);
    assertThat(receiver.result().epoch()).isEqualTo(Optional.of("blue"));
  }

  @Test
  void anEventForSeveralDevicesAppliesToThoseWithoutALaterRecord() {
    Receiver receiver = new Receiver();
    receiver.receive(event("e", 5, Readiness.LOST, DISK));

    EventEffect effect = receiver.receive(event("e", 4, Readiness.READY, DISK, LAN));

    assertThat(effect).isEqualTo(EventEffect.RECORDED);
    assertThat(receiver.result().devices())
        .isEqualTo(Map.of(DISK, new Value(Readiness.LOST, 5), LAN, new Value(Readiness.READY, 4)));
  }

  @RepeatedTest(500)
  void theResultEqualsThatOfASimpleModel(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<ReadinessEvent> events = randomEvents(random);

    Result result = result(events);

    assertThat(result).as("%s", events).isEqualTo(model(events));
  }

  /** Events of up to three epochs, each with one domid, shuffled, some of them twice. */
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
