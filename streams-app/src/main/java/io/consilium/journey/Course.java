package io.consilium.journey;

import io.consilium.record.Answer;
import io.consilium.record.ModelUse;
import java.util.ArrayList;
import java.util.List;

/**
 * How the journey went so far.
 *
 * @param missing what did not come
 * @param degraded where the journey left its full course
 * @param models model versions that took part
 */
public record Course(List<String> missing, List<String> degraded, List<ModelUse> models) {
    static final Course START = new Course(List.of(), List.of(), List.of());

    Course missing(String what) {
        return new Course(with(missing, what), degraded, models);
    }

    Course degraded(String why) {
        return new Course(missing, with(degraded, why), models);
    }

    Course used(Answer answer) {
        return new Course(
                missing,
                degraded,
                with(
                        models,
                        new ModelUse(
                                answer.getRole(),
                                answer.getSeat(),
                                answer.getDoctor(),
                                answer.getModelVersion().orElse(null))));
    }

    private static <T> List<T> with(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return List.copyOf(longer);
    }
}
