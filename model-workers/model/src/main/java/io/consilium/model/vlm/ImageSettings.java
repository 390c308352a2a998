package io.consilium.model.vlm;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What preprocessor_config.json says.
 *
 * @param mean and {@code deviation}: of each colour, on the scale 0 to 1
 * @param rescale factor from 8 bit samples to that scale
 */
record ImageSettings(
        int patch,
        int temporalPatch,
        int merge,
        long minPixels,
        long maxPixels,
        double rescale,
        List<Double> mean,
        List<Double> deviation) {

    private static final Set<String> BENIGN = Set.of(
            "processor_class",
            "default_to_square",
            "return_tensors",
            "device",
            "data_format",
            "input_data_format",
            "disable_grouping",
            "crop_size",
            "do_center_crop",
            "do_pad",
            "pad_size",
            "min_frames",
            "max_frames");

    static ImageSettings read(Path file) {
        Section section = new Section(file.getFileName().toString(), Json.read(file));
        section.only(
                "image_processor_type",
                "Qwen2VLImageProcessor",
                "Qwen2VLImageProcessorFast",
                "Qwen2_5_VLImageProcessor");
        for (String step : List.of("do_convert_rgb", "do_normalize", "do_rescale", "do_resize")) {
            section.only(step, true);
        }
        section.only("resample", 3);
        section.ignore(BENIGN);
        int shortest = section.section("size")
                .map(size -> size.positiveOr(3136, "shortest_edge"))
                .orElse(3136);
        int longest = section.section("size")
                .map(size -> size.positiveOr(1003520, "longest_edge"))
                .orElse(1003520);
        ImageSettings settings = new ImageSettings(
                section.positiveOr(14, "patch_size"),
                section.positiveOr(2, "temporal_patch_size"),
                section.positiveOr(2, "merge_size"),
                section.positiveOr(shortest, "min_pixels"),
                section.positiveOr(longest, "max_pixels"),
                section.find("rescale_factor").map(value -> value.doubleValue()).orElse(1 / 255.0),
                section.numbers("image_mean"),
                section.numbers("image_std"));
        section.refuseUnknown();
        if (settings.mean.size() != 3 || settings.deviation.size() != 3) {
            throw section.unsupported("image_mean", settings.mean, "three colours, and so image_std");
        }
        return settings;
    }

    /** A picture's side must be a multiple of this many pixels. */
    int factor() {
        return patch * merge;
    }
}
