package io.consilium.trainer.reproduce;

import java.util.Optional;
import java.util.SortedMap;

/**
 * Where a case was sent and what was said there.
 *
 * @param department empty where triage named none: then nobody was asked, as in the service
 * @param opinions by seat; who kept no format has none
 */
record Consult(Optional<String> department, SortedMap<Integer, String> opinions) {}
