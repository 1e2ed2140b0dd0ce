package dev.okayd.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that holds all others. */
@Command(
    name = "okayd",
    description = "Device-tree overlay hotplug controller. Without a command it serves.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = OkaydCommand.Version.class)
final class OkaydCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }

  /** Named for the help text; {@link Main} serves before a command line is looked at. */
  @Command(
      name = "serve",
      description = "Runs the service (takes no arguments; see README.md for its configuration).")
  static final class ServeCommand {}

  /** The version that the jar's manifest has. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = OkaydCommand.class.getPackage().getImplementationVersion();
      return new String[] {"okayd " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
