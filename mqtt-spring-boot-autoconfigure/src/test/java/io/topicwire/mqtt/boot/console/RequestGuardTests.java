package io.topicwire.mqtt.boot.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestGuard}.
 */
class RequestGuardTests {

	private final Map<String, String> headers = new HashMap<>(Map.of("host", "localhost:8080"));

	private @Nullable String remote = "127.0.0.1";

	private @Nullable String local = "127.0.0.1";

	private boolean allowRemote;

	private void check(String method, String path) {
		ConsoleRequest request = new ConsoleRequest(method, path, null,
				(name) -> this.headers.get(name.toLowerCase(Locale.ROOT)), address(this.remote), address(this.local),
				new byte[0]);
		new RequestGuard(settings(this.allowRemote)).check(request);
	}

	static ConsoleSettings settings(boolean allowRemote) {
		return new ConsoleSettings("test", "/mqtt-console", false, allowRemote, true,
				new ConsoleSettings.Limits(8, 10, 10, 10, 100),
				new ConsoleSettings.Timing(Duration.ofMillis(50), Duration.ZERO, Duration.ZERO));
	}

	private static @Nullable InetAddress address(@Nullable String address) {
		try {
			return (address != null) ? InetAddress.getByName(address) : null;
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private void assertRefused(String error, String... parts) {
		assertThatExceptionOfType(ConsoleException.class).isThrownBy(() -> check("GET", "/api/events"))
			.satisfies((ex) -> {
				String body = new String(ex.toResponse().body(), StandardCharsets.UTF_8);
				assertThat(body).contains("\"error\":\"" + error + "\"");
				for (String part : parts) {
					assertThat(body).contains(part);
				}
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080",
			"plant.localhost:8080" })
	void thisMachineIsAnswered(String host) {
		this.headers.put("host", host);
		assertThatCode(() -> check("GET", "/api/events")).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.1,127.0.0.1", "127.0.0.1,192.0.2.1", "192.0.2.1,192.0.2.2", ",127.0.0.1", "127.0.0.1,",
			"10.0.0.1,::1" })
	void connectionThatIsNotLocalAtBothEndsIsRefused(@Nullable String remote, @Nullable String local) {
		this.remote = remote;
		this.local = local;
		assertRefused("remote", "this machine only", "mqtt.console.allow-remote=true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x-forwarded-for", "forwarded", "x-forwarded-host", "x-forwarded-proto",
			"x-forwarded-port", "x-forwarded-prefix", "x-forwarded-server", "x-real-ip", "via" })
	void requestThatCameThroughAProxyIsRefused(String header) {
		this.headers.put(header, "127.0.0.1");
		assertRefused("remote", "proxy", "mqtt.console.allow-remote=true");
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example",
			"notlocalhost", "192.0.2.1:8080", "[::2]", "" })
	void otherNameForThisMachineIsRefused(String host) {
		this.headers.put("host", host);
		assertRefused("remote", "'" + host + "'", "mqtt.console.allow-remote=true");
	}

	@Test
	void requestWithoutHostIsRefused() {
		this.headers.remove("host");
		assertRefused("remote");
	}

	@Test
	void otherMachinesAreAnsweredIfTheyMayBe() {
		this.allowRemote = true;
		this.remote = "192.0.2.1";
		this.local = "192.0.2.2";
		this.headers.put("host", "plant.example");
		this.headers.put("x-forwarded-for", "192.0.2.3");
		assertThatCode(() -> check("GET", "/api/events")).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site" })
	void otherSitesAreRefusedWhateverIsAllowed(String site) {
		this.allowRemote = true;
		this.headers.put("sec-fetch-site", site);
		assertRefused("cross-site");
	}

	@Test
	void linkFromAnotherSiteOpensThePageOnly() {
		this.headers.put("sec-fetch-site", "cross-site");
		this.headers.put("sec-fetch-mode", "navigate");
		this.headers.put("sec-fetch-dest", "document");
		assertThatCode(() -> check("GET", "/")).doesNotThrowAnyException();
		assertRefused("cross-site");
		this.headers.put("sec-fetch-dest", "iframe");
		assertThatExceptionOfType(ConsoleException.class).isThrownBy(() -> check("GET", "/"));
	}

	@Test
	void addressThatIsTypedIsAnsweredButChangesNothing() {
		this.headers.put("sec-fetch-site", "none");
		assertThatCode(() -> check("GET", "/api/status")).doesNotThrowAnyException();
		assertThatExceptionOfType(ConsoleException.class).isThrownBy(() -> check("POST", "/api/publish"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example", "http://localhost:9090", "null", "http://localhost" })
	void originMustBeTheConsole(String origin) {
		this.headers.put("origin", origin);
		assertRefused("cross-site", "'" + origin + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8080", "https://localhost:8080" })
	void ownOriginIsAnswered(String origin) {
		this.headers.put("origin", origin);
		assertThatCode(() -> check("POST", "/api/publish")).doesNotThrowAnyException();
	}

}
