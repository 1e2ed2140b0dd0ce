package dev.okayd.start;

import dev.okayd.setting.SettingsCheck;
import io.quarkus.runtime.Quarkus;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** The service as the command line starts it. */
public final class Service {
  private static final int FAILED = 1;

  private Service() {}

  /** Checks the settings and runs the service until the process is told to end. */
  public static void run() {
    SmallRyeConfig config = ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    List<String> faults = new SettingsCheck(OkaydSettings.MAPPINGS).faults(config);
    if (faults.isEmpty()) {
      Quarkus.run();
    } else {
      faults.forEach(fault -> System.err.println("okayd: " + fault));
      System.exit(FAILED);
    }
  }
}
