package io.penstock.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class VirtualThreadsTest {
    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void areAbsentBeforeJava21() {
        assertThat(VirtualThreads.available()).isFalse();
        assertThat(VirtualThreads.factory("x-")).isEmpty();
        assertThat(VirtualThreads.isVirtual(Thread.currentThread())).isFalse();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void areFoundFromJava21On() {
        assertThat(VirtualThreads.available()).isTrue();
        assertThat(VirtualThreads.isVirtual(Thread.currentThread())).isFalse();
        var factory = VirtualThreads.factory("x-").orElseThrow();
        var ran = new CountDownLatch(1);
        var thread = factory.newThread(ran::countDown);
        assertThat(VirtualThreads.isVirtual(thread)).isTrue();
        assertThat(thread.getName()).isEqualTo("x-0");
        assertThat(factory.newThread(() -> {}).getName()).isEqualTo("x-1");
        thread.start();
        Bench.await(ran);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void inheritNoThreadLocals() {
        var local = new InheritableThreadLocal<String>();
        local.set("application");
        var seen = new StringBuilder();
        var ran = new CountDownLatch(1);
        VirtualThreads.factory("x-")
                .orElseThrow()
                .newThread(() -> {
                    seen.append(local.get());
                    ran.countDown();
                })
                .start();
        Bench.await(ran);
        assertThat(seen).hasToString("null");
        local.remove();
    }
}
