package io.penstock.it;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.spi.ToolProvider;

/** The compiler of the JDK that the tests run on. */
public final class Compiler {

    private Compiler() {}

    /** What it complains of; nothing where all is well. */
    public static String complaints(String... arguments) {
        var complaints = new StringWriter();
        var out = new PrintWriter(complaints);
        ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments);
        return complaints.toString();
    }
}
