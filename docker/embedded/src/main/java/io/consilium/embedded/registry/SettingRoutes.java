package io.consilium.embedded.registry;

import static io.consilium.embedded.registry.Route.route;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code /config} and {@code /mode}, of one subject or of all. */
final class SettingRoutes {
    private static final String LEVEL = "compatibilityLevel";
    private static final String MODE = "mode";

    private final SchemaStore store;
    private final Settings settings;

    SettingRoutes(SchemaStore store, Settings settings) {
        this.store = store;
        this.settings = settings;
    }

    List<Route> routes() {
        return List.of(
                route("GET", "/config", this::level),
                route("PUT", "/config", this::setLevel),
                route("DELETE", "/config", this::dropLevel),
                route("GET", "/config/{subject}", this::level),
                route("PUT", "/config/{subject}", this::setLevel),
                route("DELETE", "/config/{subject}", this::dropLevel),
                route("GET", "/mode", this::mode),
                route("PUT", "/mode", this::setMode),
                route("GET", "/mode/{subject}", this::mode),
                route("PUT", "/mode/{subject}", this::setMode),
                route("DELETE", "/mode/{subject}", this::dropMode));
    }

    private Object level(Call call) {
        CompatibilityLevel level = inherits(call)
                ? levelOf(call.subject())
                : store.ownLevel(call.subject()).orElseThrow(() -> RegistryError.noLevelOf(call.subject()));
        return Map.of(LEVEL, level.name);
    }

    private Object setLevel(Call call) {
        CompatibilityLevel level = Optional.ofNullable(CompatibilityLevel.forName(
                        call.body().path("compatibility").asText("")))
                .orElseThrow(RegistryError::invalidLevel);
        settings.level(call.subject(), Optional.of(level));
        return Map.of("compatibility", level.name);
    }

    private Object dropLevel(Call call) {
        CompatibilityLevel dropped =
                store.ownLevel(call.subject()).orElseThrow(() -> RegistryError.noLevelOf(call.subject()));
        settings.level(call.subject(), Optional.empty());
        return Map.of(LEVEL, dropped.name);
    }

    private Object mode(Call call) {
        Mode mode = inherits(call)
                ? store.mode(call.subject())
                : store.ownMode(call.subject()).orElseThrow(() -> RegistryError.noModeOf(call.subject()));
        return Map.of(MODE, mode.name());
    }

    private Object setMode(Call call) {
        Mode mode = parse(call.body().path(MODE).asText(""));
        settings.mode(call.subject(), Optional.of(mode), call.flag("force"));
        return Map.of(MODE, mode.name());
    }

    private Object dropMode(Call call) {
        Mode dropped = store.ownMode(call.subject()).orElseThrow(() -> RegistryError.noModeOf(call.subject()));
        settings.mode(call.subject(), Optional.empty(), false);
        return Map.of(MODE, dropped.name());
    }

    private CompatibilityLevel levelOf(String subject) {
        return store.level(subject).orElse(CompatibilityLevel.BACKWARD);
    }

    private static boolean inherits(Call call) {
        return call.subject().isEmpty() || call.flag("defaultToGlobal");
    }

    private static Mode parse(String name) {
        try {
            return Mode.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw RegistryError.invalidMode();
        }
    }
}
