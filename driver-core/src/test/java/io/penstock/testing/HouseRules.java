package io.penstock.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * What holds in the bytecode of every published module. Each module's architecture test includes them; {@link HouseStyle} has what
 * only the sources show.
 */
public final class HouseRules {

    @ArchTest
    static final ArchRule noMonitors = noMethods()
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED)
            .because("a monitor around a wait pins a virtual thread on JDK 17 to 23");

    @ArchTest
    static final ArchRule noWaitingInMonitors = noClasses()
            .should()
            .callMethodWhere(call("wait, notify or notifyAll", HouseRules::waitsInMonitor))
            .because("a monitor around a wait pins a virtual thread on JDK 17 to 23");

    @ArchTest
    static final ArchRule noSleeping = noClasses()
            .should()
            .callMethodWhere(call("sleep", HouseRules::sleeps))
            .because("waiting is for a signal");

    @ArchTest
    static final ArchRule noCommonPool = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(
                    "io.penstock.internal.flow.OffloadedStage") // it gives these methods an executor
            .should()
            .callMethodWhere(call("an …Async method without an executor", HouseRules::usesTheCommonPool))
            .because("the common pool is not ours, and on two processors it makes a thread for each task");

    @ArchTest
    static final ArchRule noProtectedFields = noFields()
            .should()
            .beProtected()
            .because("an invariant has one class that keeps it")
            .allowEmptyShould(true); // a module may do without fields

    private HouseRules() {}

    private static boolean waitsInMonitor(MethodCallTarget target) {
        var parameters = target.getRawParameterTypes();
        boolean isWait = target.getName().equals("wait") && parameters.stream().allMatch(JavaClass::isPrimitive);
        boolean isNotify = Set.of("notify", "notifyAll").contains(target.getName()) && parameters.isEmpty();
        return isWait || isNotify;
    }

    private static boolean sleeps(MethodCallTarget target) {
        return target.getName().equals("sleep") && target.getOwner().isAssignableTo(Thread.class);
    }

    private static boolean usesTheCommonPool(MethodCallTarget target) {
        return target.getName().endsWith("Async")
                && target.getOwner().isAssignableTo(CompletionStage.class)
                && target.getRawParameterTypes().stream().noneMatch(type -> type.isAssignableTo(Executor.class));
    }

    private static DescribedPredicate<JavaMethodCall> call(String description, Predicate<MethodCallTarget> target) {
        return describe(description, call -> target.test(call.getTarget()));
    }
}
