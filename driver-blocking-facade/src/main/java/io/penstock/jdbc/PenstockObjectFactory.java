package io.penstock.jdbc;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Hashtable;
import java.util.Set;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes a data source of what a JNDI directory, or a container's configuration, has of it: a {@link PenstockConnectionPoolDataSource} or a {@link PenstockXADataSource}.
 *
 * <p>A reference's addresses are properties of the data source, by their names in a URL or as a bean's. No address names a class: what is not one of those two is
 * somebody else's to make.
 */
public final class PenstockObjectFactory implements ObjectFactory {

    /** What containers say of a resource beside its properties. */
    private static final Set<String> ABOUT_THE_RESOURCE =
            Set.of("auth", "closeMethod", "description", "factory", "forceString", "scope", "singleton", "type");

    /** For JNDI. */
    public PenstockObjectFactory() {}

    /** @return null where this is no reference to a data source of this driver */
    @Override
    public @Nullable Object getObjectInstance(
            @Nullable Object object,
            @Nullable Name name,
            @Nullable Context context,
            @Nullable Hashtable<?, ?> environment) {
        if (!(object instanceof Reference reference)) {
            return null;
        }
        var made = made(requireNonNull(reference.getClassName(), "className"));
        if (made != null) {
            Collections.list(reference.getAll()).forEach(address -> set(made, address));
        }
        return made;
    }

    private static @Nullable PenstockCommonDataSource made(String className) {
        if (className.equals(PenstockConnectionPoolDataSource.class.getName())) {
            return new PenstockConnectionPoolDataSource();
        }
        return className.equals(PenstockXADataSource.class.getName()) ? new PenstockXADataSource() : null;
    }

    private static void set(PenstockCommonDataSource made, RefAddr address) {
        if (!ABOUT_THE_RESOURCE.contains(address.getType()) && address.getContent() instanceof String content) {
            made.set(address.getType(), content);
        }
    }
}
