package dev.okayd.cli.plan;

import dev.okayd.bundle.Bundle;
import dev.okayd.cli.file.DocumentFile;
import dev.okayd.cli.file.InputException;
import dev.okayd.cli.file.InputFile;
import dev.okayd.document.DocumentMappers;
import dev.okayd.document.Names;
import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.GuestPlan;
import dev.okayd.plan.Plan;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.planner.Planner;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.GuestSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plan SPEC [--base FILE] -o DIR}. */
@Command(
    name = "plan",
    description =
        "Plans a guest: its table of slots, the tree that it boots, an overlay for each gate, the configuration of the toolstack, a sheet for each backend, and a map for people. If DIR has a plan already, each device keeps its slot.")
public final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "SPEC",
      description = "The guest spec, in YAML or JSON; - is standard input")
  private String spec = "";

  @Option(
      names = "--base",
      paramLabel = "FILE",
      description =
          "The base .dtb; without it, platforms that need a complete tree get no guest tree")
  private Optional<String> base = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "guest",
      description = "The name of the guest in toolstacks (default: ${DEFAULT-VALUE})")
  private String name = "guest";

  @Option(names = "--fresh", description = "Ignores the plan.json in DIR; devices may move")
  private boolean fresh;

  @Option(
      names = "--beside",
      paramLabel = "PLAN",
      description = "The plan.json of another guest that may share a backend; may be repeated")
  private List<String> neighbourFiles = List.of();

  @Mixin private PlatformsOption platforms = new PlatformsOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "The output directory; created if missing")
  private Path output = Path.of("");

  @Override
  public Integer call() throws IOException {
    GuestSpec guest =
        InputFile.read(
            spec, bytes -> DocumentFile.read(DocumentMappers.yaml(), bytes, GuestSpec.class));
    Optional<BaseTree> baseTree = base.map(file -> InputFile.read(file, BaseTree::read));
    Optional<Plan> previous = previous();
    List<GuestPlan> neighbours = neighbourFiles.stream().map(PlanCommand::neighbour).toList();
    Planner planner = new Planner(platforms.read());
    Blueprint blueprint =
        InputFile.read(
            spec,
            bytes ->
                Blueprint.create(
                    planner, guest, new PlanningContext(baseTree, previous, neighbours)));
    write(Bundle.of(Names.require("guest", name), blueprint), fresh ? before() : previous);
    previous.ifPresent(before -> printRebootAdvice(before, blueprint.plan()));
    blueprint
        .warnings()
        .forEach(warning -> command.commandLine().getErr().println("okayd: warning: " + warning));
    return ExitCode.OK;
  }

  private void printRebootAdvice(Plan before, Plan now) {
    command
        .commandLine()
        .getOut()
        .println(
            before.digest().equals(now.digest())
                ? "The guest tree is unchanged: a running guest can use the new devices"
                : "The guest tree has changed: reboot the guest with it");
  }

  private Optional<Plan> previous() {
    Path file = output.resolve(Bundle.PLAN_FILE);
    return fresh || !Files.isRegularFile(file)
        ? Optional.empty()
        : Optional.of(plan(file.toString()));
  }

  /** The existing plan if it can be read; {@code --fresh} also replaces an unreadable one. */
  private Optional<Plan> before() {
    try {
      return Optional.of(plan(output.resolve(Bundle.PLAN_FILE).toString()));
    } catch (InputException e) {
      return Optional.empty();
    }
  }

  private static GuestPlan neighbour(String file) {
    return new GuestPlan(file, plan(file));
  }

  private static Plan plan(String file) {
    return InputFile.read(
        file, bytes -> DocumentFile.read(DocumentMappers.json(), bytes, Plan.class));
  }

  /** Deletes the files of the previous plan that this one lacks, because they are stale. */
  private void write(Bundle bundle, Optional<Plan> before) throws IOException {
    Files.createDirectories(output);
    Set<String> gone = new TreeSet<>();
    before.ifPresent(plan -> gone.addAll(Bundle.filesOf(plan)));
    gone.removeAll(bundle.files().keySet());
    for (String file : gone) {
      Files.deleteIfExists(output.resolve(file));
    }
    for (Map.Entry<String, byte[]> file : bundle.files().entrySet()) {
      Files.write(output.resolve(file.getKey()), file.getValue());
    }
  }
}
