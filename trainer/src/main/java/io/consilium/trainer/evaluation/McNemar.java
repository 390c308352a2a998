package io.consilium.trainer.evaluation;

/**
 * Whether two ways of answering are right equally often (McNemar 1947, exact): only cases count that one of them has right
 * and the other wrong, and each of those would be a fair coin's toss.
 */
public final class McNemar {
    private McNemar() {}

    /** The two-sided p-value; 1 where no case tells them apart. */
    public static double p(int onlyHere, int onlyThere) {
        int tosses = onlyHere + onlyThere;
        double logHalves = -tosses * Math.log(2);
        double tail = 0;
        double logChoose = 0;
        for (int heads = 0; heads <= Math.min(onlyHere, onlyThere); heads++) {
            tail += Math.exp(logChoose + logHalves);
            logChoose += Math.log(tosses - heads) - Math.log(heads + 1);
        }
        return Math.min(1, 2 * tail);
    }
}
