package io.penstock.benchmarks;

import java.util.List;
import java.util.Locale;

/** The rates of one workload as bars, in SVG. */
final class Chart {

    private static final int WIDTH = 760;
    private static final int LABEL = 230;
    private static final int BAR = 18;
    private static final int STEP = 26;
    private static final int HEAD = 34;
    private static final int VALUE = 110;

    private Chart() {}

    static String of(Workload workload, List<Figures> all) {
        var most = all.stream().mapToDouble(Figures::rate).max().orElse(1);
        var text = new StringBuilder();
        text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                .formatted(WIDTH, HEAD + STEP * all.size() + 8));
        text.append(" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        text.append("<text x=\"8\" y=\"20\" font-weight=\"bold\">%s: %s%s</text>\n"
                .formatted(
                        workload.label(),
                        workload.unit().label(),
                        workload.unit().isRate() ? "s a second" : ""));
        for (var i = 0; i < all.size(); i++) {
            bar(text, workload, all.get(i), most, HEAD + STEP * i);
        }
        return text.append("</svg>\n").toString();
    }

    private static void bar(StringBuilder text, Workload workload, Figures own, double most, int y) {
        var length = Math.max(1, Math.round(own.rate() / Math.max(most, 1) * (WIDTH - LABEL - VALUE)));
        var color = own.contender().isPenstock() ? "#1f6feb" : "#9aa4b2";
        text.append("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
                .formatted(LABEL - 8, y + 14, own.contender().label(workload)));
        text.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n"
                .formatted(LABEL, y, length, BAR, color));
        text.append("<text x=\"%d\" y=\"%d\">%s</text>\n"
                .formatted(LABEL + length + 6, y + 14, String.format(Locale.ROOT, "%,.0f", own.rate())));
    }
}
