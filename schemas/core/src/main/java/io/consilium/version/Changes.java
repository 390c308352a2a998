package io.consilium.version;

import io.consilium.record.ModelChange;
import io.consilium.record.ModelChangeKind;
import io.consilium.record.ModelVersion;
import java.time.Instant;

/** Writes the changes that one author makes at one time. */
public record Changes(String by, Instant at) {

    public ModelChange imported(ModelVersion model) {
        return change(ModelChangeKind.IMPORTED, model.getDoctor(), model.getVersion())
                .setModel(model)
                .build();
    }

    public ModelChange ready(String role, String version) {
        return change(ModelChangeKind.READY, role, version).build();
    }

    public ModelChange failed(String role, String version, String reason) {
        return change(ModelChangeKind.FAILED, role, version).setReason(reason).build();
    }

    /** @param seen the role as it was when this was decided */
    public ModelChange promoted(RoleVersions seen, String version, String evidence) {
        return decision(ModelChangeKind.PROMOTED, seen, version)
                .setEvidence(evidence)
                .build();
    }

    public ModelChange rolledBack(RoleVersions seen, String version, String reason) {
        return decision(ModelChangeKind.ROLLED_BACK, seen, version)
                .setReason(reason)
                .build();
    }

    public ModelChange challenged(RoleVersions seen, String version, double share) {
        return decision(ModelChangeKind.CHALLENGED, seen, version)
                .setShare(share)
                .build();
    }

    public ModelChange stoodDown(RoleVersions seen, String version) {
        return decision(ModelChangeKind.STOOD_DOWN, seen, version).build();
    }

    private ModelChange.Builder decision(ModelChangeKind kind, RoleVersions seen, String version) {
        return change(kind, seen.role(), version).setRevision(seen.revision());
    }

    private ModelChange.Builder change(ModelChangeKind kind, String role, String version) {
        return ModelChange.newBuilder()
                .setKind(kind)
                .setRole(role)
                .setVersion(version)
                .setBy(by)
                .setAt(at);
    }
}
