package io.heldby.spring.transaction;

import io.heldby.testkit.TestDatabase;

class H2UnleasedWritesTest extends UnleasedWritesContract {

    @Override
    TestDatabase database() {
        return TestDatabase.h2();
    }
}
