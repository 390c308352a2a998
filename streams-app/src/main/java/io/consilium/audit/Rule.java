package io.consilium.audit;

/** What must hold of everything that a service has written, whatever was done to it meanwhile. */
public enum Rule {
    PUBLISHED("What a source was told is published is there, and each such record is accepted or refused, once."),
    VERDICTS("Each accepted case has one verdict or one explicit no-verdict; there is no verdict without a case."),
    JOURNAL(
            "Each case's journal runs from opened to closed without a hole, and each step begins where the last ended."),
    STATES("Nothing is in two states: journal, verdict and replies of a case say the same of it."),
    INPUTS("Each record that the journey read led to one entry of the journal, or to a dead letter."),
    REQUESTS(
            "What the journal says was asked lies in its topic, once; a request that was answered twice is taken once."),
    REPLIES("Each reply that the journal or a refusal tells of was sent, once, and no other."),
    DEAD_LETTERS("Each record that cannot be used has one dead letter with its bytes, and no other record has one."),
    SAMPLES("Each verdict that a clinician confirmed has a sample, and its revisions have no hole.");

    private final String words;

    Rule(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
