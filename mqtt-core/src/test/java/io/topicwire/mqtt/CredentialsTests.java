package io.topicwire.mqtt;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Credentials}.
 */
class CredentialsTests {

	@Test
	void passwordIsEncodedAsUtf8() {
		Credentials credentials = Credentials.of("user", "\u20AC");
		assertThat(credentials.username()).isEqualTo("user");
		assertThat(credentials.password()).containsExactly(0xE2, 0x82, 0xAC);
	}

	@Test
	void userNameAndPasswordMayBeMissing() {
		assertThat(Credentials.of("user", null).password()).isNull();
		assertThat(Credentials.of(null, "secret").username()).isNull();
	}

	@Test
	void toStringDoesNotShowThePassword() {
		assertThat(Credentials.of("user", "secret")).hasToString("Credentials[username=user, password=(hidden)]");
		assertThat(Credentials.of("user", "")).hasToString("Credentials[username=user, password=(hidden)]");
		assertThat(Credentials.of("user", null)).hasToString("Credentials[username=user, password=(none)]");
	}

}
