package dev.okayd.cli.plan;

import dev.okayd.bundle.TextTable;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.platform.Platform;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.platform.toolstack.HypervisorVersion;
import dev.okayd.platform.toolstack.KeyTable;
import dev.okayd.platform.toolstack.ToolstackKey;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code platforms} and {@code platforms show NAME [--version V]}. */
@Command(
    name = "platforms",
    description = "Lists the platforms.",
    subcommands = PlatformsCommand.Show.class)
public final class PlatformsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PlatformsOption platforms = new PlatformsOption();

  @Override
  public Integer call() {
    Platforms all = platforms.read();
    TextTable table = new TextTable();
    all.names().stream()
        .flatMap(name -> all.find(name).stream())
        .forEach(platform -> table.row(platform.name(), platform.description()));
    PrintWriter out = spec.commandLine().getOut();
    out.print(table);
    out.flush();
    return ExitCode.OK;
  }

  /**
   * Lists the keys that okayd may write for one platform, with the release that introduced each.
   */
  @Command(
      name = "show",
      description =
          "Shows every key that okayd may write for a platform, and the release that introduced it.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private PlatformsOption platforms = new PlatformsOption();

    @Parameters(paramLabel = "NAME", description = "The platform")
    private String name = "";

    @Option(
        names = "--version",
        paramLabel = "V",
        description = "A release such as 4.19; adds a column that shows which keys it knows")
    private Optional<String> version = Optional.empty();

    @Override
    public Integer call() {
      Platforms all = platforms.read();
      Platform platform =
          all.find(name)
              .orElseThrow(
                  () ->
                      new OkaydException(
                          ErrorCode.UNKNOWN_PLATFORM,
                          "There is no platform \"%s\"; known platforms are %s"
                              .formatted(name, String.join(", ", all.names()))));
      Optional<HypervisorVersion> release = version.map(Show::release);
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s: %s%n", platform.name(), platform.description());
      platform
          .provenance()
          .ifPresent(
              provenance ->
                  out.printf(
                      "%s: %s%s%n",
                      provenance.from(),
                      provenance.by(),
                      provenance.compared().map(day -> ", last on " + day).orElse("")));
      if (platform.keyTables().isEmpty()) {
        out.println("okayd writes no file for its toolstack.");
      }
      for (KeyTable table : platform.keyTables()) {
        out.printf(
            "%n%s, by release of %s, from %s on%n", table.file(), table.releases(), table.least());
        out.print(text(table, release));
      }
      out.flush();
      return ExitCode.OK;
    }

    private static HypervisorVersion release(String text) {
      try {
        return HypervisorVersion.parse(text);
      } catch (IllegalArgumentException e) {
        throw new OkaydException(
            ErrorCode.INVALID_VALUE, Optional.ofNullable(e.getMessage()).orElse("--version"));
      }
    }

    private static TextTable text(KeyTable table, Optional<HypervisorVersion> release) {
      String known = release.map(version -> "in " + version).orElse("");
      TextTable text = new TextTable().row("key", known, "since", "commit", "before", "okayd then");
      table.keys().forEach(key -> row(text, key, release));
      return text;
    }

    private static void row(TextTable text, ToolstackKey key, Optional<HypervisorVersion> release) {
      text.row(
          key.name(),
          release.map(version -> key.isKnownTo(version) ? "yes" : "no").orElse(""),
          key.since().toString(),
          key.commit().orElse("-"),
          key.older().map(ToolstackKey.Older::toString).orElse("-"),
          key.then().orElse(key.older().isPresent() ? "leaves it out" : "-"));
    }
  }
}
