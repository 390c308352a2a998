package io.consilium.containers;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.consilium.standalone.local.Ports;
import io.consilium.standalone.service.Endpoints;
import io.consilium.topic.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/** What compose.yml describes, on a network and ports of its own; one instance of each application, two workers. */
final class Cluster implements AutoCloseable {
    private static final Path DOCKER = Path.of("..");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int HTTP = 8080;
    private static final int OUTSIDE = 9093;
    private static final List<String> BROKERS = List.of("kafka-1", "kafka-2", "kafka-3");
    private static final List<String> PARTS = List.of("intake-1", "journey-1", "feedback-1", "worker-1", "worker-2");

    private final Compose compose = Compose.read(DOCKER.resolve("compose.yml"));
    private final Network network = Network.newNetwork();
    private final String keys = "consilium-test-" + UUID.randomUUID();
    private final Map<String, GenericContainer<?>> containers = new LinkedHashMap<>();
    private final Ports freePorts = new Ports();
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    private Cluster() {
        DockerClientFactory.instance().client().createVolumeCmd().withName(keys).exec();
    }

    static Cluster start() {
        buildImages();
        Cluster cluster = new Cluster();
        try {
            cluster.startAll();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Docker's cache makes this quick where nothing has changed. */
    private static void buildImages() {
        try {
            Process build = new ProcessBuilder(DOCKER.resolve("images").toString(), "kafka", "s3", "streams", "worker")
                    .inheritIO()
                    .start();
            if (build.waitFor() != 0) {
                throw new IllegalStateException("docker/images failed; what it said is above");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while images were built", e);
        }
    }

    private void startAll() {
        Startables.deepStart(Stream.concat(BROKERS.stream().map(this::broker), Stream.of(ready("s3"), once("key"))))
                .join();
        once("topics").start();
        http("registry", "/subjects").start();
        Startables.deepStart(PARTS.stream().map(name -> http(name, "/ready"))).join();
    }

    Endpoints endpoints() {
        String brokers =
                String.join(",", ports.values().stream().map(Cluster::outside).toList());
        return new Endpoints(KafkaConnection.plain(brokers), url("registry"), url("journey-1"));
    }

    GenericContainer<?> container(String name) {
        return containers.get(name);
    }

    private String url(String name) {
        return "http://" + outside(containers.get(name).getMappedPort(HTTP));
    }

    private static String outside(int port) {
        return DockerClientFactory.instance().dockerHostIpAddress() + ":" + port;
    }

    /** Its port outside is fixed before it starts: it must tell it to its clients, and keep it when it comes back. */
    private GenericContainer<?> broker(String name) {
        int port = freePorts.free();
        ports.put(name, port);
        GenericContainer<?> broker = ready(name);
        broker.addEnv("KAFKA_ADVERTISED_LISTENERS", "INSIDE://" + name + ":9092,OUTSIDE://" + outside(port));
        broker.setPortBindings(List.of(port + ":" + OUTSIDE));
        return broker;
    }

    private GenericContainer<?> ready(String name) {
        return container(name, Wait.forHealthcheck());
    }

    private GenericContainer<?> http(String name, String path) {
        return container(name, Wait.forHttp(path).forPort(HTTP)).withExposedPorts(HTTP);
    }

    private GenericContainer<?> once(String name) {
        return container(name, Wait.defaultWaitStrategy())
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE));
    }

    private GenericContainer<?> container(String name, WaitStrategy ready) {
        Compose.Service service = compose.services().get(name);
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(service.image()))
                .withImagePullPolicy(image -> false)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withEnv(service.environment())
                .withTmpFs(Map.of("/tmp", "rw,noexec,nosuid"))
                .withCommand(service.command().toArray(String[]::new))
                .waitingFor(ready.withStartupTimeout(PATIENCE))
                .withCreateContainerCmdModifier(create -> {
                    restrict(create.getHostConfig(), service, name.equals("key") ? "/data" : "/keys");
                    if (!service.entrypoint().isEmpty()) {
                        create.withEntrypoint(service.entrypoint());
                    }
                });
        containers.put(name, container);
        return container;
    }

    private void restrict(HostConfig host, Compose.Service service, String keysAt) {
        AccessMode mode = keysAt.equals("/data") ? AccessMode.rw : AccessMode.ro;
        host.withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges:true"))
                .withMemory(service.memoryBytes())
                .withBinds(new Bind(keys, new Volume(keysAt), mode));
    }

    @Override
    public void close() {
        containers.values().forEach(GenericContainer::stop);
        network.close();
        DockerClientFactory.instance().client().removeVolumeCmd(keys).exec();
    }
}
