package io.consilium.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.problem.TransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Asks the instance that owns a case, be it this one; while the owner cannot be asked, those that stand by for it, which
 * may be some moments behind. Safe for threads.
 */
final class OwnedViews implements CaseViews {
    private final StoredViews<?> here;
    private final HostInfo self;
    private final Function<HostInfo, CaseViews> elsewhere;

    OwnedViews(StoredViews<?> here, HostInfo self, Function<HostInfo, CaseViews> elsewhere) {
        this.here = here;
        this.self = self;
        this.elsewhere = elsewhere;
    }

    @Override
    public Optional<ObjectNode> find(String caseId) {
        KeyQueryMetadata keepers = here.keepers(caseId);
        List<HostInfo> hosts = new ArrayList<>(List.of(keepers.activeHost()));
        hosts.addAll(keepers.standbyHosts());
        TransientException unanswered = new TransientException("no instance keeps the case now; ask again", null);
        for (HostInfo host : hosts) {
            try {
                return host.equals(self)
                        ? here.find(caseId)
                        : elsewhere.apply(host).findHere(caseId);
            } catch (TransientException e) {
                unanswered.addSuppressed(e);
            }
        }
        throw unanswered;
    }

    @Override
    public Optional<ObjectNode> findHere(String caseId) {
        return here.find(caseId);
    }
}
