package dev.okayd.guest.api;

import dev.okayd.testing.OnPostgresql;
import dev.okayd.testing.Thorough;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@Thorough.Only
@QuarkusTest
@TestProfile(OnPostgresql.class)
class ETagNeverRepeatsOnPostgresqlTest extends ETagNeverRepeatsTest {}
