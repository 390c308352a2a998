package io.consilium.application;

import io.consilium.problem.FatalException;

/** The format of what an application's store keeps, raised whenever an older instance would misunderstand it. */
public record StateFormat(int newest) {

    /** @throws FatalException when a newer instance wrote the state, as may be during an upgrade */
    public void requireKnown(String caseId, int format) {
        if (format > newest) {
            throw new FatalException("the state of case " + caseId + " has format " + format
                    + " and this instance knows none above " + newest
                    + ": a newer version of Consilium runs beside it; upgrade this instance too");
        }
    }
}
