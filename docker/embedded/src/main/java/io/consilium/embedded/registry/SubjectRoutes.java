package io.consilium.embedded.registry;

import static io.consilium.embedded.registry.Route.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consilium.embedded.registry.Registrations.Wish;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/** {@code /subjects} and {@code /compatibility}: register, look up, list, delete, judge. */
final class SubjectRoutes {
    private final SchemaStore store;
    private final Registrations registrations;
    private final Deletions deletions;

    SubjectRoutes(SchemaStore store, Registrations registrations, Deletions deletions) {
        this.store = store;
        this.registrations = registrations;
        this.deletions = deletions;
    }

    List<Route> routes() {
        String versions = "/subjects/{subject}/versions";
        return List.of(
                route("GET", "/subjects", this::subjects),
                route("POST", "/subjects/{subject}", this::lookUp),
                route("DELETE", "/subjects/{subject}", this::deleteSubject),
                route("GET", versions, this::versions),
                route("POST", versions, this::register),
                route("GET", versions + "/{version}", this::version),
                route("DELETE", versions + "/{version}", this::deleteVersion),
                route(
                        "GET",
                        versions + "/{version}/schema",
                        call -> new Route.Verbatim(find(call).content().schema())),
                route("GET", versions + "/{version}/referencedby", this::referencedBy),
                route("POST", "/compatibility/subjects/{subject}/versions", this::fitsAll),
                route("POST", "/compatibility/subjects/{subject}/versions/{version}", this::fitsOne));
    }

    static ObjectNode inFull(SchemaVersion version) {
        ObjectNode node = ChangeJson.object()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        return ChangeJson.fields(node, version.content());
    }

    private Object subjects(Call call) {
        return store.subjects().stream()
                .filter(subject -> subject.startsWith(call.parameter("subjectPrefix")))
                .filter(subject -> offers(subject, call))
                .toList();
    }

    private boolean offers(String subject, Call call) {
        boolean live = !store.liveVersions(subject).isEmpty();
        return call.flag("deletedOnly") ? !live : live || call.flag("deleted");
    }

    private Object lookUp(Call call) {
        boolean deletedToo = call.flag("deleted");
        Versions.of(store, call.subject()).offered(deletedToo);
        return registrations
                .lookUp(call.subject(), call.content(), call.flag("normalize"), deletedToo)
                .map(SubjectRoutes::inFull)
                .orElseThrow(RegistryError::schemaNotFound);
    }

    private Object register(Call call) {
        Wish wish = new Wish(call.content(), call.flag("normalize"), number(call, "id"), number(call, "version"));
        return Map.of("id", registrations.register(call.subject(), wish));
    }

    private static OptionalInt number(Call call, String field) {
        int number = call.body().path(field).asInt(-1);
        return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private Object versions(Call call) {
        if (call.flag("deletedOnly")) {
            return numbers(Versions.of(store, call.subject()).offered(true).stream()
                    .filter(SchemaVersion::deleted)
                    .toList());
        }
        return numbers(Versions.of(store, call.subject()).offered(call.flag("deleted")));
    }

    private static List<Integer> numbers(List<SchemaVersion> versions) {
        return versions.stream().map(SchemaVersion::version).toList();
    }

    private Object version(Call call) {
        return inFull(find(call));
    }

    private SchemaVersion find(Call call) {
        return Versions.of(store, call.subject()).get(call.version(), call.flag("deleted"));
    }

    private Object referencedBy(Call call) {
        SchemaVersion referred = Versions.of(store, call.subject()).get(call.version(), true);
        TreeSet<Integer> ids = new TreeSet<>();
        store.versions().stream()
                .filter(version -> !version.deleted())
                .filter(version -> version.content().refersTo(referred.subject(), referred.version()))
                .forEach(version -> ids.add(version.id()));
        return ids;
    }

    private Object deleteSubject(Call call) {
        return deletions.subject(call.subject(), call.flag("permanent"));
    }

    private Object deleteVersion(Call call) {
        return deletions.version(call.subject(), call.version(), call.flag("permanent"));
    }

    private Object fitsAll(Call call) {
        return fits(call, store.liveVersions(call.subject()));
    }

    private Object fitsOne(Call call) {
        return fits(call, List.of(find(call)));
    }

    private Object fits(Call call, List<SchemaVersion> earlier) {
        List<String> problems =
                registrations.incompatibilities(call.subject(), call.content(), earlier, call.flag("normalize"));
        return call.flag("verbose")
                ? Map.of("is_compatible", problems.isEmpty(), "messages", problems)
                : Map.of("is_compatible", problems.isEmpty());
    }
}
