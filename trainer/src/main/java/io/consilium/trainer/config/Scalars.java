package io.consilium.trainer.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as people write them in YAML, and values in words for messages. */
final class Scalars {
    /** YAML 1.1 takes 1e-6 for a text, because it has no point; people mean the number. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");

    private Scalars() {}

    static Optional<Double> number(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.asDouble()).filter(Double::isFinite);
        }
        return Optional.of(value)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(Double::parseDouble)
                .filter(Double::isFinite);
    }

    /** A whole number, also when it is written as 1e6 or 20.0. */
    static Optional<Long> whole(JsonNode value) {
        if (value.isIntegralNumber()) {
            return Optional.of(value).filter(JsonNode::canConvertToLong).map(JsonNode::asLong);
        }
        return number(value).map(number -> new BigDecimal(value.asText())).flatMap(Scalars::exactLong);
    }

    private static Optional<Long> exactLong(BigDecimal number) {
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException notWhole) {
            return Optional.empty();
        }
    }

    static String words(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.asText().isEmpty() ? "empty" : "'" + value.asText() + "'";
            case OBJECT -> "a section";
            case ARRAY -> value.isEmpty() ? "an empty list" : "a list";
            case NULL, MISSING -> "missing";
            default -> value.asText();
        };
    }

    static String range(double min, double max) {
        if (max == Double.POSITIVE_INFINITY) {
            return min == Double.NEGATIVE_INFINITY ? "" : " from " + plain(min);
        }
        return min == Double.NEGATIVE_INFINITY
                ? " up to " + plain(max)
                : " between " + plain(min) + " and " + plain(max);
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }
}
