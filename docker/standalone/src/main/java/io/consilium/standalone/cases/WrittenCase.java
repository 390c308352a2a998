package io.consilium.standalone.cases;

import io.consilium.record.Case;
import io.consilium.record.Source;
import java.util.Optional;

/**
 * A case out of a file, ready to be published, with what is known to be right about it.
 *
 * @param answer the right answer, where the file gives it
 * @param department the right department, where the file gives it
 */
public record WrittenCase(Case theCase, Optional<String> answer, Optional<String> department) {

    public String messageId() {
        return theCase.getSource().getMessageId();
    }

    /** The same under another id: a case of its own. */
    public WrittenCase as(String id) {
        Case.Builder other = Case.newBuilder(theCase);
        Source source = Source.newBuilder(theCase.getSource()).setMessageId(id).build();
        return new WrittenCase(other.setCaseId(id).setSource(source).build(), answer, department);
    }
}
