package io.consilium.worker;

import io.consilium.department.Departments;
import io.consilium.model.doctor.Doctor;
import io.consilium.monitor.Monitor;
import io.consilium.monitor.Standing;
import io.consilium.problem.ConfigurationException;
import io.consilium.problem.FatalException;
import io.consilium.problem.TransientException;
import io.consilium.serde.RecordSerdes;
import io.consilium.topic.Lane;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests from the share groups, asks the doctors, publishes the answers and acknowledges each request after its
 * answer lies in Kafka. A request may be answered twice (a crash between answer and acknowledgement), never not at all.
 *
 * <p>At most {@link WorkerSettings#slots()} requests are with doctors at a time; urgent ones get the next free slot.
 * States: see {@link WorkerState}. Safe for threads. The doctors belong to the caller, who closes them after the
 * worker.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final Duration LAG_EVERY = Duration.ofSeconds(10);

    private final WorkerSettings settings;
    private final Map<String, Doctor> doctors;
    private final Map<Lane, List<String>> topics = new EnumMap<>(Lane.class);
    private final RecordSerdes serdes;
    private final InstantSource clock;
    private final Clients clients;
    private final Monitor monitor;
    private final WorkerMeters meters;
    private final List<Taker> takers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Set<Taker> taking = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
    private volatile WorkerState state = WorkerState.CREATED;

    /**
     * @param monitor shows what is taken and answered, and probes the worker's standing
     * @throws ConfigurationException when a topic it would read asks for a doctor that is not among the doctors
     */
    public Worker(
            WorkerSettings settings,
            WorkerScope scope,
            Departments catalogue,
            Collection<? extends Doctor> doctors,
            RecordSerdes serdes,
            InstantSource clock,
            Monitor monitor) {
        this(settings, scope, catalogue, doctors, serdes, clock, monitor, new Clients(settings));
    }

    Worker(
            WorkerSettings settings,
            WorkerScope scope,
            Departments catalogue,
            Collection<? extends Doctor> doctors,
            RecordSerdes serdes,
            InstantSource clock,
            Monitor monitor,
            Clients clients) {
        this.settings = settings;
        this.doctors = doctors.stream().collect(Collectors.toUnmodifiableMap(Doctor::name, Function.identity()));
        this.serdes = serdes;
        this.clock = clock;
        this.clients = clients;
        this.monitor = monitor;
        this.meters = new WorkerMeters(monitor.meters(), catalogue);
        monitor.probes().add("worker", this::standing);
        for (Lane lane : Lane.values()) {
            topics.put(lane, scope.topics(catalogue, lane, this.doctors.keySet()));
        }
    }

    /**
     * Sets up the share groups and begins to take requests. Its topics must exist.
     *
     * @throws TransientException when the broker cannot be reached now
     * @throws FatalException when it refuses
     */
    public synchronized void start() {
        if (state != WorkerState.CREATED) {
            throw new IllegalStateException("a worker starts once; this one is " + state);
        }
        transitionTo(WorkerState.STARTING);
        try (Admin admin = clients.admin()) {
            new ShareGroups(admin).configure(settings);
        }
        Producer<byte[], byte[]> producer = clients.producer();
        ExecutorService preparing = Executors.newFixedThreadPool(preparers(), this::daemon);
        opened.add(preparing::shutdownNow);
        opened.add(() -> producer.close(FAREWELL));
        Desk desk = new Desk(settings.slots(), preparing, clock, meters::began);
        meters.show(desk);
        open(Lane.URGENT, 1, settings.urgentAhead(), desk, producer);
        for (int number = 1; number <= settings.consumers(); number++) {
            open(Lane.ROUTINE, number, share(number), desk, producer);
        }
        threads.forEach(Thread::start);
        List<String> groups = Stream.of(Lane.values())
                .map(lane -> ShareGroups.group(settings, lane))
                .toList();
        ShareLag lag = new ShareLag(clients.admin(), groups, monitor.meters());
        opened.add(lag);
        lag.start(LAG_EVERY);
    }

    /** Whether its threads do what they should; false when it must be restarted. */
    public boolean live() {
        return !failure.isDone() && (closing() || takers.stream().noneMatch(Taker::stuck));
    }

    public Standing standing() {
        if (!live()) {
            return Standing.BROKEN;
        }
        return ready() ? Standing.READY : Standing.WAITING;
    }

    private boolean closing() {
        return state == WorkerState.DRAINING || state == WorkerState.CLOSED;
    }

    /** Whether it takes requests. */
    public boolean ready() {
        return state == WorkerState.RUNNING;
    }

    public WorkerState state() {
        return state;
    }

    /** Completed by the fault after which the worker takes nothing more; never, as long as all is well. */
    public CompletionStage<RuntimeException> failure() {
        return failure.minimalCompletionStage();
    }

    /** Takes nothing new, waits for the doctors as long as the settings say, hands the rest back to the broker. */
    @Override
    public void close() {
        synchronized (this) {
            if (state == WorkerState.DRAINING || state == WorkerState.CLOSED) {
                return;
            }
            transitionTo(WorkerState.DRAINING);
        }
        takers.forEach(Taker::stop);
        threads.forEach(this::join);
        for (AutoCloseable one : opened) {
            closeQuietly(one);
        }
        transitionTo(WorkerState.CLOSED);
    }

    private final class Takers implements Taker.Listener {
        @Override
        public void took(Taker taker) {
            taking.add(taker);
            synchronized (Worker.this) {
                if (state == WorkerState.STARTING && taking.size() == takers.size()) {
                    transitionTo(WorkerState.RUNNING);
                }
            }
        }

        @Override
        public void failed(Taker taker, RuntimeException problem) {
            if (failure.complete(problem)) {
                transitionTo(WorkerState.FAILED);
                LOG.error("worker={} takes nothing more", settings.name(), problem);
                takers.forEach(Taker::stop);
            }
        }
    }

    private void open(Lane lane, int number, int most, Desk desk, Producer<byte[], byte[]> producer) {
        Tools tools = new Tools(doctors, desk, new KafkaWire(serdes, producer), meters, monitor.tracing());
        Casework casework = new Casework(settings, lane, tools, clock);
        Taker taker = new Taker(
                clients.consumer(lane, number, most), topics.get(lane), casework, settings, clock, new Takers());
        takers.add(taker);
        threads.add(daemon(taker));
    }

    /** The slots of one of the routine consumers: all slots together, as even as can be. */
    private int share(int number) {
        return (settings.slots() + number - 1) / settings.consumers();
    }

    private int preparers() {
        return Math.min(settings.slots(), Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    private Thread daemon(Runnable task) {
        Thread thread = new Thread(task, settings.name());
        thread.setDaemon(true);
        return thread;
    }

    private void join(Thread thread) {
        try {
            thread.join(settings.drain().plus(FAREWELL).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeQuietly(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            LOG.warn("worker={} closing: {}", settings.name(), e.toString());
        }
    }

    private synchronized void transitionTo(WorkerState next) {
        LOG.info("worker={} state={} was={}", settings.name(), next, state);
        state = next;
    }
}
