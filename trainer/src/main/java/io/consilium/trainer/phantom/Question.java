package io.consilium.trainer.phantom;

import java.util.List;
import java.util.Optional;

/** What can be asked about a phantom. */
public enum Question {
    PRESENCE {
        @Override
        public Optional<Asked> about(Truth truth) {
            String text = "Is there a " + truth.kind().lesion() + " in this "
                    + truth.kind().picture() + "?";
            return Optional.of(new Asked(text, List.of("yes", "no"), truth.count() > 0 ? "yes" : "no"));
        }
    },
    COUNT {
        @Override
        public Optional<Asked> about(Truth truth) {
            String text = "How many " + truth.kind().lesion() + " sites does this "
                    + truth.kind().picture() + " show?";
            return Optional.of(new Asked(text, Truth.COUNTS, Truth.COUNTS.get(truth.count())));
        }
    },
    SIZE {
        @Override
        public Optional<Asked> about(Truth truth) {
            String text = "Is the " + truth.kind().lesion() + " in this "
                    + truth.kind().picture() + " small or large?";
            return ifAny(truth, text, List.of("small", "large"), truth.size().word());
        }
    },
    SIDE {
        @Override
        public Optional<Asked> about(Truth truth) {
            String text = "On which side of this " + truth.kind().picture() + " is the "
                    + truth.kind().lesion() + "?";
            return ifAny(truth, text, List.of("left", "right"), truth.side().word());
        }
    },
    DIAGNOSIS {
        @Override
        public Optional<Asked> about(Truth truth) {
            String text = "What is the diagnosis from this " + truth.kind().picture() + "?";
            return Optional.of(new Asked(text, truth.kind().labels(), truth.label()));
        }
    };

    /** The question about a picture; empty where it makes no sense. */
    public abstract Optional<Asked> about(Truth truth);

    /** All that make sense, in the order of this enum. */
    public static List<Asked> allAbout(Truth truth) {
        return List.of(values()).stream()
                .flatMap(question -> question.about(truth).stream())
                .toList();
    }

    private static Optional<Asked> ifAny(Truth truth, String text, List<String> options, String answer) {
        return truth.count() == 0 ? Optional.empty() : Optional.of(new Asked(text, options, answer));
    }
}
