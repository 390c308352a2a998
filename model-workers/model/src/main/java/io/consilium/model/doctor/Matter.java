package io.consilium.model.doctor;

import io.consilium.record.Opinion;
import io.consilium.record.Request;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a prompt tells of a case.
 *
 * @param history empty when there is none
 * @param department whose specialist is asked; empty for the other roles
 * @param departments the triage doctor's choice
 * @param options empty for an open question
 * @param opinions answers by seat
 * @param pictures how many precede the text
 */
public record Matter(
        String question,
        String history,
        String department,
        List<String> departments,
        List<String> options,
        SortedMap<Integer, String> opinions,
        int pictures) {

    static Matter of(Request request) {
        SortedMap<Integer, String> opinions = new TreeMap<>();
        for (Opinion opinion : request.getOpinions()) {
            opinion.getAnswer().ifPresent(answer -> opinions.put(opinion.getSeat(), answer));
        }
        return new Matter(
                request.getQuestion(),
                request.getHistory().orElse(""),
                request.getDepartment().orElse(""),
                request.getDepartments(),
                request.getOptions(),
                opinions,
                request.getImages().size());
    }
}
