package io.consilium.model.vlm;

/** The patches of one picture: rows and columns, both multiples of the merge size. */
record PatchGrid(int rows, int columns) {
    int patches() {
        return rows * columns;
    }
}
