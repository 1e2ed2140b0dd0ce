package dev.okayd.xl.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.xl.config.ListEntryException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskParserTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/vg/root,raw,xvda,rw",
        "/dev/vg/root,raw,xvda,w,",
        "/dev/vg/root,,xvda",
        "/dev/vg/root,,xvda,",
        "format=raw, vdev=xvda, access=rw, target=/dev/vg/root",
        "raw:/dev/vg/root,xvda,w",
        "phy:/dev/vg/root,xvda",
        "/dev/vg/root,vdev=xvda,format=raw",
        "/dev/vg/root,raw,vdev=xvda",
        "  vdev=xvda,\tdevtype=disk,  target=/dev/vg/root,",
        "vdev=xvda,discard,direct-io-safe,target=/dev/vg/root"
      })
  void readsOneDiskInManyNotations(String text) {
    DiskEntry disk = DiskParser.parse(text);

    assertThat(disk.target()).contains("/dev/vg/root");
    assertThat(disk.vdev()).isEqualTo("xvda");
    assertThat(disk.format()).isEqualTo("raw");
    assertThat(disk.writable()).isTrue();
    assertThat(disk.virtio()).isFalse();
  }

  @Test
  void readsAVirtioDisk() {
    assertThat(
            DiskParser.parse(
                "phy:/dev/mmcblk0p3, xvda1, backendtype=standalone, specification=virtio"))
        .isEqualTo(
            new DiskEntry(
                Optional.of("/dev/mmcblk0p3"),
                "xvda1",
                "raw",
                true,
                true,
                Optional.empty(),
                Optional.of("standalone"),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void aFinalTargetIncludesTheRestOfTheEntry() {
    assertThat(DiskParser.parse("vdev=xvda,target=/a,b=c:d").target()).contains("/a,b=c:d");
  }

  @Test
  void readsARemovableDrive() {
    DiskEntry drive = DiskParser.parse(",hdc:cdrom,r");

    assertThat(drive.target()).isEmpty();
    assertThat(drive.vdev()).isEqualTo("hdc");
    assertThat(drive.format()).isEqualTo("empty");
    assertThat(drive.writable()).isFalse();
  }

  @Test
  void aDriveWithoutATargetIsEmpty() {
    assertThat(DiskParser.parse("vdev=hdc,cdrom").format()).isEqualTo("empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "/dev/a | no vdev",
        "vdev=xvda | no target",
        "-  | no target",
        "/dev/a,raw,xvda,rw,more | \"more\" is one field too many",
        "/dev/a,zip,xvda | format is \"zip\"",
        "/dev/a,raw,xvda,x | access is \"x\"",
        "/dev/a,raw,xvda,format=qcow | format is given twice",
        "/dev/a,raw,xvda,vdev=xvdb | vdev is given twice",
        "/dev/a,raw,xvda,specification=virtio,specification=xen | specification is given twice",
        "/dev/a,raw,xvda,specification=Virtio | specification is \"Virtio\"",
        "/dev/a,raw,xvda,grant_usage=yes | grant_usage is \"yes\"",
        "/dev/a,raw,xvda,colour=red | \"colour=red\" is not a disk option of xl",
        "http:/x,raw,xvda | \"http:\" is not a target prefix",
        "/dev/a,raw,xvda:floppy | devtype is \"floppy\""
      })
  void refusesWhatXlRefuses(@org.jspecify.annotations.Nullable String text, String message) {
    assertThatThrownBy(() -> DiskParser.parse(Optional.ofNullable(text).orElse("")))
        .isInstanceOf(ListEntryException.class)
        .hasMessageContaining(message);
  }
}
