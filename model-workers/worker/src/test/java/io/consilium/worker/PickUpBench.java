package io.consilium.worker;

import io.consilium.model.doctor.Delivery;
import io.consilium.model.doctor.Doctor;
import io.consilium.monitor.Monitor;
import io.consilium.record.Answer;
import io.consilium.record.Priority;
import io.consilium.record.Request;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** How soon an idle worker takes a request, and how many it can pass through; a program, not a test. */
final class PickUpBench {
    private static final int WARM = 500;
    private static final int PACED = 2_000;

    private PickUpBench() {}

    public static void main(String[] arguments) throws Exception {
        int slots = Integer.parseInt(arguments[0]);
        int consumers = Integer.parseInt(arguments[1]);
        int perSecond = Integer.parseInt(arguments[2]);
        int flood = Integer.parseInt(arguments[3]);
        try (Broker broker = new Broker(Files.createTempDirectory("bench"), 4)) {
            Map<String, Long> sent = new ConcurrentHashMap<>();
            Map<String, Long> taken = new ConcurrentHashMap<>();
            var doctors = Stream.of("triage", "attending", "specialist")
                    .map(name -> timed(name, taken))
                    .toList();
            try (Worker worker = new Worker(
                    broker.settings("bench", slots).withConsumers(consumers),
                    WorkerScope.everything(broker.departments),
                    broker.departments,
                    doctors,
                    broker.serdes,
                    InstantSource.system(),
                    Monitor.silent())) {
                worker.start();
                paced(broker, perSecond, "warm", WARM, sent, taken);
                for (String lane : List.of("ROUTINE", "URGENT", "ROUTINE-again")) {
                    report(lane + " paced", paced(broker, perSecond, lane, PACED, sent, taken));
                }
                flood(broker, flood, taken);
            }
        }
        System.exit(0);
    }

    private static Doctor timed(String name, Map<String, Long> taken) {
        return new Doctor() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public CompletableFuture<Answer> answer(Delivery delivery) {
                taken.putIfAbsent(delivery.request().getRequestId(), System.nanoTime());
                return CompletableFuture.completedFuture(ScriptedDoctor.yes(delivery));
            }
        };
    }

    private static double[] paced(
            Broker broker, int perSecond, String prefix, int count, Map<String, Long> sent, Map<String, Long> taken)
            throws InterruptedException {
        int before = taken.size();
        int answered = broker.answers.size();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            Request request = request(prefix + i, i, prefix.equals("URGENT") ? Priority.URGENT : Priority.ROUTINE);
            sent.put(request.getRequestId(), System.nanoTime());
            broker.ask(request);
        }
        while (taken.size() < before + count || broker.answers.size() < answered + count) {
            LockSupport.parkNanos(1_000_000);
        }
        double[] ms = new double[count];
        for (int i = 0; i < count; i++) {
            ms[i] = (taken.get(prefix + i) - sent.get(prefix + i)) / 1e6;
        }
        return ms;
    }

    private static void flood(Broker broker, int count, Map<String, Long> taken) {
        int answered = broker.answers.size();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            broker.ask(request("flood" + i, i, Priority.ROUTINE));
        }
        double asked = (System.nanoTime() - start) / 1e9;
        while (broker.answers.size() < answered + count) {
            LockSupport.parkNanos(1_000_000);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "flood: %d requests, asked in %.1f s, answered in %.1f s: %.0f/s%n",
                count, asked, seconds, count / seconds);
    }

    private static Request request(String id, int i, Priority priority) {
        return switch (i % 5) {
            case 0 -> Requests.triage(id).setPriority(priority).build();
            case 4 -> Requests.attending(id).setPriority(priority).build();
            default ->
                Requests.specialist(id, "Radiologist", i % 5)
                        .setPriority(priority)
                        .build();
        };
    }

    private static void report(String what, double[] ms) {
        Arrays.sort(ms);
        System.out.printf(
                "%s: p50 %.1f ms, p90 %.1f, p99 %.1f, max %.1f%n",
                what, ms[ms.length / 2], ms[ms.length * 9 / 10], ms[ms.length * 99 / 100], ms[ms.length - 1]);
    }
}
