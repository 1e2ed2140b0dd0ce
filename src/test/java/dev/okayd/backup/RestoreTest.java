package dev.okayd.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.ErrorCode;
import dev.okayd.eventlog.LogType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreTest {
  @TempDir private Path directory = Path.of("");

  private FreshService fresh(String name) throws IOException {
    return new FreshService(Files.createDirectory(directory.resolve(name)));
  }

  private static void fill(FreshService okayd, String guest) {
    okayd
        .store()
        .inTransaction(
            handle -> {
              handle.execute(
                  "INSERT INTO guest (name, spec, plan, planned_at, base_tree, token_sha256, claimed_by)"
                      + " VALUES (?, '{\"ä\": \"\\n\"}', '{}', 9007199254740993, ?, 'x', 'replica-1')",
                  guest,
                  new byte[] {0, 1, -1, 10, 13});
              handle.execute("INSERT INTO boot_over (guest, boot_id) VALUES (?, 'b')", guest);
              okayd.log().append(handle, LogType.GUEST_CREATED, guest, Map.of("planDigest", "1"));
              return guest;
            });
  }

  @Test
  void everythingIsRestoredExceptTheClaimsOfGuests() throws IOException {
    FreshService from = fresh("from");
    fill(from, "domu1");
    BackupText backup = from.backup();
    FreshService to = fresh("to");

    Restore.Restored restored = to.restore(backup);

    List<String> rows = to.backup().rows();
    assertThat(BackupText.withoutVersions(rows.subList(0, rows.size() - 1)))
        .isEqualTo(BackupText.withoutVersions(backup.rows()));
    assertThat(rows.get(rows.size() - 1)).contains("\"seq\":1767225600001", "state.restored");
    assertThat(restored).isEqualTo(new Restore.Restored(1, 0, 1767225600001L));
    assertThat(backup.rows()).hasSize(3).noneMatch(row -> row.contains("claimed_by"));
  }

  @Test
  void theLogContinuesAboveTheRestoredAndTheReplacedEntries() throws IOException {
    FreshService from = fresh("from");
    fill(from, "domu1");
    FreshService to = fresh("to");
    List.of("a", "b", "c", "d").forEach(guest -> fill(to, guest));

    Restore.Restored restored = to.restore(from.backup());

    assertThat(restored.seq()).isEqualTo(1767225600001L);
    assertThat(to.backup().rows("event_log")).hasSize(2);
  }

  @Test
  void aRestoredGuestHasANewVersion() throws IOException {
    FreshService okayd = fresh("okayd");
    fill(okayd, "domu1");
    BackupText backup = okayd.backup();

    Restore.Restored restored = okayd.restore(backup);

    assertThat(okayd.backup().rows("guest"))
        .singleElement()
        .asString()
        .contains("\"version\":" + restored.seq());
  }

  @Test
  void noNumberIsReusedIfTheClockIsSetBackBetweenTwoRestores() throws IOException {
    FreshService okayd = fresh("okayd");
    fill(okayd, "domu1");
    BackupText backup = okayd.backup();

    long first = okayd.restore(backup).seq();
    long second = okayd.restore(backup).seq();

    assertThat(second).isGreaterThan(first);
  }

  @Test
  void rowsOfAnOlderVersionGetTheDefaultsOfNewColumns() throws IOException {
    FreshService okayd = fresh("okayd");

    okayd.restore(
        okayd
            .backup()
            .with(
                "{\"table\":\"guest\",\"row\":{\"name\":\"old\",\"spec\":\"{}\",\"plan\":\"{}\",\"planned_at\":1,\"token_sha256\":\"x\"}}"));

    assertThat(okayd.backup().rows("guest")).singleElement().asString().contains("\"sessions\":0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"table\":\"flyway_schema_history\",\"row\":{}}                           | Line 5: this version of okayd has no table",
        "{\"table\":\"guest\",\"row\":{\"claimed_by\":\"x\"}}                       | Line 5: this version of okayd has no column",
        "{\"table\":\"guest\",\"row\":{\"name\":1.5}}                               | Line 5: name: a cell must be",
        "{\"table\":\"guest\",\"row\":{\"name\":{\"base64\":\"%\"}}}                | Line 5: name: ",
        "{\"table\":\"guest\"}                                                      | Line 5: the row is missing",
        "{\"table\":\"boot_over\",\"row\":{\"guest\":\"none\",\"boot_id\":\"b\"}}   | is invalid in its table",
        "{\"table\":\"guest\",\"row\":{\"name\":\"x\"}}                             | is invalid in its table",
        "{\"more\":1}                                                               | Line 5: the line is neither",
        "[]                                                                         | Line 5: the line is not a JSON object",
        "{                                                                          | Line 5: the line is not JSON"
      })
  void aLineThatDoesNotFitIsNamedAndChangesNothing(String line, String why) throws IOException {
    FreshService okayd = fresh("okayd");
    fill(okayd, "domu1");
    BackupText before = okayd.backup();

    assertThatThrownBy(() -> okayd.restore(before.with(line)))
        .isInstanceOfSatisfying(
            BackupFormatException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_A_BACKUP))
        .hasMessageContaining(why);
    assertThat(okayd.backup().rows()).isEqualTo(before.rows());
  }

  @Test
  void aFileWithAMissingLineIsRefused() throws IOException {
    FreshService okayd = fresh("okayd");
    fill(okayd, "domu1");
    BackupText whole = okayd.backup();

    for (int i = 0; i < whole.lines().size(); i++) {
      BackupText cut = whole.without(i);
      assertThatThrownBy(() -> okayd.restore(cut)).isInstanceOf(BackupFormatException.class);
    }
    assertThat(okayd.backup().rows()).isEqualTo(whole.rows());
  }
}
