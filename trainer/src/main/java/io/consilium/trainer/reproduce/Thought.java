package io.consilium.trainer.reproduce;

import io.consilium.trainer.sample.Sample;
import java.util.List;
import java.util.Optional;

/** What stands between the think tags of a gold reply: formats that supervised fine-tuning may be given. */
enum Thought {
    /** {@code the answer is X}. */
    ANSWER {
        @Override
        String of(Sample sample) {
            return "the answer is " + sample.answer();
        }
    },
    /** Nothing: the reply is the answer alone. */
    NOTHING {
        @Override
        String of(Sample sample) {
            return "";
        }
    },
    /** How the opinions stand to the right answer, in the words of the starter checkpoints where they are right. */
    OPINIONS {
        @Override
        String of(Sample sample) {
            List<String> said = List.copyOf(sample.opinions().values());
            long right = said.stream().filter(sample::isRight).count();
            if (right == said.size() && right > 0) {
                return "the opinions agree on " + sample.answer();
            }
            if (2 * right > said.size()) {
                return "most opinions say " + sample.answer();
            }
            return right > 0 ? "one opinion says " + sample.answer() : "the opinions are wrong";
        }
    },
    /** What lies in the picture, which nobody but a generator of pictures knows: more than other methods are told. */
    FINDING {
        @Override
        String of(Sample sample) {
            return sample.reasoning().orElseThrow();
        }
    };

    abstract String of(Sample sample);

    /** The sample with this as its reasoning. */
    Sample in(Sample sample) {
        return sample.reasoned(Optional.of(of(sample)));
    }
}
