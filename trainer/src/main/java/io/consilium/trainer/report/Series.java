package io.consilium.trainer.report;

import java.util.SortedMap;

/** One line of a chart. */
record Series(String label, SortedMap<Long, Double> points) {}
