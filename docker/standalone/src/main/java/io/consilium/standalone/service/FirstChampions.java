package io.consilium.standalone.service;

import io.consilium.record.ModelVersion;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.KafkaConnection;
import io.consilium.version.Changes;
import io.consilium.version.RoleVersions;
import io.consilium.version.VersionLog;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes what the doctors speak through at the start known in the models log, and champion where there is none yet. A
 * champion that was promoted earlier stays: the log decides, not the directory that a service is started with.
 *
 * <p>A remote model's name is no content hash, and only departments.yaml can change it: there that file decides.
 */
final class FirstChampions {
    private static final Pattern CONTENT_HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String EVIDENCE = "{\"reason\":\"the model that the service was started with\"}";

    private final VersionLog log;
    private final Changes changes;

    private FirstChampions(VersionLog log, Changes changes) {
        this.log = log;
        this.changes = changes;
    }

    static void publish(List<ModelVersion> versions, KafkaConnection kafka, RecordSerdes serdes, InstantSource clock) {
        try (VersionLog log = VersionLog.open(kafka, serdes)) {
            FirstChampions first = new FirstChampions(log, new Changes("service", clock.instant()));
            versions.forEach(first::publish);
        }
    }

    private void publish(ModelVersion model) {
        RoleVersions role = log.now().role(model.getDoctor());
        if (role.state(model.getVersion()).isEmpty()) {
            log.publish(changes.imported(model));
        }
        Optional<String> champion = role.aliases().champion();
        boolean decides =
                champion.isEmpty() || !CONTENT_HASH.matcher(model.getVersion()).matches();
        if (decides && !champion.equals(Optional.of(model.getVersion()))) {
            log.publish(changes.ready(role.role(), model.getVersion()));
            log.publish(changes.promoted(role, model.getVersion(), EVIDENCE));
        }
    }
}
