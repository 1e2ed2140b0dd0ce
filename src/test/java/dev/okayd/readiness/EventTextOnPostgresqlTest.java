package dev.okayd.readiness;

import dev.okayd.testing.OnPostgresql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(OnPostgresql.class)
class EventTextOnPostgresqlTest extends EventTextTest {}
