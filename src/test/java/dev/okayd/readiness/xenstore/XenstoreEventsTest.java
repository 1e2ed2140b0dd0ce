package dev.okayd.readiness.xenstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.backend.Backend;
import dev.okayd.backend.Epoch;
import dev.okayd.backend.Lease;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ReadinessEvent;
import dev.okayd.backend.ReadinessRecord;
import dev.okayd.backend.XenstoreForm;
import dev.okayd.backend.XenstoreKey;
import dev.okayd.readiness.event.EventEffect;
import dev.okayd.readiness.event.LeaseRenewal;
import dev.okayd.readiness.event.ReadinessUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The events that readings of the xenstore lead to. */
class XenstoreEventsTest {
  private static final XenstoreKey STATUS =
      new XenstoreKey("DomD", "drivers/disk/status", XenstoreForm.STATUS, Optional.empty());
  private static final XenstoreKey DEVICE_MODEL =
      new XenstoreKey("0", "device-model/1/state", XenstoreForm.DEVICE_MODEL, Optional.of(10));

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Backend backend = Backend.registered("b", "whsec_");
  private final Set<String> known = new HashSet<>();
  private final AtomicInteger ids = new AtomicInteger();

  private Optional<ReadinessEvent> observe(XenstoreVerdict verdict) {
    Optional<ReadinessEvent> event =
        XenstoreEvents.next(
            backend, verdict, known::contains, () -> "new" + ids.incrementAndGet(), now);
    event.ifPresent(
        e -> {
          ReadinessUpdate update =
              ReadinessUpdate.of(e, backend, Map.of(), known.contains(e.epoch()), now);
          assertThat(update.effect()).isEqualTo(EventEffect.RECORDED);
          backend = update.backend();
          known.add(e.epoch());
        });
    return event;
  }

  private Optional<ReadinessEvent> observe(XenstoreReading reading) {
    return observe(XenstoreVerdict.of(STATUS, reading, false, now));
  }

  private static XenstoreReading status(String value, long written) {
    return reading(value, Optional.of(written), Optional.empty(), Optional.empty());
  }

  private static XenstoreReading inEpoch(String value, String epoch) {
    return reading(value, Optional.of(1L), Optional.of(epoch), Optional.of(2L));
  }

  private static XenstoreReading reading(
      String value, Optional<Long> written, Optional<String> epoch, Optional<Long> epochWritten) {
    return new XenstoreReading(
        2,
        Optional.of(value).filter(v -> !v.isEmpty()),
        written,
        epoch,
        epochWritten,
        Optional.empty());
  }

  private Readiness readiness() {
    return backend.readiness(now);
  }

  private String epoch() {
    return backend.epoch().orElseThrow().id();
  }

  @Test
  void aKeyOfReadyMeansReadyAndAnyOtherValueMeansLost() {
    observe(status("ready", 5));
    assertThat(readiness()).isEqualTo(Readiness.READY);
    assertThat(backend.epoch().orElseThrow().domid()).contains(2);

    observe(status("dead", 6));
    assertThat(readiness()).isEqualTo(Readiness.LOST);

    observe(status("ready", 7));
    assertThat(readiness()).isEqualTo(Readiness.READY);

    observe(status("2", 8));
    assertThat(readiness()).isEqualTo(Readiness.LOST);
  }

  @Test
  void isLostWhenItsDomainIsGone() {
    observe(status("ready", 5));

    observe(XenstoreVerdict.absent(now));

    assertThat(readiness()).isEqualTo(Readiness.LOST);
  }

  @Test
  void aBackendThatWasNeverReadyGetsNoEvent() {
    assertThat(observe(XenstoreVerdict.absent(now))).isEmpty();
    assertThat(observe(status("dead", 5))).isEmpty();
    assertThat(readiness()).isEqualTo(Readiness.UNKNOWN);
  }

  @Test
  void anUnchangedReadingGivesNoEvent() {
    observe(status("ready", 5));

    assertThat(observe(status("ready", 5))).isEmpty();
  }

