package io.consilium.standalone.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.digest.Digest;
import io.consilium.record.ModelChange;
import io.consilium.record.ModelVersion;
import io.consilium.version.KnownVersion;
import io.consilium.version.LogEntry;
import io.consilium.version.RoleVersions;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Model versions and their changes, as people and programs read them. */
final class ModelView {
    private static final int CHARACTERS = 12;

    private ModelView() {}

    static String brief(String version) {
        return version.length() <= CHARACTERS ? version : version.substring(0, CHARACTERS);
    }

    static String alias(RoleVersions role, String version) {
        Optional<String> name = Optional.of(version);
        if (role.aliases().champion().equals(name)) {
            return "champion";
        }
        if (role.aliases().candidate().equals(name)) {
            return "candidate";
        }
        return role.aliases().challenger().equals(name)
                ? String.format(Locale.ROOT, "challenger %.0f%%", role.aliases().share() * 100)
                : "";
    }

    static String line(RoleVersions role, KnownVersion known) {
        ModelVersion model = known.model();
        String state = known.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return String.format(
                        Locale.ROOT,
                        "  %-12s  %-15s %-8s %-20s %s %s",
                        brief(model.getVersion()),
                        alias(role, model.getVersion()),
                        state,
                        model.getName(),
                        model.getParent().map(parent -> "from " + brief(parent)).orElse(""),
                        known.reason())
                .stripTrailing();
    }

    static ObjectNode json(RoleVersions role, KnownVersion known) {
        ModelVersion model = known.model();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("role", role.role());
        view.put("revision", role.revision());
        view.put("version", model.getVersion());
        view.put("alias", alias(role, model.getVersion()).replaceAll(" .*", ""));
        view.put("state", known.state().name());
        view.put("reason", known.reason());
        view.put("name", model.getName());
        view.put("location", model.getLocation());
        model.getParent().ifPresent(parent -> view.put("parent", parent));
        model.getRun().ifPresent(run -> view.put("run", run));
        model.getData().ifPresent(data -> view.put("data", data));
        view.put("published_at", model.getPublishedAt().toString());
        known.retiredAt().ifPresent(at -> view.put("retired_at", at.toString()));
        ObjectNode metrics = view.putObject("metrics");
        model.getMetrics().forEach(metrics::put);
        return view;
    }

    static String line(LogEntry entry) {
        ModelChange change = entry.change();
        String evidence = change.getEvidence()
                .map(text -> "evidence " + brief(hash(text)))
                .orElse("");
        String why = entry.counts() ? change.getReason() : "REFUSED: " + entry.refusal();
        return String.format(
                        Locale.ROOT,
                        "  %s  %-11s %-12s by %-12s %s %s",
                        change.getAt(),
                        change.getKind(),
                        brief(change.getVersion()),
                        change.getBy(),
                        evidence,
                        why)
                .stripTrailing();
    }

    static ObjectNode json(LogEntry entry) {
        ModelChange change = entry.change();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("role", change.getRole());
        view.put("at", change.getAt().toString());
        view.put("kind", change.getKind().name());
        view.put("version", change.getVersion());
        view.put("by", change.getBy());
        view.put("counts", entry.counts());
        view.put("reason", entry.counts() ? change.getReason() : entry.refusal());
        entry.champion().ifPresent(champion -> view.put("champion", champion));
        change.getRevision().ifPresent(revision -> view.put("revision", revision));
        if (change.getShare() > 0) {
            view.put("share", change.getShare());
        }
        change.getEvidence()
                .ifPresent(text -> view.put("evidence_sha256", hash(text)).put("evidence", text));
        return view;
    }

    private static String hash(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
