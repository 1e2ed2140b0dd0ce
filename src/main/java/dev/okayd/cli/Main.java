package dev.okayd.cli;

import dev.okayd.cli.file.RefusalPrinter;
import dev.okayd.start.Service;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Where the jar starts. Without a command, or with {@code serve}, the service runs; every other
 * command does its work and ends without starting it.
 */
@QuarkusMain
public class Main {
  public static void main(String... args) {
    if (args.length == 0 || List.of(args).equals(List.of("serve"))) {
      Service.run();
    } else {
      System.exit(run(args));
    }
  }

  private static int run(String... args) {
    CommandLine okayd = commandLine(Optional.of(args[0]));
    try {
      return okayd.execute(args);
    } catch (OutOfMemoryError e) {
      // a file may be large; what was read of it is garbage by now
      okayd
          .getErr()
          .println(
              "okayd: %d MiB of memory are not enough for this input; give the JVM more with -Xmx"
                  .formatted(Runtime.getRuntime().maxMemory() >> 20));
      return RefusalPrinter.BAD_INPUT;
    }
  }

  /**
   * The command line.
   *
   * @param named the command that it is for, if there is one of that name
   */
  public static CommandLine commandLine(Optional<String> named) {
    CommandLine okayd = new CommandLine(new OkaydCommand());
    Subcommands.addTo(okayd, named);
    return okayd.setExecutionExceptionHandler(new RefusalPrinter());
  }

  /** The command line with all commands. */
  public static CommandLine commandLine() {
    return commandLine(Optional.empty());
  }
}
