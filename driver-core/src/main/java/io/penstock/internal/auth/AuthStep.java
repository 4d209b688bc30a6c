package io.penstock.internal.auth;

/**
 * What to do next, as told by an {@link Authentication}. Steps may hold a password or a proof: handle one and drop it.
 */
public sealed interface AuthStep {
    /** Calls the one method of {@code handler} that belongs to this step. */
    void applyTo(Handler handler);

    /** One method for each step. */
    interface Handler {
        /** Look the password up, off the loop, and give it to {@link Authentication#onPassword}. */
        void askPassword();

        /**
         * Send a PasswordMessage.
         *
         * @param password without the terminating zero; the receiver owns it and wipes it once written
         */
        void sendPassword(byte[] password);

        /** Send a SASLInitialResponse. */
        void sendSaslInitial(String mechanism, byte[] data);

        /** Send a SASLResponse. */
        void sendSaslResponse(byte[] data);

        /** Run the work, off the loop, and give its result to {@link Authentication#onProof}. */
        void compute(ProofWork work);

        /** Send nothing and wait for the server. */
        void await();

        /** Authentication is over: both sides are content. */
        void done();
    }

    /** See {@link Handler#askPassword()}. */
    record AskPassword() implements AuthStep {
        @Override
        public void applyTo(Handler handler) {
            handler.askPassword();
        }
    }

    /** See {@link Handler#sendPassword(byte[])}. */
    record SendPassword(byte[] password) implements AuthStep {
        @Override
        public void applyTo(Handler handler) {
            handler.sendPassword(password);
        }

        @Override
        public String toString() {
            return "SendPassword[********]";
        }
    }

    /** See {@link Handler#sendSaslInitial(String, byte[])}. */
    record SendSaslInitial(String mechanism, byte[] data) implements AuthStep {
        @Override
        public void applyTo(Handler handler) {
            handler.sendSaslInitial(mechanism, data);
        }

        @Override
        public String toString() {
            return "SendSaslInitial[" + mechanism + "]";
        }
    }

    /** See {@link Handler#sendSaslResponse(byte[])}. */
    record SendSaslResponse(byte[] data) implements AuthStep {
        @Override
        public void applyTo(Handler handler) {
            handler.sendSaslResponse(data);
        }

        @Override
        public String toString() {
            return "SendSaslResponse[" + data.length + " bytes]";
        }
    }

    /** See {@link Handler#compute(ProofWork)}. */
    record Compute(ProofWork work) implements AuthStep {
        @Override
        public void applyTo(Handler handler) {
            handler.compute(work);
        }
    }

    /** See {@link Handler#await()}. */
    record Await() implements AuthStep {
        @Override
        public void applyTo(Handler handler) {
            handler.await();
        }
    }

    /** See {@link Handler#done()}. */
    record Done() implements AuthStep {
        @Override
        public void applyTo(Handler handler) {
            handler.done();
        }
    }
}
