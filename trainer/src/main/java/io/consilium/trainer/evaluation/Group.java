package io.consilium.trainer.evaluation;

import io.consilium.trainer.sample.Difficulty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Cases that are counted together: all, those of a set, of a department, or of a difficulty. */
public record Group(By by, String name) {
    public static final Group ALL = new Group(By.ALL, "all");

    public enum By {
        ALL,
        SET,
        DEPARTMENT,
        DIFFICULTY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Places of the cases of each group, in the order of a report: sets as they came, departments by name. A
     * single set is no group of its own. */
    static Map<Group, List<Integer>> of(List<Graded> graded) {
        Map<Group, List<Integer>> groups = new LinkedHashMap<>();
        add(groups, By.ALL, graded, each -> Optional.of("all"));
        List<String> sets = graded.stream().map(Graded::set).distinct().toList();
        for (String set : sets.size() > 1 ? sets : List.<String>of()) {
            add(groups, By.SET, graded, each -> Optional.of(each.set()).filter(set::equals));
        }
        add(groups, By.DEPARTMENT, graded, Graded::department);
        for (Difficulty difficulty : Difficulty.values()) {
            add(groups, By.DIFFICULTY, graded, each -> each.difficulty()
                    .filter(difficulty::equals)
                    .map(Difficulty::word));
        }
        return groups;
    }

    private static void add(
            Map<Group, List<Integer>> groups, By by, List<Graded> graded, Function<Graded, Optional<String>> name) {
        Map<String, List<Integer>> places = new TreeMap<>();
        for (int i = 0; i < graded.size(); i++) {
            int place = i;
            name.apply(graded.get(i)).ifPresent(key -> places.computeIfAbsent(key, none -> new ArrayList<>())
                    .add(place));
        }
        places.forEach((key, list) -> groups.put(new Group(by, key), List.copyOf(list)));
    }

    /** For people: {@code all}, {@code hard}, {@code set omni}. */
    public String words() {
        return by == By.SET ? "set " + name : name;
    }
}
