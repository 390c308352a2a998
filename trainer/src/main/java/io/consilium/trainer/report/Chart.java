package io.consilium.trainer.report;

import java.util.List;
import java.util.SortedMap;

/**
 * A chart before it is drawn.
 *
 * @param lines at least one; none of them empty
 * @param band the least and most at each step, drawn as an area below the lines; empty for none
 * @param smoothed whether the lines are averages over fainter points; else the points themselves are joined
 */
record Chart(String title, String remark, List<Series> lines, List<SortedMap<Long, Double>> band, boolean smoothed) {
    Chart {
        lines = List.copyOf(lines);
        band = List.copyOf(band);
    }
}
