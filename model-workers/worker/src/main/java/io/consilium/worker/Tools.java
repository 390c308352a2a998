package io.consilium.worker;

import io.consilium.model.doctor.Doctor;
import io.consilium.monitor.Tracing;
import java.util.Map;

/** What all consumers of a worker share to get requests answered. Safe for threads, but for the wire. */
record Tools(Map<String, Doctor> doctors, Desk desk, Wire wire, WorkerMeters meters, Tracing tracing) {}
