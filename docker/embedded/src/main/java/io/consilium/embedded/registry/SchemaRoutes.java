package io.consilium.embedded.registry;

import static io.consilium.embedded.registry.Route.route;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** {@code /schemas}: what lies under an id, and all that there is. */
final class SchemaRoutes {
    private final SchemaStore store;

    SchemaRoutes(SchemaStore store) {
        this.store = store;
    }

    List<Route> routes() {
        return List.of(
                route("GET", "/", call -> Map.of()),
                route("GET", "/contexts", call -> List.of(".")),
                route("GET", "/schemas", this::schemas),
                route("GET", "/schemas/types", call -> List.of("AVRO")),
                route("GET", "/schemas/ids/{id}", this::schema),
                route(
                        "GET",
                        "/schemas/ids/{id}/schema",
                        call -> new Route.Verbatim(content(call).schema())),
                route("GET", "/schemas/ids/{id}/subjects", this::subjects),
                route("GET", "/schemas/ids/{id}/versions", this::versions));
    }

    private Object schemas(Call call) {
        return store.subjects().stream()
                .filter(subject -> subject.startsWith(call.parameter("subjectPrefix")))
                .map(subject -> call.flag("deleted") ? store.versions(subject) : store.liveVersions(subject))
                .flatMap(versions ->
                        versions.stream().skip(call.flag("latestOnly") ? Math.max(0, versions.size() - 1) : 0))
                .map(SubjectRoutes::inFull)
                .toList();
    }

    private Object schema(Call call) {
        return ChangeJson.fields(ChangeJson.object(), content(call));
    }

    /** Softly deleted versions stay readable: records that were written with them are still about. */
    private Content content(Call call) {
        return found(call).get(0).content();
    }

    private List<SchemaVersion> found(Call call) {
        List<SchemaVersion> found = store.withId(call.id());
        if (found.isEmpty()) {
            throw RegistryError.idNotFound(call.id());
        }
        return found;
    }

    private List<SchemaVersion> offered(Call call) {
        return found(call).stream()
                .filter(version -> call.flag("deleted") || !version.deleted())
                .toList();
    }

    private Object subjects(Call call) {
        TreeSet<String> subjects = new TreeSet<>();
        offered(call).forEach(version -> subjects.add(version.subject()));
        return subjects;
    }

    private Object versions(Call call) {
        return offered(call).stream()
                .map(version ->
                        ChangeJson.object().put("subject", version.subject()).put("version", version.version()))
                .toList();
    }
}
