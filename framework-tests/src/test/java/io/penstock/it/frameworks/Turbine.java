package io.penstock.it.frameworks;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.util.UUID;

/** The many of {@link Plant}. */
@Entity
class Turbine {

    @Id
    UUID id;

    int number;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    Plant plant;

    Turbine() {}

    Turbine(UUID id, int number) {
        this.id = id;
        this.number = number;
    }
}
