package dev.okayd.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The top-level command. */
@Command(
    name = "okayd",
    description = "Device-tree overlay hotplug controller. Without a command it runs the service.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = OkaydCommand.Version.class)
final class OkaydCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }

  /**
   * Exists only for the help text; {@link Main} starts the service before it parses a command line.
   */
  @Command(
      name = "serve",
      description =
          "Runs the service (takes no arguments; see docs/configuration.md for its settings).")
  static final class ServeCommand {}

  /** The version from the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = OkaydCommand.class.getPackage().getImplementationVersion();
      return new String[] {"okayd " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
