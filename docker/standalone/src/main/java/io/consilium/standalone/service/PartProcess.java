package io.consilium.standalone.service;

import io.consilium.application.Deployment;
import io.consilium.application.StreamsApplication;
import io.consilium.embedded.EmbeddedRegistry;
import io.consilium.image.ImageStore;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.MonitorServer;
import io.consilium.query.CaseQueries;
import io.consilium.query.CaseQuery;
import io.consilium.query.CaseViews;
import io.consilium.topic.Application;
import io.consilium.topic.BrokerAccess;
import io.consilium.topic.KafkaConnection;
import io.consilium.worker.WorkerSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.streams.state.HostInfo;

/**
 * One part of the service in a process of its own, on a cluster whose topics exist.
 *
 * @param assembly what runs; whoever started it closes it
 * @param url where it answers over HTTP
 */
public record PartProcess(Assembly assembly, String url) {
    private static final Duration BROKERS_WITHIN = Duration.ofSeconds(30);

    /**
     * Where a process is reached over HTTP.
     *
     * @param host under which others reach it; when that is the loopback, nobody on another host can
     * @param port 0 for any that is free
     */
    public record Place(String host, int port) {
        InetSocketAddress listening() {
            InetSocketAddress named = new InetSocketAddress(host, port);
            boolean loopback = !named.isUnresolved() && named.getAddress().isLoopbackAddress();
            return loopback ? named : new InetSocketAddress(port);
        }

        HostInfo at(int bound) {
            return new HostInfo(host, bound);
        }
    }

    /**
     * How a streams application keeps its state and hands it over.
     *
     * @param state directory of the stores
     * @param standbys copies of each store in other instances
     * @param session after how long without a sign of life others take over
     * @param commitInterval how long results gather; when a commit takes longer, it holds a few records only
     */
    public record Upkeep(Path state, int standbys, Duration session, Duration commitInterval) {
        Parts.Running running(HostInfo self) {
            return new Parts.Running(state, commitInterval, Deployment.among(self, standbys, session));
        }
    }

    /** Makes and starts what runs, and says what it can tell of cases. */
    private interface Work {
        CaseViews start(Parts parts, HostInfo self);
    }

    public static PartProcess intake(Cluster cluster, Place place, Upkeep upkeep, ImageStore images) {
        return start(cluster, place, Application.INTAKE, (parts, self) -> {
            parts.intake(images, upkeep.running(self)).start();
            return CaseViews.NONE;
        });
    }

    /** @param feedback what feedback, which runs elsewhere, tells of a case */
    public static PartProcess journey(Cluster cluster, Place place, Upkeep upkeep, CaseViews feedback) {
        return start(cluster, place, Application.JOURNEY, (parts, self) -> {
            StreamsApplication journey = parts.journey(upkeep.running(self));
            journey.start();
            return CaseQuery.merged(CaseQuery.journey(journey), feedback);
        });
    }

    public static PartProcess feedback(Cluster cluster, Place place, Upkeep upkeep) {
        return start(cluster, place, Application.FEEDBACK, (parts, self) -> {
            StreamsApplication feedback = parts.feedback(upkeep.running(self));
            feedback.start();
            return CaseQuery.feedback(feedback);
        });
    }

    /** @param staff closed with the process */
    public static PartProcess worker(
            Cluster cluster, Place place, WorkerSettings settings, Staff staff, ImageStore images) {
        return start(cluster, place, Application.WORKER, (parts, self) -> {
            parts.assembly().opened(staff);
            FirstChampions.publish(staff.versions(), parts.kafka(), parts.serdes(), InstantSource.system());
            parts.worker(settings, staff, images).start();
            return CaseViews.NONE;
        });
    }

    /** The only one of its cluster: it is the one writer of its topic. */
    public static PartProcess registry(KafkaConnection kafka, Place place) {
        BrokerAccess.open(kafka, BROKERS_WITHIN).close();
        Assembly assembly = new Assembly();
        EmbeddedRegistry registry = assembly.opened(EmbeddedRegistry.start(kafka, place.listening()));
        return new PartProcess(assembly, url(place.at(registry.port())));
    }

    private static PartProcess start(Cluster cluster, Place place, Application application, Work work) {
        Assembly assembly = new Assembly();
        try {
            Monitor monitor = assembly.opened(Monitor.of(application.id(), System.getenv()));
            MonitorServer http = assembly.opened(MonitorServer.start(place.listening(), monitor));
            Parts parts = new Parts(
                    cluster.kafka(),
                    cluster.serdes(),
                    cluster.departments(),
                    cluster.sources(),
                    cluster.require(application),
                    monitor,
                    assembly);
            HostInfo self = place.at(http.port());
            http.serve(CaseQueries.PATH, new CaseQueries(work.start(parts, self)));
            return new PartProcess(assembly, url(self));
        } catch (RuntimeException e) {
            assembly.close();
            throw e;
        }
    }

    private static String url(HostInfo self) {
        return "http://" + self.host() + ":" + self.port();
    }
}
