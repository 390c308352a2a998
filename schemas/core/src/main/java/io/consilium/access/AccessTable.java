package io.consilium.access;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** The access rules as a Markdown table, one line a principal; of topics only who reads and writes them. */
public final class AccessTable {
    private static final String HEAD = """
        | Principal | reads | writes | besides |
        |---|---|---|---|
        """;

    private AccessTable() {}

    public static String markdown(AccessRules rules) {
        return HEAD
                + rules.principals().stream()
                        .map(principal -> line(principal, rules))
                        .collect(Collectors.joining());
    }

    private static String line(String principal, AccessRules rules) {
        List<Grant> own = rules.grants().stream()
                .filter(grant -> grant.principal().equals(principal))
                .toList();
        return "| `" + principal + "` | " + topics(own, AclOperation.READ) + " | " + topics(own, AclOperation.WRITE)
                + " | " + besides(own) + " |\n";
    }

    private static String topics(List<Grant> grants, AclOperation operation) {
        return grants.stream()
                .filter(grant -> isTopic(grant) && grant.operation() == operation)
                .map(grant -> shortened(grant.name()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Departments have many topics of one kind. */
    private static String shortened(String topic) {
        return topic.startsWith("consults.") ? "consults.*" : topic;
    }

    private static String besides(List<Grant> grants) {
        Map<String, String> operations = grants.stream()
                .filter(grant -> !isTopic(grant))
                .collect(Collectors.groupingBy(
                        Grant::on,
                        TreeMap::new,
                        Collectors.mapping(
                                grant -> grant.operation().name().toLowerCase(Locale.ROOT), Collectors.joining(", "))));
        return operations.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().replace('_', ' '))
                .collect(Collectors.joining("; "));
    }

    private static boolean isTopic(Grant grant) {
        return grant.resource() == ResourceType.TOPIC && grant.pattern() == PatternType.LITERAL;
    }
}
