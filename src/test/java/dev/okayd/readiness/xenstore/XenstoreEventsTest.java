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

/** What readings of the xenstore make of a backend. */
class XenstoreEventsTest {
  private static final XenstoreKey STATUS =
      new XenstoreKey("DomD", "drivers/disk/status", XenstoreForm.STATUS, Optional.empty());
  private static final XenstoreKey DEVICE_MODEL =
      new XenstoreKey("0", "device-model/1/state", XenstoreForm.DEVICE_MODEL, Optional.of(10));

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Backend backend = Backend.registered("b", "whsec_");
  private final Set<String> heard = new HashSet<>();
  private final AtomicInteger ids = new AtomicInteger();

  private Optional<ReadinessEvent> see(XenstoreVerdict verdict) {
    Optional<ReadinessEvent> event =
        XenstoreEvents.next(
            backend, verdict, heard::contains, () -> "new" + ids.incrementAndGet(), now);
    event.ifPresent(
        e -> {
          ReadinessUpdate hearing =
              ReadinessUpdate.of(e, backend, Map.of(), heard.contains(e.epoch()), now);
          assertThat(hearing.effect()).isEqualTo(EventEffect.RECORDED);
          backend = hearing.backend();
          heard.add(e.epoch());
        });
    return event;
  }

  private Optional<ReadinessEvent> see(XenstoreReading reading) {
    return see(XenstoreVerdict.of(STATUS, reading, false, now));
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
  void isReadyWhenItsKeySaysSoAndLostWhenItSaysAnythingElse() {
    see(status("ready", 5));
    assertThat(readiness()).isEqualTo(Readiness.READY);
    assertThat(backend.epoch().orElseThrow().domid()).contains(2);

    see(status("dead", 6));
    assertThat(readiness()).isEqualTo(Readiness.LOST);

    see(status("ready", 7));
    assertThat(readiness()).isEqualTo(Readiness.READY);

    see(status("2", 8));
    assertThat(readiness()).isEqualTo(Readiness.LOST);
  }

  @Test
  void isLostWhenItsDomainIsGone() {
    see(status("ready", 5));

    see(XenstoreVerdict.absent(now));

    assertThat(readiness()).isEqualTo(Readiness.LOST);
  }

  @Test
  void saysNothingOfABackendThatWasNeverReady() {
    assertThat(see(XenstoreVerdict.absent(now))).isEmpty();
    assertThat(see(status("dead", 5))).isEmpty();
    assertThat(readiness()).isEqualTo(Readiness.UNKNOWN);
  }

  @Test
  void saysNothingTwice() {
    see(status("ready", 5));

    assertThat(see(status("ready", 5))).isEmpty();
  }

  @Test
  void noticesARestartThatNobodySaw() {
    see(status("ready", 5));
    String before = epoch();

    see(status("ready", 9));

    assertThat(epoch()).isNotEqualTo(before);
    assertThat(readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void takesTheEpochThatItsWriterGives() {
    see(inEpoch("ready", "first"));
    assertThat(epoch()).isEqualTo("first");

    see(inEpoch("dead", "first"));
    see(inEpoch("ready", "first"));
    assertThat(epoch()).isEqualTo("first");
    assertThat(readiness()).isEqualTo(Readiness.READY);

    see(inEpoch("ready", "second"));
    assertThat(epoch()).isEqualTo("second");
  }

  @Test
  void takesNoEpochThatCannotBeStored() {
    for (String written : List.of("5\0", "\uD83D", "e".repeat(65))) {
      see(inEpoch("ready", written));

      assertThat(epoch()).isEqualTo("domain-2-write-1");
    }
  }

  @Test
  void takesAnEpochThatWasBeforeOrCountsDownForANewOne() {
    see(inEpoch("ready", "first"));
    see(inEpoch("ready", "second"));
    see(inEpoch("ready", "first"));
    assertThat(epoch()).startsWith("first~");
    assertThat(see(inEpoch("ready", "first"))).isEmpty();

    see(inEpoch("ready", "7"));
    see(inEpoch("ready", "3"));
    assertThat(epoch()).startsWith("3~");
    assertThat(readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void goesByChangesAloneWhereNothingNamesAStart() {
    XenstoreReading ready = reading("ready", Optional.empty(), Optional.empty(), Optional.empty());
    see(ready);
    String before = epoch();
    assertThat(see(ready)).isEmpty();

    see(XenstoreVerdict.absent(now));
    see(ready);

    assertThat(epoch()).isNotEqualTo(before);
  }

  private Optional<ReadinessEvent> seeModel(String value, long written, boolean beatsAnew) {
    return see(
        XenstoreVerdict.of(
            DEVICE_MODEL,
            reading(value, Optional.of(written), Optional.of("start"), Optional.of(5L)),
            beatsAnew,
            now));
  }

  @Test
  void believesNoDeviceModelWhoseHeartDoesNotBeat() {
    assertThat(seeModel("running", 6, false)).isEmpty();
    assertThat(readiness()).isEqualTo(Readiness.UNKNOWN);

    seeModel("running", 6, true);
    assertThat(readiness()).isEqualTo(Readiness.READY);

    now = now.plus(Duration.ofSeconds(11));
    assertThat(seeModel("running", 6, false)).isEmpty();
    assertThat(readiness()).isEqualTo(Readiness.UNKNOWN);
  }

  @Test
  void believesNoWordOfAnEarlierStart() {
    seeModel("running", 4, true);

    assertThat(readiness()).isEqualTo(Readiness.UNKNOWN);
  }

  @Test
  void believesNoDeviceModelWithoutAnEpoch() {
    see(
        XenstoreVerdict.of(
            DEVICE_MODEL,
            reading("running", Optional.of(6L), Optional.empty(), Optional.empty()),
            true,
            now));

    assertThat(readiness()).isEqualTo(Readiness.UNKNOWN);
  }

  @Test
  void doesNotRecordAReadingThatStoodStillOnTheWay() {
    XenstoreVerdict verdict = XenstoreVerdict.of(STATUS, status("ready", 1), false, now);

    assertThat(verdict.isStale(Optional.empty(), now.plusSeconds(1))).isFalse();
    assertThat(verdict.isStale(Optional.empty(), now.plusSeconds(6))).isTrue();
    assertThat(verdict.isStale(Optional.of(now.plusMillis(1)), now.plusSeconds(1))).isTrue();
    assertThat(verdict.isStale(Optional.empty(), now.minusSeconds(1))).isTrue();
  }

  @Test
  void aLeaseBeginsWhenTheKeyWasRead() {
    Instant readAt = now;
    XenstoreVerdict verdict =
        XenstoreVerdict.of(
            DEVICE_MODEL,
            reading("running", Optional.of(6L), Optional.of("start"), Optional.of(5L)),
            true,
            readAt);
    now = now.plusSeconds(4);

    see(verdict);

    assertThat(
            backend
                .epoch()
                .flatMap(Epoch::general)
                .flatMap(ReadinessRecord::lease)
                .map(Lease::until))
        .contains(readAt.plusSeconds(10));
  }

  @Test
  void renewsTheLeaseBeforeItIsOverAndNotAtEachBeat() {
    seeModel("running", 6, true);
    now = now.plus(Duration.ofSeconds(2));
    assertThat(seeModel("running", 6, true)).isEmpty();

    now = now.plus(Duration.ofSeconds(4));
    Backend before = backend;
    ReadinessEvent renewal = seeModel("running", 6, true).orElseThrow();
    assertThat(LeaseRenewal.is(renewal, before, List.of(), now)).isTrue();

    now = now.plus(Duration.ofSeconds(9));
    assertThat(readiness()).isEqualTo(Readiness.READY);
  }

  @Test
  void forgetsAReadyThatHasNoLeaseWhenAHeartHasToBeat() {
    see(status("ready", 6));

    seeModel("running", 6, false);

    assertThat(readiness()).isEqualTo(Readiness.LOST);
  }

  @Test
  void aHeartBeatsOnlyWhenItIsSeenToChange() {
    Heartbeat first = Heartbeat.unseen().seen(1, Optional.of("1"));
    Heartbeat same = first.seen(1, Optional.of("1"));
    Heartbeat next = same.seen(1, Optional.of("2"));
    Heartbeat elsewhere = next.seen(2, Optional.of("3"));

    assertThat(first.beatsAnewAfter(Heartbeat.unseen())).isFalse();
    assertThat(same.beatsAnewAfter(first)).isFalse();
    assertThat(next.beatsAnewAfter(same)).isTrue();
    assertThat(next.seen(1, Optional.of("2")).beatsAnewAfter(next)).isFalse();
    assertThat(elsewhere.beatsAnewAfter(next)).isFalse();
    assertThat(next.seen(1, Optional.empty()).beats()).isFalse();
  }
}
