package io.penstock.internal.transport;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Tells BlockHound, where a program has it watch event loops, that a pause of {@link GatheringIoHandler} is meant. Loaded by BlockHound alone. */
public final class AllowedPauses implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside(GatheringIoHandler.class.getName(), "pause");
    }
}
