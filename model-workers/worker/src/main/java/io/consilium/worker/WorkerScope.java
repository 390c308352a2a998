package io.consilium.worker;

import io.consilium.department.Department;
import io.consilium.department.Departments;
import io.consilium.department.Seat;
import io.consilium.problem.ConfigurationException;
import io.consilium.record.Role;
import io.consilium.topic.Lane;
import io.consilium.topic.Topics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which requests a worker takes.
 *
 * @param roles that it serves
 * @param departments whose specialists it serves
 * @param pools that it belongs to; the empty name is the departments' own topics
 */
public record WorkerScope(Set<Role> roles, Set<String> departments, Set<String> pools) {

    public WorkerScope {
        roles = Set.copyOf(roles);
        departments = Set.copyOf(departments);
        pools = Set.copyOf(pools);
    }

    /** Every role, department and pool of the catalogue. */
    public static WorkerScope everything(Departments catalogue) {
        Set<String> pools = new TreeSet<>();
        catalogue.departments().forEach(department -> department.seats().forEach(seat -> pools.add(seat.pool())));
        return new WorkerScope(EnumSet.allOf(Role.class), Set.copyOf(catalogue.names()), pools);
    }

    /**
     * The topics of one lane that this worker reads.
     *
     * @param doctors the names of the doctors it has
     * @throws ConfigurationException when a request could lie in one of the topics that no doctor here can answer, or
     *     there is no topic at all; lists every such case
     */
    List<String> topics(Departments catalogue, Lane lane, Set<String> doctors) {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        if (roles.contains(Role.TRIAGE)) {
            asked.put(Topics.triageRequests(lane), List.of(catalogue.triage().doctor()));
        }
        if (roles.contains(Role.ATTENDING)) {
            asked.put(
                    Topics.attendingRequests(lane),
                    List.of(catalogue.attending().doctor()));
        }
        if (roles.contains(Role.SPECIALIST)) {
            asked.putAll(consults(catalogue, lane));
        }
        List<String> problems = problems(catalogue, asked, doctors);
        if (!problems.isEmpty()) {
            throw new ConfigurationException("This worker cannot serve what it is told to read", problems);
        }
        return List.copyOf(asked.keySet());
    }

    private Map<String, List<String>> consults(Departments catalogue, Lane lane) {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        for (Department department : catalogue.departments()) {
            for (Seat seat : department.seats()) {
                if (departments.contains(department.name()) && pools.contains(seat.pool())) {
                    asked.computeIfAbsent(Topics.consults(department, seat, lane), topic -> new ArrayList<>())
                            .add(seat.doctor());
                }
            }
        }
        return asked;
    }

    private List<String> problems(Departments catalogue, Map<String, List<String>> asked, Set<String> doctors) {
        List<String> problems = new ArrayList<>();
        departments.stream()
                .filter(name -> !catalogue.names().contains(name))
                .sorted()
                .forEach(name -> problems.add("department '" + name + "' is not in the catalogue"));
        asked.forEach((topic, names) -> names.stream()
                .distinct()
                .filter(name -> !doctors.contains(name))
                .forEach(name -> problems.add(topic + " asks for doctor '" + name + "', which this worker has not")));
        if (asked.isEmpty()) {
            problems.add(
                    "no topic is left to read: roles " + roles + ", departments " + departments + ", pools " + pools);
        }
        return problems;
    }
}
