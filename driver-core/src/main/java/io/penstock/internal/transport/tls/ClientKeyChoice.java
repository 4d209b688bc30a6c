package io.penstock.internal.transport.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the configured certificate whenever a server asks for one, as libpq does.
 *
 * <p>The JDK's own manager shows none if the server's list of authorities does not name an issuer of it, for example
 * because the file lacks an intermediate certificate; the user then reads "connection requires a valid client
 * certificate" and cannot tell why. Here the server gets to judge.
 */
final class ClientKeyChoice extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final ClientKey key;

    private ClientKeyChoice(ClientKey key) {
        this.key = key;
    }

    static ClientKeyChoice of(ClientKey key) {
        return new ClientKeyChoice(key);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return isOneOf(keyTypes) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return isOneOf(keyTypes) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return isOneOf(keyType) ? new String[] {ALIAS} : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return key.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    private boolean isOneOf(String... keyTypes) {
        return Arrays.asList(keyTypes).contains(key.key().getAlgorithm());
    }
}
