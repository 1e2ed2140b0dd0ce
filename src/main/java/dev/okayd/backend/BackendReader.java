package dev.okayd.backend;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Gives the reconciler the readiness of backends. */
public interface BackendReader {

  /** The readiness of a guest's devices on this backend; empty if the backend is not registered. */
  Optional<BackendReadiness> find(Handle handle, String name, String guest, Instant now);
}
