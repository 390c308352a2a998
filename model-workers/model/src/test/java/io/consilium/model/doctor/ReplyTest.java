package io.consilium.model.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

    @Test
    void shouldReadReasoningAndAnswer() {
        Reply reply = Reply.parse("<think> a large nodule </think><answer> yes\n</answer>");

        assertThat(reply.reasoning()).isEqualTo("a large nodule");
        assertThat(reply.answer()).contains("yes");
        assertThat(reply.formatOk()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<think>a</think><answer>B</answer>",
                "<think></think><answer>B</answer>",
                "<think>a\nb</think>\n\n<answer>B</answer>",
                "<think>a</think> \t<answer>B</answer> \n",
                "<think>is 1 < 2?</think><answer>B) text.</answer>",
            })
    void shouldKeepFormat(String text) {
        assertThat(Reply.parse(text).formatOk()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "B",
                "<answer>B</answer>",
                "<think>a</think>",
                "<think>a</think><answer></answer>",
                "<think>a</think><answer> \n</answer>",
                "<think>a</think><answer>B",
                "<think>a<answer>B</answer>",
                "<think>a</think><answer>B</answer> because",
                "I say <think>a</think><answer>B</answer>",
                " <think>a</think><answer>B</answer>",
                "<think>a</think> so <answer>B</answer>",
                "<think>a</think><answer>B</answer><answer>C</answer>",
                "<think>a</think><answer>B<answer>C</answer></answer>",
                "<think>a</think><think>b</think><answer>B</answer>",
                "<think><think>a</think><answer>B</answer>",
                "<think>a</think></think><answer>B</answer>",
                "<answer>B</answer><think>a</think>",
                "<Think>a</Think><Answer>B</Answer>",
                "<THINK>a</THINK><ANSWER>B</ANSWER>",
                "<think >a</think><answer>B</answer>",
                "</answer>",
                "<think></answer>",
            })
    void shouldRefuseWhatKeepsNoFormat(String text) {
        Reply reply = Reply.parse(text);

        assertThat(reply.formatOk()).isFalse();
        assertThat(reply.answer()).isEmpty();
        assertThat(reply.reasoning()).isEmpty();
    }

    @Test
    void shouldReadAVeryLongReply() {
        assertThat(Reply.parse("<think>" + "a ".repeat(1_000_000) + "</think><answer>B</answer>")
                        .answer())
                .contains("B");
    }
}
