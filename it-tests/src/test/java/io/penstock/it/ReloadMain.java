package io.penstock.it;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * A container that knows nothing of the driver: it deploys an application that brings the driver along, has it run on threads of its own, which stay unless it renews
 * them, and drops its class loader; again and again. Says how many of the loaders were collected.
 */
final class ReloadMain {

    private static final String APPLICATION = "io.penstock.it.ReloadedApplication";
    private static final int THREADS = 2;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private ReloadMain() {}

    public static void main(String[] arguments) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<String> server = new ArrayList<>(List.of(arguments).subList(0, 4));
        server.add(input.readLine());
        server.add(arguments[7]);
        var jars = urls(arguments[4]);
        var loaders = new ArrayList<WeakReference<ClassLoader>>();
        var threads = threads();
        for (var i = 0; i < Integer.parseInt(arguments[5]); i++) {
            loaders.add(deploy(jars, server, threads));
            if (Boolean.parseBoolean(arguments[6])) {
                threads.shutdown();
                threads = threads();
            }
        }
        sweep();
        System.out.println("collected " + collected(loaders));
        System.exit(0);
    }

    /** Started before there is an application of theirs: a thread takes over the access control context of who has it made. */
    private static ExecutorService threads() throws Exception {
        var threads = Executors.newFixedThreadPool(THREADS, ReloadMain::daemon);
        for (var i = 0; i < THREADS; i++) {
            threads.submit(threads::isShutdown).get();
        }
        return threads;
    }

    private static WeakReference<ClassLoader> deploy(URL[] jars, List<String> server, ExecutorService threads)
            throws Exception {
        try (var loader = new URLClassLoader("application", jars, ClassLoader.getPlatformClassLoader())) {
            @SuppressWarnings("unchecked") // it is what it says that it is
            var application = (BiFunction<List<String>, ExecutorService, String>)
                    loader.loadClass(APPLICATION).getDeclaredConstructor().newInstance();
            // A thread of a container has the application's loader for as long as it runs something of it.
            Callable<String> run = () -> {
                Thread.currentThread().setContextClassLoader(loader);
                try {
                    return application.apply(server, threads);
                } finally {
                    Thread.currentThread().setContextClassLoader(null);
                }
            };
            System.out.println("answered " + threads.submit(run).get());
            return new WeakReference<>(loader);
        }
    }

    /** How many of them, when no more are collected for the time that is given. */
    private static long collected(List<WeakReference<ClassLoader>> loaders) throws InterruptedException {
        var start = System.nanoTime();
        var never = new CountDownLatch(1);
        long gone;
        do {
            System.gc();
            gone = loaders.stream().filter(loader -> loader.refersTo(null)).count();
        } while (gone < loaders.size()
                && System.nanoTime() - start < PATIENCE_NANOS
                && !never.await(50, TimeUnit.MILLISECONDS));
        return gone;
    }

    /** On JDK 17 the methods of records hold the class of the component that was the last to be linked ({@code MethodHandle.asTypeCache}): now it is one of ours. */
    private static void sweep() {
        var swept = new Component("").equals(new Component("a"));
        System.out.println(new Component("b").hashCode() + (swept ? " " : new Component("c").toString()));
    }

    private record Component(String text) {}

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    private static URL[] urls(String classPath) throws MalformedURLException {
        var urls = new ArrayList<URL>();
        for (var entry : classPath.split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
