package dev.okayd.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** As whom PostgreSQL runs, which refuses to run as root. */
enum PostgresqlUser {
  /** The user of the tests, who is not root. */
  OURSELVES("env"),
  /** Another user of this machine. */
  NOBODY("setpriv --reuid=nobody --regid=nogroup --clear-groups"),
  /** Root, who in a user namespace without any mapping looks like nobody to PostgreSQL. */
  UNMAPPED("unshare --user");

  private final String prefix;

  PostgresqlUser(String prefix) {
    this.prefix = prefix;
  }

  /** The first one that this machine allows. */
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

  /** How this user runs a command. */
  List<String> command(List<String> command) {
    return Stream.concat(Stream.of(prefix.split(" ", -1)), command.stream()).toList();
  }

  /** Makes a directory this user's own. */
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
