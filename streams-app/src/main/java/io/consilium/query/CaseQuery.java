package io.consilium.query;

import io.consilium.application.StreamsApplication;
import io.consilium.feedback.stream.FeedbackTopology;
import io.consilium.journey.stream.JourneyTopology;
import io.consilium.record.FeedbackRecord;
import io.consilium.record.JourneyRecord;
import java.net.http.HttpClient;

/** Makes the views of cases: of what the journey and feedback keep, in this instance or in others. */
public final class CaseQuery {
    private CaseQuery() {}

    /** @param journey running in this instance */
    public static CaseViews journey(StreamsApplication journey) {
        return owned(
                journey,
                new StoredViews<JourneyRecord>(journey.streams(), JourneyTopology.JOURNEYS, CaseView::ofJourney));
    }

    /** @param feedback running in this instance */
    public static CaseViews feedback(StreamsApplication feedback) {
        return owned(
                feedback,
                new StoredViews<FeedbackRecord>(feedback.streams(), FeedbackTopology.FILES, CaseView::ofFeedback));
    }

    /** What an instance elsewhere knows or finds out. */
    public static CaseViews at(String url) {
        return new RemoteViews(url, RemoteViews.client());
    }

    public static CaseViews merged(CaseViews journey, CaseViews feedback) {
        return new MergedViews(journey, feedback);
    }

    private static CaseViews owned(StreamsApplication application, StoredViews<?> here) {
        HttpClient http = RemoteViews.client();
        return new OwnedViews(
                here,
                application.self().orElseThrow(),
                host -> new RemoteViews("http://" + host.host() + ":" + host.port(), http));
    }
}
