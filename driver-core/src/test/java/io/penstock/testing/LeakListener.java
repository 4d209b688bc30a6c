package io.penstock.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Has every buffer of a test run watched, from before the first test class is loaded. Registered by the service loader, so a run in
 * an IDE is watched as well. A listener cannot fail a run: {@link LeakCheck} does.
 */
public final class LeakListener implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Leaks.watch();
    }
}
