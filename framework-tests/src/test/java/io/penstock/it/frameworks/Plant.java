package io.penstock.it.frameworks;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** An entity with a column of each kind that PostgreSQL has a type of its own for. */
@Entity
@Table(name = "plant", uniqueConstraints = @UniqueConstraint(name = "plant_name", columnNames = "name"))
class Plant {

    @Id
    @GeneratedValue
    Long id;

    @Version
    int version;

    String name;
    LocalDate built;
    Instant checked;

    /** A type of the database's own. */
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.NAMED_ENUM)
    Kind kind;

    @Enumerated(EnumType.STRING)
    State state;

    String[] tags;

    @JdbcTypeCode(SqlTypes.ARRAY)
    List<Integer> levels;

    @JdbcTypeCode(SqlTypes.JSON)
    Details details;

    BigDecimal output;

    @JdbcTypeCode(SqlTypes.INTERVAL_SECOND)
    Duration startup;

    byte[] plan;

    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    String notes;

    @OneToMany(mappedBy = "plant", cascade = CascadeType.ALL)
    List<Turbine> turbines = new ArrayList<>();

    void add(Turbine turbine) {
        turbine.plant = this;
        turbines.add(turbine);
    }

    /** What it does. */
    enum Kind {
        RUN_OF_RIVER,
        STORAGE,
        PUMPED_STORAGE
    }

    /** How it does. */
    enum State {
        RUNNING,
        STOPPED
    }

    /** A document. */
    record Details(String place, Map<String, Integer> figures) {}
}
