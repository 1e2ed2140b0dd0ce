package dev.okayd.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingSuggestionTest {
  private static final List<String> KNOWN =
      List.of("boot", "gated", "rebind", "blk", "slotKind", "per-device", "attached", "detached");

  @ParameterizedTest
  @CsvSource({
    "boott, boot",
    "bot, boot",
    "bott, boot",
    "obot, boot",
    "gatd, gated",
    "agted, gated",
    "rebnid, rebind",
    "bk, blk",
    "slotkind, slotKind",
    "slot_kind, slotKind",
    "SLOT-KIND, slotKind",
    "perDevice, per-device",
    "attachd, attached",
    "detach, detached"
  })
  void findsTheWordThatWasMeant(String word, String meant) {
    assertThat(SpellingSuggestion.to(word, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"colour", "disk", "xboott", "''", "rebindrebind"})
  void findsNothingForAnotherWord(String word) {
    assertThat(SpellingSuggestion.to(word, KNOWN)).isEmpty();
  }

  @Test
  void aLongWordIsComparedQuickly() {
    assertThat(SpellingSuggestion.to("x".repeat(4_000_000), KNOWN)).isEmpty();
  }
}
