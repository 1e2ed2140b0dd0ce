package dev.okayd.backend;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where the reconciler learns of backends. */
public interface BackendReader {

  /** What the backend of this name says now of a guest's devices; empty if none is registered. */
  Optional<BackendReadiness> find(Handle handle, String name, String guest, Instant now);
}
