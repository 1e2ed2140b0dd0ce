package dev.okayd.demo;

import dev.okayd.client.ServiceClient;
import dev.okayd.client.ServiceRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code demo}. */
@Command(
    name = "demo",
    description = {
      "Demonstrates the lifecycle of a device, from its plan to its removal, in a few seconds. Starts",
      "okayd on a temporary store and simulates a guest and a backend. Exit code 0: every step gave",
      "the expected result."
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Path jar = RunningJar.find();
    DemoOutput output = new DemoOutput(command.commandLine().getOut());
    try (ChildService okayd = ChildService.start(jar)) {
      introduce(okayd, output);
      new Demo(new ServiceClient(okayd.address()), output, Clock.systemUTC()).run();
      return ExitCode.OK;
    } catch (DemoFailedException | ServiceRefusedException e) {
      command.commandLine().getErr().println("okayd: demo: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private static void introduce(ChildService okayd, DemoOutput output) throws IOException {
    output.line(
        "okayd is real: process %d, on a temporary store, at %s."
            .formatted(okayd.pid(), okayd.address()));
    output.line(
        "The demo simulates the guest's kernel (by the overlay rules of Linux), drivers and agent,");
    output.line("and the backend. They and okayd communicate over HTTP.");
  }
}
