package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.access.AccessTable;
import io.consilium.standalone.service.Home;
import io.consilium.topic.Application;
import io.consilium.topic.CatalogueFiles;
import io.consilium.topic.Topic;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "topics",
        description = "Shows every topic: what lies in it, how long, who writes and who reads it.",
        subcommands = TopicsApplyCommand.class)
public final class TopicsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CatalogueOptions catalogue;

    @Option(names = "--json", description = "one JSON object a topic")
    private boolean json;

    @Option(
            names = "--write",
            description = "write the checkout's schemas/topics.md, schemas/asyncapi.yaml and schema history anew")
    private boolean write;

    @Option(names = "--check", description = "exit code 1 when one of these files is not current")
    private boolean check;

    @Option(names = "--access", description = "show who may do what on the broker instead")
    private boolean access;

    @Override
    public Integer call() {
        Output output = new Output(spec);
        if (check || write) {
            return files(output);
        }
        TopicCatalogue topics = catalogue.topics();
        if (access) {
            output.say(AccessTable.markdown(catalogue.rules()));
            return 0;
        }
        if (json) {
            topics.topics().forEach(topic -> output.json(view(topic)));
        } else {
            output.say(TopicTable.markdown(topics));
        }
        return 0;
    }

    private int files(Output output) {
        CatalogueFiles files = CatalogueFiles.in(Home.find().directory());
        if (write) {
            files.write().forEach(file -> output.say("wrote " + file));
            return 0;
        }
        files.stale().forEach(file -> output.say("not current: " + file + "; run 'consilium topics --write'"));
        return files.stale().isEmpty() ? 0 : Failures.INCOMPLETE;
    }

    private static ObjectNode view(Topic topic) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("name", topic.name());
        view.put("about", topic.about());
        view.put("key", topic.key());
        ArrayNode records = view.putArray("records");
        topic.records().forEach(record -> records.add(record.getSimpleName()));
        view.put("partitions", topic.partitions());
        view.put("kept", topic.retention().inWords());
        view.put("max_message_bytes", topic.maxMessageBytes());
        ArrayNode writers = view.putArray("writers");
        topic.writers().stream().map(Application::id).forEach(writers::add);
        ArrayNode readers = view.putArray("readers");
        topic.readers().stream().map(Application::id).forEach(readers::add);
        return view;
    }
}
