package dev.okayd.attach.reconcile;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The devices of a backend that guests have. */
public interface LiveDevices {

  /** Those that may be live, by guest and device. */
  List<LiveDevice> of(Handle handle, String backend);

  /** How many devices the backend serves, live or not. */
  int servedBy(Handle handle, String backend);
}
