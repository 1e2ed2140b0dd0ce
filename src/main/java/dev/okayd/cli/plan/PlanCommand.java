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
        "Plans a guest: its table of slots, the tree that it boots, an overlay for each gate, the configuration of the toolstack, a sheet for each backend, and a map for people. Planned again into the same directory, a device keeps the slot that it has.")
public final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "SPEC",
      description = "The guest spec, in YAML or JSON; - is the standard input")
  private String spec = "";

  @Option(
      names = "--base",
      paramLabel = "FILE",
      description = "The base .dtb; without it, platforms of complete trees get no guest tree")
  private Optional<String> base = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "guest",
      description = "What toolstacks call the guest (default: ${DEFAULT-VALUE})")
  private String name = "guest";

  @Option(names = "--fresh", description = "Plan as if DIR had no plan.json; devices may move")
  private boolean fresh;

  @Option(
      names = "--beside",
      paramLabel = "PLAN",
      description = "plan.json of another guest, which may share a backend; may be repeated")
  private List<String> beside = List.of();

  @Mixin private PlatformsOption platforms = new PlatformsOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Where the files go; the directory is made if it is not there")
  private Path output = Path.of("");

  @Override
  public Integer call() throws IOException {
    GuestSpec guest =
        InputFile.read(
            spec, bytes -> DocumentFile.read(DocumentMappers.yaml(), bytes, GuestSpec.class));
    Optional<BaseTree> baseTree = base.map(file -> InputFile.read(file, BaseTree::read));
    Optional<Plan> previous = previous();
    List<GuestPlan> neighbours = beside.stream().map(PlanCommand::neighbour).toList();
    Planner planner = new Planner(platforms.read());
    Blueprint blueprint =
        InputFile.read(
            spec,
            bytes ->
                Blueprint.create(
                    planner, guest, new PlanningContext(baseTree, previous, neighbours)));
    write(Bundle.of(Names.require("guest", name), blueprint), fresh ? before() : previous);
    previous.ifPresent(before -> tellWhetherToReboot(before, blueprint.plan()));
    blueprint
        .warnings()
        .forEach(warning -> command.commandLine().getErr().println("okayd: warning: " + warning));
    return ExitCode.OK;
  }

  private void tellWhetherToReboot(Plan before, Plan now) {
    command
        .commandLine()
        .getOut()
        .println(
            before.digest().equals(now.digest())
                ? "The guest's tree is the same: a running guest may have what is new"
                : "The guest's tree is another one: the guest has to boot it");
  }

  private Optional<Plan> previous() {
    Path file = output.resolve(Bundle.PLAN_FILE);
    return fresh || !Files.isRegularFile(file)
        ? Optional.empty()
        : Optional.of(plan(file.toString()));
  }

  /** The plan whose files are there, if it can be read: planning afresh is the way out if not. */
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

  /** A file of the plan before that this one does not have is of no use, or of harm. */
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
