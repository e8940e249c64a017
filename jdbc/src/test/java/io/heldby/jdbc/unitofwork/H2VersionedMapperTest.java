package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;

class H2VersionedMapperTest extends VersionedMapperContract {

    H2VersionedMapperTest() {
        super(TestDatabase.h2(20));
    }
}
