package dev.okayd.start;

import dev.okayd.setting.SettingsCheck;
import io.quarkus.runtime.Quarkus;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The service as the command line starts it. */
public final class Service {
  private static final int FAILED = 1;

  private Service() {}

  /** Checks the settings and runs the service until the process is told to end. */
  public static void run() {
    SmallRyeConfig config = config();
    List<String> faults = new SettingsCheck(OkaydSettings.MAPPINGS).faults(config);
    if (!faults.isEmpty()) {
      exit(faults);
    }
    StartFailure failures = new StartFailure(config);
    Quarkus.run(null, (code, failure) -> end(code, failure, failures));
  }

  private static SmallRyeConfig config() {
    try {
      return ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    } catch (IllegalArgumentException e) {
      // a file that is unreadable or malformed
      exit(List.of(StartFailure.unreadable(e)));
      throw e;
    }
  }

  /** Quarkus leaves it to this handler to report a start that failed. */
  private static void end(int code, @Nullable Throwable failure, StartFailure failures) {
    if (failure == null) {
      System.exit(code);
    } else {
      exit(lines(failure, failures));
    }
  }

  /** A stack trace is for bugs. */
  private static List<String> lines(Throwable failure, StartFailure failures) {
    List<String> lines = failures.lines(failure);
    if (lines.isEmpty()) {
      failure.printStackTrace();
      return List.of("okayd failed to start because of a bug: " + failure);
    }
    return lines;
  }

  private static void exit(List<String> lines) {
    lines.forEach(line -> System.err.println("okayd: " + line));
    System.exit(FAILED);
  }
}
