package dev.okayd.store.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import org.junit.jupiter.api.Test;

class StoredEnumTest {
  private enum State {
    RUNNING,
    @JsonAlias({"CALLED_OFF", "STOPPED"})
    CANCELLED,
    @JsonEnumDefaultValue
    UNKNOWN
  }

  @Test
  void readsAConstantByItsNameAndByItsFormerNames() {
    assertThat(StoredEnum.read(State.class, "CANCELLED")).isEqualTo(State.CANCELLED);
    assertThat(StoredEnum.read(State.class, "CALLED_OFF")).isEqualTo(State.CANCELLED);
    assertThat(StoredEnum.read(State.class, "STOPPED")).isEqualTo(State.CANCELLED);
    assertThat(StoredEnum.read(State.class, "RUNNING")).isEqualTo(State.RUNNING);
  }

  @Test
  void readsANameOfALaterVersionAsTheDefault() {
    assertThat(StoredEnum.read(State.class, "PAUSED")).isEqualTo(State.UNKNOWN);
    assertThat(StoredEnum.find(State.class, "PAUSED")).isEmpty();
  }
}
