package io.heldby.jdbc.unitofwork;

import io.heldby.testkit.TestDatabase;
import java.util.stream.Stream;

class H2UnitOfWorkTest extends UnitOfWorkContract {

    H2UnitOfWorkTest() {
        super(TestDatabase.h2(20));
    }

    @Override
    Stream<Integer> isolations() {
        return Stream.concat(super.isolations(), Stream.of(Isolated.SNAPSHOT));
    }
}
