package io.consilium.topic;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** The catalogue as a Markdown table, one line a topic in the order of a case's path. */
public final class TopicTable {
    private static final String HEAD = """
            # Topics

            Made from the topic catalogue by `./consilium topics --write`; do not edit. Partitions are those of a fresh
            installation; departments and sources come from departments.yaml and sources.yaml.

            | Topic | Records | Key | Partitions | Kept | Largest record | Written by | Read by | What lies in it |
            |---|---|---|---|---|---|---|---|---|
            """;

    private TopicTable() {}

    public static String markdown(TopicCatalogue catalogue) {
        return HEAD + catalogue.topics().stream().map(TopicTable::line).collect(Collectors.joining());
    }

    private static String line(Topic topic) {
        return List.of(
                        "`" + topic.name() + "`",
                        records(topic),
                        topic.key(),
                        String.valueOf(topic.partitions()),
                        topic.retention().inWords(),
                        (topic.maxMessageBytes() >> 20) + " MiB",
                        applications(topic.writers()),
                        applications(topic.readers()),
                        topic.about())
                .stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String records(Topic topic) {
        return topic.records().stream()
                .map(Class<? extends SpecificRecord>::getSimpleName)
                .collect(Collectors.joining(", "));
    }

    private static String applications(List<Application> applications) {
        return applications.stream().map(Application::id).collect(Collectors.joining(", "));
    }
}
