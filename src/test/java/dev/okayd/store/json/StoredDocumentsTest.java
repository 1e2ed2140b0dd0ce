package dev.okayd.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.backend.Readiness;
import dev.okayd.channel.Proof;
import dev.okayd.document.DocumentMappers;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.OnBackendLost;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads documents that a later version of okayd wrote. */
class StoredDocumentsTest {
  private static final String LATER =
      """
      {"platform": "qemu-virt", "region": {"later": [1, 2]}, "channels": ["vsock", "quic", "http"],
       "policy": {"onBackendLost": "freeze", "patience": 9},
       "backends": [{"name": "storage", "daemon": "later-daemon"}],
       "devices": [{"name": "disk", "type": "video", "backend": "storage", "slotKind": "hotplug",
                    "later": true}]}
      """;

  private final StoredJson json = new StoredJson(DocumentMappers.json());

  @Test
  void unknownPartsOfADocumentOfALaterVersionAreIgnored() {
    GuestSpec spec = json.read(LATER, GuestSpec.class);

    assertThat(spec.devices().get(0).type()).isEqualTo(DeviceType.UNKNOWN);
    // okayd sends no commands for a boot slot, and counts it as live
    assertThat(spec.devices().get(0).kind()).isEqualTo(SlotKind.BOOT);
    assertThat(spec.policy().orElseThrow().onBackendLost()).contains(OnBackendLost.KEEP);
    assertThat(spec.channels().orElseThrow().inOrder())
        .containsExactly(GuestChannel.UNKNOWN, GuestChannel.UNKNOWN, GuestChannel.HTTP);
    assertThat(spec.backend("storage").daemon()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"platform\": \"xen\", \"devices\": [], \"later\": 1}",
        "{\"platform\": \"xen\", \"devices\": [], \"channels\": [\"vsock\"]}",
        "{\"platform\": \"xen\", \"devices\": [], \"channels\": [\"unknown\"]}",
        "{\"platform\": \"xen\", \"devices\": [], \"policy\": {\"onBackendLost\": \"freeze\"}}",
        "{\"platform\": \"xen\", \"devices\": [{\"name\": \"a\", \"backend\": \"b\", \"type\": \"video\"}]}",
        "{\"platform\": \"xen\", \"devices\": [{\"name\": \"a\", \"backend\": \"b\", \"type\": \"unknown\"}]}"
      })
  void aRequestMayNotSayIt(String spec) {
    assertThatThrownBy(() -> DocumentMappers.json().readValue(spec, GuestSpec.class))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void anUnreadableProofIsIgnored() {
    String proof = "{\"status\": \"okay\", \"virtioStatus\": 300, \"later\": {}}";

    assertThat(json.tryRead(proof, Proof.class)).isEmpty();
    assertThat(json.tryRead(proof.replace("300", "7"), Proof.class))
        .hasValueSatisfying(read -> assertThat(read.nodeIsOkay()).isTrue());
  }

  @Test
  void anUnknownEnumConstantIsReadAsTheDefault() {
    assertThat(StoredEnum.read(Reason.class, "PROVED")).isEqualTo(Reason.PROVED);
    assertThat(StoredEnum.read(Reason.class, "LATER")).isEqualTo(Reason.UNKNOWN);
    assertThat(StoredEnum.read(Readiness.class, "LATER")).isEqualTo(Readiness.UNKNOWN);
    assertThat(StoredEnum.find(Phase.class, "LATER")).isEmpty();
    assertThatThrownBy(() -> StoredEnum.read(Phase.class, "LATER"))
        .isInstanceOf(IllegalStateException.class);
  }
}
