package dev.okayd.testing.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The user of PostgreSQL, which refuses to run as root. */
enum PostgresqlUser {
  /** The user of the tests, if it is not root. */
  OURSELVES("env"),
  /** Another user of this machine. */
  NOBODY("setpriv --reuid=nobody --regid=nogroup --clear-groups"),
  /** Root in a user namespace without a mapping, which PostgreSQL sees as the user nobody. */
  UNMAPPED("unshare --user");

  private final String prefix;

  PostgresqlUser(String prefix) {
    this.prefix = prefix;
  }

  /** The first one that works on this machine. */
  static Optional<PostgresqlUser> find() {
    return Stream.of(values()).filter(PostgresqlUser::isAllowed).findFirst();
  }

  private boolean isAllowed() {
    return succeeds(command(List.of("sh", "-c", "[ $(id -u) -ne 0 ]")));
  }

  private static boolean succeeds(List<String> command) {
    try {
      return ToolRun.of(new byte[0], command).succeeded();
    } catch (UncheckedIOException e) {
      return false; // there is no such program
    }
  }

  /** The command line that runs a command as this user. */
  List<String> command(List<String> command) {
    return Stream.concat(Stream.of(prefix.split(" ", -1)), command.stream()).toList();
  }

  /** Makes this user the owner of a directory. */
  void own(Path directory) throws IOException {
    if (this == NOBODY) {
      Files.setOwner(
          directory,
          directory
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName("nobody"));
    }
  }
}
