package io.topicwire.mqtt.auth;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.Credentials;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ScramSha256}, with the example of RFC 7677, section 3.
 */
class ScramSha256Tests {

	private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";

	private static final String SERVER_FIRST = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
			+ "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

	private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

	private final AuthenticationExchange exchange = begin("user", "pencil");

	@Test
	void exampleOfTheSpecificationIsReproduced() {
		assertThat(text(this.exchange.initialData())).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
		assertThat(text(this.exchange.respond(bytes(SERVER_FIRST))))
			.isEqualTo("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
					+ "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
		assertThat(this.exchange.complete(bytes(SERVER_FINAL))).isCompleted();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95H4= | did not prove that it knows the password
			v=                                             | did not prove that it knows the password
			v=%                                            | no Base64 in the attribute 'v'
			e=other-error                                  | failed SCRAM-SHA-256: other-error
			x=1                                            | without the attribute 'v'
			""")
	void brokerHasToProveThatItKnowsThePassword(String serverFinal, String problem) {
		this.exchange.respond(bytes(SERVER_FIRST));
		assertThatRefused(() -> this.exchange.complete(bytes(serverFinal)), problem);
	}

	@Test
	void consentWithoutProofIsRefused() {
		assertThatRefused(() -> this.exchange.complete(bytes(SERVER_FINAL)), "did not prove");
		this.exchange.respond(bytes(SERVER_FIRST));
		assertThatRefused(() -> this.exchange.complete(null), "sent no data");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096      | did not add to the nonce
			r=XOprNGfwEbeRWgbNEkqO1,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096     | did not add to the nonce
			r=rOprNGfwEbeRWgbNEkqO1,s=,i=4096                             | empty salt
			r=rOprNGfwEbeRWgbNEkqO1,s=?,i=4096                            | no Base64 in the attribute 's'
			r=rOprNGfwEbeRWgbNEkqO1,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095     | asked for 4095 iterations
			r=rOprNGfwEbeRWgbNEkqO1,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000001  | asked for 1000001 iterations
			r=rOprNGfwEbeRWgbNEkqO1,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=9999999999 | no number in the attribute 'i'
			r=rOprNGfwEbeRWgbNEkqO1,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=-4096    | no number in the attribute 'i'
			r=rOprNGfwEbeRWgbNEkqO1,s=W22ZaJ0SNY7soEsUEjb6gQ==            | without the attribute 'i'
			m=extension,r=rOprNGfwEbeRWgbNEkqO1,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096 | without the attribute 'r'
			''                                                            | without the attribute 'r'
			""")
	void challengeThatWeakensTheExchangeIsRefused(String serverFirst, String problem) {
		assertThatRefused(() -> this.exchange.respond(bytes(serverFirst)), problem);
	}

	@Test
	void dataThatIsNoTextIsRefused() {
		assertThatRefused(() -> this.exchange.respond(new byte[] { (byte) 0xC3, 0x28 }), "no message of SCRAM-SHA-256");
	}

	@Test
	void secondChallengeIsRefused() {
		this.exchange.respond(bytes(SERVER_FIRST));
		assertThatRefused(() -> this.exchange.respond(bytes(SERVER_FIRST)), "second challenge");
	}

	@Test
	void separatorsInTheUserNameAreEscaped() {
		assertThat(text(begin("a=b,c", "pencil").initialData())).isEqualTo("n,,n=a=3Db=2Cc,r=" + NONCE);
	}

	@Test
	void eachExchangeHasItsOwnNonce() {
		ScramSha256 method = ScramSha256.of("user", "pencil");
		assertThat(method.method()).isEqualTo("SCRAM-SHA-256");
		String first = text(method.begin().initialData());
		assertThat(first).matches("n,,n=user,r=[A-Za-z0-9+/]{32}");
		assertThat(text(method.begin().initialData())).isNotEqualTo(first);
	}

	@Test
	void missingCredentialsAreReported() {
		assertThatRefused(() -> begin(null, "pencil"), "needs a user name");
		assertThatRefused(() -> begin("user", null), "needs a password");
	}

	@Test
	void credentialsThatCannotBeUsedAreNotRepeated() {
		assertThatExceptionOfType(MqttAuthenticationException.class).isThrownBy(() -> begin("user", "secret\u0007"))
			.withMessage("The password cannot be used with SCRAM-SHA-256: it must not have control, private, "
					+ "unassigned or otherwise invisible characters");
	}

	// The examples of RFC 4013, section 3, and what does not show
	@ParameterizedTest
	@CsvSource({ "I\u00ADX, IX", "user, user", "USER, USER", "\u00AA, a", "\u2168, IX", "a\u00A0b, a b", "a\u200Bb, ab",
			"e\u0301, \u00E9", "\u05D0\u05D1, \u05D0\u05D1" })
	void textIsPreparedHoweverItWasTyped(String typed, String prepared) {
		assertThat(SaslPrep.prepare(typed)).isEqualTo(prepared);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0007", "\u0627\u0031", "\u05D0a\u05D1", "\u00AD", "", "\uE000", "a\u2028", "\uD800",
			"\u200E" })
	void textThatIsNotAllowedIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> SaslPrep.prepare(text));
	}

	private static AuthenticationExchange begin(@Nullable String username, @Nullable String password) {
		return new ScramSha256(() -> Credentials.of(username, password), () -> NONCE).begin();
	}

	private static void assertThatRefused(Runnable action, String problem) {
		assertThatExceptionOfType(MqttAuthenticationException.class).isThrownBy(action::run)
			.withMessageContaining(problem);
	}

	private static String text(CompletionStage<byte @Nullable []> stage) {
		byte[] data = stage.toCompletableFuture().join();
		return (data != null) ? new String(data, StandardCharsets.UTF_8) : "";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
