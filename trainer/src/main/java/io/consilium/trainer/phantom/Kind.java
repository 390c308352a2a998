package io.consilium.trainer.phantom;

import java.util.List;

/** A kind of picture: one per department, with its own lesion and its own words for the diagnosis. */
public enum Kind {
    PATHOLOGIST(
            "Pathologist",
            "biopsy slide",
            "mitosis cluster",
            List.of("benign", "low grade", "intermediate grade", "high grade"),
            new Colour(70, 20, 110)),
    RADIOLOGIST(
            "Radiologist",
            "chest radiograph",
            "nodule",
            List.of("clear lungs", "solitary lesion", "multiple lesions", "mass"),
            Colour.grey(225)),
    SURGEON(
            "Surgeon",
            "operative view",
            "bleeding point",
            List.of("dry field", "minor bleeding", "diffuse bleeding", "major bleeding"),
            new Colour(200, 0, 0)),
    ONCOLOGIST(
            "Oncologist",
            "PET scan",
            "hot spot",
            List.of("remission", "localised", "regional", "metastatic"),
            new Colour(255, 230, 60)),
    ENDOCRINOLOGIST(
            "Endocrinologist",
            "thyroid scan",
            "cold area",
            List.of("normal uptake", "benign goitre", "multinodular goitre", "suspicious goitre"),
            Colour.grey(40)),
    OPHTHALMOLOGIST(
            "Ophthalmologist",
            "fundus photograph",
            "haemorrhage",
            List.of("healthy retina", "mild retinopathy", "moderate retinopathy", "severe retinopathy"),
            new Colour(90, 5, 5)),
    DERMATOLOGIST(
            "Dermatologist",
            "skin photograph",
            "mole",
            List.of("clear skin", "simple naevus", "multiple naevi", "suspected melanoma"),
            new Colour(70, 40, 25));

    private final String department;
    private final String picture;
    private final String lesion;
    private final List<String> labels;
    private final Colour colour;

    Kind(String department, String picture, String lesion, List<String> labels, Colour colour) {
        this.department = department;
        this.picture = picture;
        this.lesion = lesion;
        this.labels = labels;
        this.colour = colour;
    }

    /** @throws IllegalArgumentException when no kind of picture belongs to the department */
    public static Kind of(String department) {
        for (Kind kind : values()) {
            if (kind.department.equals(department)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("There are no phantoms of the department '" + department + "': use one of "
                + List.of(values()).stream().map(Kind::department).toList() + ".");
    }

    public String department() {
        return department;
    }

    /** What the picture is called, such as "chest radiograph". */
    public String picture() {
        return picture;
    }

    public String lesion() {
        return lesion;
    }

    /** The diagnoses: normal, early (one or two small lesions), moderate (three or four small), advanced (any large). */
    public List<String> labels() {
        return labels;
    }

    /** Of a lesion. */
    Colour colour() {
        return colour;
    }
}
