package io.consilium.topic;

import io.consilium.department.DepartmentsFile;

/** Catalogues that tests look at. */
final class Catalogues {
    static final int PARTITIONS = 4;

    private Catalogues() {}

    static TopicCatalogue bundled() {
        return TopicCatalogue.of(DepartmentsFile.bundled(), Sources.bundled(), PARTITIONS);
    }
}
