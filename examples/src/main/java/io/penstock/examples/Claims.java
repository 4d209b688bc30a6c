package io.penstock.examples;

import java.util.ArrayList;
import java.util.List;

/** What the demo claims, each with the evidence it was checked against. */
final class Claims {

    private final List<String> broken = new ArrayList<>();
    private int checked;

    /** Checks a claim, and prints it with its evidence. */
    void check(boolean holds, String claim, String evidence) {
        checked++;
        System.out.println((holds ? "  [ok]     " : "  [BROKEN] ") + claim + ": " + evidence);
        if (!holds) {
            broken.add(claim);
        }
    }

    /** The status for the operating system: 0 when all claims hold. */
    int exitStatus() {
        System.out.println();
        System.out.println(
                broken.isEmpty()
                        ? "All " + checked + " claims were checked and hold."
                        : broken.size() + " of " + checked + " claims do not hold: " + broken);
        return broken.isEmpty() ? 0 : 1;
    }
}
