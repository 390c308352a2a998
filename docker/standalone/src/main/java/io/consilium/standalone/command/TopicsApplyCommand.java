package io.consilium.standalone.command;

import io.consilium.access.AccessPlan;
import io.consilium.topic.BrokerAccess;
import io.consilium.topic.Replication;
import io.consilium.topic.TopicCatalogue;
import io.consilium.topic.TopicPlan;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "apply",
        description =
                "Makes the topics of a cluster, and who may use them, as the catalogue says, and tells every change."
                        + " No topic is ever deleted. With --dry-run nothing changes, and exit code 1 says that something"
                        + " would.")
final class TopicsApplyCommand implements Callable<Integer> {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private CatalogueOptions options;

    @Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "3",
            description = "how many brokers have a copy of each record (default: ${DEFAULT-VALUE})")
    private int copies;

    @Option(
            names = "--min-insync",
            paramLabel = "N",
            defaultValue = "2",
            description = "how many must have it before a write counts (default: ${DEFAULT-VALUE})")
    private int minInsync;

    @Option(
            names = "--tiered",
            description = "let old records of long-kept topics move to remote storage; the brokers need a"
                    + " RemoteStorageManager and remote.log.storage.system.enable=true")
    private boolean tiered;

    @Option(names = "--acls", description = "also who may do what, for principals whose names begin with consilium-")
    private boolean acls;

    @Option(
            names = "--prune",
            description = "with --acls: take away what those principals may do and the catalogue does not know; what is"
                    + " denied stays denied")
    private boolean prune;

    @Option(names = "--dry-run", description = "change nothing, say what would be changed")
    private boolean dryRun;

    private Output output;
    private int changes;

    @Override
    public Integer call() {
        output = new Output(spec);
        Replication replication = new Replication(copies, minInsync, tiered);
        try (Admin admin = BrokerAccess.open(kafka.connection(), WITHIN)) {
            topics(admin, options.topics(), replication);
            if (acls) {
                rules(admin);
            }
        }
        if (changes == 0) {
            output.say("Nothing to change.");
        } else {
            output.say(changes + (dryRun ? " changes would be made." : " changes were made."));
        }
        return dryRun && changes > 0 ? Failures.INCOMPLETE : 0;
    }

    private void topics(Admin admin, TopicCatalogue catalogue, Replication replication) {
        TopicPlan plan = TopicPlan.of(admin, catalogue, replication);
        plan.missing()
                .forEach(topic -> change("+ topic " + topic.name() + ", partitions " + topic.partitions() + ", kept "
                        + topic.retention().inWords()));
        plan.settings()
                .forEach(setting -> change("~ topic " + setting.topic() + ", " + setting.name() + ": " + setting.from()
                        + " becomes " + setting.to()));
        if (dryRun) {
            plan.misfits().forEach(misfit -> change("! topic " + misfit));
        } else {
            plan.apply(admin, catalogue, replication);
        }
    }

    private void rules(Admin admin) {
        AccessPlan plan = AccessPlan.of(admin, options.rules());
        plan.missing().forEach(grant -> change("+ " + grant));
        if (prune) {
            plan.unknown().forEach(grant -> change("- " + grant));
        } else {
            plan.unknown().forEach(grant -> output.remark("? " + grant + " is not in the catalogue; see --prune"));
        }
        if (!dryRun) {
            plan.grant(admin);
            if (prune) {
                plan.prune(admin);
            }
        }
    }

    private void change(String what) {
        changes++;
        output.say(what);
    }
}