  @Test
  void detectsAnUnobservedRestart() {
    observe(status("ready", 5));
    String before = epoch();

    observe(status("ready", 9));

    assertThat(epoch()).isNotEqualTo(before);
    assertThat(readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void usesTheEpochThatTheBackendWrites() {
    observe(inEpoch("ready", "first"));
    assertThat(epoch()).isEqualTo("first");

    observe(inEpoch("dead", "first"));
    observe(inEpoch("ready", "first"));
    assertThat(epoch()).isEqualTo("first");
    assertThat(readiness()).isEqualTo(Readiness.READY);

    observe(inEpoch("ready", "second"));
    assertThat(epoch()).isEqualTo("second");
  }

  @Test
  void ignoresAnEpochThatCannotBeStored() {
    for (String written : List.of("5\0", "\uD83D", "e".repeat(65))) {
      observe(inEpoch("ready", written));

      assertThat(epoch()).isEqualTo("domain-2-write-1");
    }
  }

  @Test
  void treatsARepeatedOrDecreasingEpochAsANewOne() {
    observe(inEpoch("ready", "first"));
    observe(inEpoch("ready", "second"));
    observe(inEpoch("ready", "first"));
    assertThat(epoch()).startsWith("first~");
    assertThat(observe(inEpoch("ready", "first"))).isEmpty();

    observe(inEpoch("ready", "7"));
    observe(inEpoch("ready", "3"));
    assertThat(epoch()).startsWith("3~");
    assertThat(readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void detectsRestartsByChangesIfNothingIdentifiesAStart() {
    XenstoreReading ready = reading("ready", Optional.empty(), Optional.empty(), Optional.empty());
    observe(ready);
    String before = epoch();
    assertThat(observe(ready)).isEmpty();

    observe(XenstoreVerdict.absent(now));
    observe(ready);

    assertThat(epoch()).isNotEqualTo(before);
  }

  private Optional<ReadinessEvent> observeModel(String value, long written, boolean hasAdvanced) {
    return observe(
        XenstoreVerdict.of(
            DEVICE_MODEL,
            reading(value, Optional.of(written), Optional.of("start"), Optional.of(5L)),
            hasAdvanced,
            now));
  }

  @Test
  void aDeviceModelWithoutAHeartbeatIsNotReady() {
    assertThat(observeModel("running", 6, false)).isEmpty();
    assertThat(readiness()).isEqualTo(Readiness.UNKNOWN);

    observeModel("running", 6, true);
    assertThat(readiness()).isEqualTo(Readiness.READY);

    now = now.plus(Duration.ofSeconds(11));
    assertThat(observeModel("running", 6, false)).isEmpty();
    assertThat(readiness()).isEqualTo(Readiness.UNKNOWN);
  }

  @Test
  void ignoresAKeyOfAnEarlierStart() {
    observeModel("running", 4, true);

    assertThat(readiness()).isEqualTo(Readiness.UNKNOWN);
  }

  @Test
  void aDeviceModelWithoutAnEpochIsNotReady() {
    observe(
        XenstoreVerdict.of(
            DEVICE_MODEL,
            reading("running", Optional.of(6L), Optional.empty(), Optional.empty()),
            true,
            now));

    assertThat(readiness()).isEqualTo(Readiness.UNKNOWN);
  }

  @Test
  void aReadingThatTookTooLongIsStale() {
    XenstoreVerdict verdict = XenstoreVerdict.of(STATUS, status("ready", 1), false, now);

    assertThat(verdict.isStale(Optional.empty(), now.plusSeconds(1))).isFalse();
    assertThat(verdict.isStale(Optional.empty(), now.plusSeconds(6))).isTrue();
    assertThat(verdict.isStale(Optional.of(now.plusMillis(1)), now.plusSeconds(1))).isTrue();
    assertThat(verdict.isStale(Optional.empty(), now.minusSeconds(1))).isTrue();
  }

  @Test
  void aLeaseStartsWhenTheKeyWasRead() {
    Instant readAt = now;
    XenstoreVerdict verdict =
        XenstoreVerdict.of(
            DEVICE_MODEL,
            reading("running", Optional.of(6L), Optional.of("start"), Optional.of(5L)),
            true,
            readAt);
    now = now.plusSeconds(4);

    observe(verdict);

    assertThat(
            backend
                .epoch()
                .flatMap(Epoch::general)
                .flatMap(ReadinessRecord::lease)
                .map(Lease::until))
        .contains(readAt.plusSeconds(10));
  }

  @Test
  void renewsTheLeaseAtHalfItsLengthAndNotOnEveryHeartbeat() {
    observeModel("running", 6, true);
    now = now.plus(Duration.ofSeconds(2));
    assertThat(observeModel("running", 6, true)).isEmpty();

    now = now.plus(Duration.ofSeconds(4));
    Backend before = backend;
    ReadinessEvent renewal = observeModel("running", 6, true).orElseThrow();
    assertThat(LeaseRenewal.isRenewal(renewal, before, List.of(), now)).isTrue();

    now = now.plus(Duration.ofSeconds(9));
    assertThat(readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void aReadyWithoutALeaseIsLostIfAHeartbeatIsRequired() {
    observe(status("ready", 6));

    observeModel("running", 6, false);

    assertThat(readiness()).isEqualTo(Readiness.LOST);
  }

  @Test
  void aHeartbeatCountsOnlyIfItChangesBetweenReadings() {
    Heartbeat first = Heartbeat.unobserved().observed(1, Optional.of("1"));
    Heartbeat same = first.observed(1, Optional.of("1"));
    Heartbeat next = same.observed(1, Optional.of("2"));
    Heartbeat elsewhere = next.observed(2, Optional.of("3"));

    assertThat(first.hasAdvancedSince(Heartbeat.unobserved())).isFalse();
    assertThat(same.hasAdvancedSince(first)).isFalse();
    assertThat(next.hasAdvancedSince(same)).isTrue();
    assertThat(next.observed(1, Optional.of("2")).hasAdvancedSince(next)).isFalse();
    assertThat(elsewhere.hasAdvancedSince(next)).isFalse();
    assertThat(next.observed(1, Optional.empty()).beats()).isFalse();
  }
}
