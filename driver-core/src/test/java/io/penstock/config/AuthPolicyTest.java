package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.PgConfigException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthPolicyTest {
    @ParameterizedTest
    @EnumSource(ChannelSecurity.class)
    void givesPasswordsAwayToVerifiedServersOnly(ChannelSecurity channel) {
        AuthPolicy policy = AuthPolicy.defaults();
        boolean verified = channel == ChannelSecurity.VERIFIED;

        assertThat(policy.isExplicit()).isFalse();
        assertThat(policy.allows(AuthMethod.PASSWORD, channel)).isEqualTo(verified);
        assertThat(policy.allows(AuthMethod.MD5, channel)).isEqualTo(verified);
        assertThat(policy.allows(AuthMethod.SCRAM_SHA_256, channel)).isTrue();
        assertThat(policy.allows(AuthMethod.NONE, channel)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "md5|MD5",
                "scram-sha-256,md5|MD5 SCRAM_SHA_256",
                "none|NONE",
                "password,gss,sspi,oauth|PASSWORD GSS SSPI OAUTH",
                "!none|PASSWORD MD5 SCRAM_SHA_256 GSS SSPI OAUTH",
                "!password,!md5|NONE SCRAM_SHA_256 GSS SSPI OAUTH",
                "!none,!password,!md5,!scram-sha-256,!gss,!sspi,!oauth|''",
            })
    void allowsWhatIsListedOverAnyChannel(String words, String methods) {
        AuthPolicy policy = AuthPolicy.parse(words);
        Set<AuthMethod> allowed = Arrays.stream(AuthMethod.values())
                .filter(method -> policy.allows(method, ChannelSecurity.PLAIN))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(AuthMethod.class)));

        assertThat(allowed)
                .extracting(Enum::name)
                .containsExactly(methods.isEmpty() ? new String[0] : methods.split(" "));
        assertThat(policy.isExplicit()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "MD5", "md5,", ",md5", "!", "md5,!none", "!md5,none", "md5,md5", "!md5,!md5", " md5"})
    void refusesOtherLists(String words) {
        assertThatThrownBy(() -> AuthPolicy.parse(words))
                .isInstanceOf(PgConfigException.class)
                .hasMessageContaining("require_auth");
    }

    @Test
    void comparesByMethods() {
        AuthPolicy policy = AuthPolicy.only(AuthMethod.MD5, AuthMethod.SCRAM_SHA_256);
        assertThat(AuthPolicy.parse("scram-sha-256,md5")).isEqualTo(policy).hasSameHashCodeAs(policy);
        assertThat(AuthPolicy.allExcept(AuthMethod.NONE)).isEqualTo(AuthPolicy.parse("!none"));
        assertThat(AuthPolicy.parse("")).isEqualTo(AuthPolicy.defaults()).isNotEqualTo(policy);
        assertThat(policy).hasToString("md5,scram-sha-256");
        assertThat(AuthPolicy.defaults()).hasToString("(default)");
    }
}
