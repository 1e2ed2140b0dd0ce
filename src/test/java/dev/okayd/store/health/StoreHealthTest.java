package dev.okayd.store.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class StoreHealthTest {

  /** A disk that is full until space is freed; only a write detects that. */
  private static final class Disk implements WriteProbe {
    private Optional<String> writeFailure = Optional.empty();
    private boolean full;
    private int tries;

    @Override
    public Optional<String> writeFailure() {
      return writeFailure;
    }

    @Override
    public void tryToWrite() {
      tries++;
      if (full) {
        throw new OkaydException(ErrorCode.STORE_FULL, "still full");
      }
      writeFailure = Optional.empty();
    }
  }

  private final Disk disk = new Disk();
  private final StoreHealth health = new StoreHealth(disk);

  @Test
  void itIsUpAndWritesNothingWhileWritesSucceed() {
    assertThat(health.call().getStatus()).isEqualTo(Status.UP);
    assertThat(disk.tries).isZero();
  }

  @Test
  void itReportsWhyItIsDownAndTriesAWriteAtMostOnceASecond() {
    disk.full = true;
    disk.writeFailure = Optional.of("The disk of the store is full");

    HealthCheckResponse first = health.call();
    health.call();

    assertThat(first.getStatus()).isEqualTo(Status.DOWN);
    assertThat(first.getData())
        .hasValue(Map.<String, Object>of("reason", "The disk of the store is full"));
    assertThat(disk.tries).isEqualTo(1);
  }

  @Test
  void itRecoversWithoutARequest() {
    disk.writeFailure = Optional.of("The disk of the store is full");

    assertThat(health.call().getStatus()).isEqualTo(Status.UP);
  }
}
