package io.consilium.audit;

import io.consilium.intake.CaseId;
import io.consilium.journey.Command;
import io.consilium.journey.Replies;
import io.consilium.record.Answer;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Coordinates;
import io.consilium.record.DeadLetter;
import io.consilium.record.JournalEntry;
import io.consilium.record.Outcome;
import io.consilium.record.Reply;
import io.consilium.record.ReplyKind;
import io.consilium.record.Request;
import io.consilium.record.Sample;
import io.consilium.record.Source;
import io.consilium.record.Verdict;
import io.consilium.record.VerdictStatus;
import io.consilium.topic.Application;
import io.consilium.topic.Sources;
import io.consilium.topic.Topic;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Holds all records of a service against each other: what the journal tells of must lie in the topics, once, and nothing
 * else. Knows no Kafka and no time; the same records give the same report. Belongs to one thread.
 *
 * <p>Records of topics are taken in the order of {@link #order}, those of a partition by offset. Nothing may have been
 * written while they were read, and nothing may have left the topics yet.
 */
public final class Audit {
    /** Those whose reading shows: what they cannot use becomes a dead letter. */
    private static final Set<Application> READERS =
            EnumSet.of(Application.INTAKE, Application.JOURNEY, Application.FEEDBACK, Application.WORKER);

    private final TopicCatalogue catalogue;
    private final Sources sources;
    private final List<Violation> violations = new ArrayList<>();
    private final Letters letters = new Letters(violations::add);
    private final Requests requests = new Requests(violations::add);
    private final Map<String, CaseTrail> cases = new TreeMap<>();
    private final Places acknowledged = new Places();
    private final Places present = new Places();
    private final Places awaited = new Places();
    private final Places journalled = new Places();
    private long records;
    private int refused;
    private int samples;

    public Audit(TopicCatalogue catalogue, Sources sources) {
        this.catalogue = catalogue;
        this.sources = sources;
    }

    /** The topics that are audited, as they must be read: dead letters first, requests before answers, the journal last. */
    public List<Topic> order() {
        return catalogue.topics().stream()
                .filter(topic -> !Set.of(Topics.MODELS, Topics.POLICIES).contains(topic.name()))
                .sorted(Comparator.comparing(topic -> !topic.name().equals(Topics.DEAD_LETTERS)))
                .toList();
    }

    /** The broker told whoever published it that the record is safe there. */
    public void acknowledged(Coordinates at) {
        acknowledged.add(at);
    }

    public void take(Found found) {
        records++;
        present.add(found.at());
        Set<Application> readers = readers(found.at().getTopic());
        if (found.record().isEmpty()) {
            readers.forEach(reader -> letters.require(reader, found));
            return;
        }
        Map<Application, DeadLetter> refusals = new EnumMap<>(Application.class);
        readers.forEach(reader -> letters.of(reader, found).ifPresent(letter -> refusals.put(reader, letter)));
        if (readers.contains(Application.JOURNEY) && !refusals.containsKey(Application.JOURNEY)) {
            awaited.add(found.at());
        }
        take(found.at(), found.record().get(), refusals);
    }

    private Set<Application> readers(String topic) {
        Set<Application> readers = EnumSet.copyOf(READERS);
        readers.retainAll(catalogue.topic(topic).readers());
        return readers;
    }

    private void take(Coordinates at, SpecificRecord record, Map<Application, DeadLetter> refusals) {
        if (record instanceof Case theCase) {
            taken(at, theCase, refusals);
        } else if (record instanceof Cancel cancel) {
            taken(at, cancel, refusals);
        } else if (record instanceof Request request) {
            requests.asked(request);
            trail(request.getCaseId()).owe(Rule.REQUESTS, new Command.Ask(request).words(), -1);
        } else if (record instanceof Answer answer) {
            requests.answered(at, answer);
        } else if (record instanceof Verdict verdict) {
            CaseTrail trail = trail(verdict.getCaseId());
            trail.owe(Rule.STATES, new Command.Conclude(verdict).words(), -1);
            trail.conclude(verdict);
        } else if (record instanceof Reply reply) {
            told(reply);
        } else if (record instanceof JournalEntry entry) {
            journalled(entry);
        } else if (record instanceof Outcome outcome && refusals.isEmpty()) {
            trail(outcome.getCaseId()).confirm();
        } else if (record instanceof Sample sample) {
            samples++;
            trail(sample.getCaseId()).sampled(sample);
        } else if (record instanceof DeadLetter letter) {
            letters.add(letter);
        }
    }

    private void taken(Coordinates at, Case theCase, Map<Application, DeadLetter> refusals) {
        String words = "case of message " + theCase.getSource().getMessageId();
        if (at.getTopic().equals(Topics.CASES_ACCEPTED)) {
            trail(theCase.getCaseId()).owe(Rule.PUBLISHED, words, -1);
            trail(theCase.getCaseId()).accept();
        } else {
            published(CaseId.of(theCase), theCase.getCaseId(), words, theCase.getSource(), at, refusals);
        }
    }

    private void taken(Coordinates at, Cancel cancel, Map<Application, DeadLetter> refusals) {
        String words = "cancel of message " + cancel.getSource().getMessageId();
        if (at.getTopic().equals(Topics.CASES)) {
            published(cancel.getCaseId(), cancel.getCaseId(), words, cancel.getSource(), at, refusals);
        } else if (cancel.getSupersededBy().isPresent()) {
            trail(cancel.getSupersededBy().get()).owe(Rule.INPUTS, new Command.Supersede(cancel).words(), -1);
            trail(cancel.getCaseId()).supersede();
        } else {
            trail(cancel.getCaseId()).owe(Rule.PUBLISHED, words, -1);
        }
    }

    /** @param given the id that the source gave, under which it is told of a refusal */
    private void published(
            String caseId,
            String given,
            String words,
            Source source,
            Coordinates at,
            Map<Application, DeadLetter> refusals) {
        if (refusals.isEmpty()) {
            trail(caseId).owe(Rule.PUBLISHED, words, 1);
        } else if (sources.registered(source.getSystem())) {
            String code = refusals.get(Application.INTAKE).getCode();
            Reply due = Replies.rejected(given, source, code, "", Instant.EPOCH);
            trail(addressee(due)).owe(Rule.REPLIES, new Command.Tell(due).words(), 1);
        }
    }

    /** A refused message may have no case id: then it is known by its source's own. */
    private static String addressee(Reply reply) {
        return reply.getCaseId().isEmpty()
                ? reply.getSource().getSystem() + " message "
                        + reply.getSource().getMessageId()
                : reply.getCaseId();
    }

    private void told(Reply reply) {
        refused += reply.getKind() == ReplyKind.REJECTED ? 1 : 0;
        CaseTrail trail = trail(addressee(reply));
        trail.owe(Rule.REPLIES, new Command.Tell(reply).words(), -1);
        reply.getVerdict().ifPresent(trail::told);
    }

    private void journalled(JournalEntry entry) {
        CaseTrail trail = trail(entry.getCaseId());
        boolean moved = trail.step(entry);
        entry.getCommands().forEach(words -> trail.owe(ruleOf(words), words, 1));
        entry.getInput().ifPresent(at -> {
            if (!present.contains(at)) {
                report(
                        Rule.INPUTS,
                        entry.getCaseId(),
                        "the journal names a record that is not there: " + Places.words(at));
            }
            if (!journalled.add(at)) {
                report(Rule.INPUTS, entry.getCaseId(), "taken twice: " + Places.words(at));
            }
            if (moved) {
                requests.taken(entry.getCaseId(), at);
            }
        });
    }

    private static Rule ruleOf(String command) {
        return switch (command.substring(0, command.indexOf(' '))) {
            case "tell" -> Rule.REPLIES;
            case "conclude" -> Rule.STATES;
            case "supersede" -> Rule.INPUTS;
            default -> Rule.REQUESTS;
        };
    }

    /** What is only known at the end, and the report. To be called once, when everything has been taken. */
    public Report finish() {
        acknowledged
                .without(present)
                .forEach(at -> report(
                        Rule.PUBLISHED,
                        Places.words(at),
                        "was acknowledged to whoever published it, and is not there"));
        awaited.without(journalled).stream()
                .filter(at -> !at.getTopic().equals(Topics.OUTCOMES)) // of a case that was not open yet
                .forEach(at -> report(Rule.INPUTS, Places.words(at), "is neither in the journal nor a dead letter"));
        letters.finish();
        cases.values().forEach(CaseTrail::finish);
        Map<VerdictStatus, Integer> ends = new EnumMap<>(VerdictStatus.class);
        cases.values().forEach(trail -> trail.status().ifPresent(status -> ends.merge(status, 1, Integer::sum)));
        return new Report(
                List.copyOf(violations),
                records,
                (int) cases.values().stream().filter(CaseTrail::accepted).count(),
                ends.getOrDefault(VerdictStatus.DECIDED, 0),
                ends.getOrDefault(VerdictStatus.NO_VERDICT, 0),
                ends.getOrDefault(VerdictStatus.CANCELLED, 0) + ends.getOrDefault(VerdictStatus.SUPERSEDED, 0),
                refused,
                letters.count(),
                samples,
                requests.repeated());
    }

    private CaseTrail trail(String caseId) {
        return cases.computeIfAbsent(
                caseId, id -> new CaseTrail((rule, what) -> violations.add(new Violation(rule, id, what))));
    }

    private void report(Rule rule, String about, String what) {
        violations.add(new Violation(rule, about, what));
    }
}
