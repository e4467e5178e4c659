package io.topicwire.mqtt.stream;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerAddress}.
 */
class ServerAddressTests {

	@ParameterizedTest
	@CsvSource({ "mqtt://localhost:1883, localhost, 1883", "mqtt://broker.example.com:1, broker.example.com, 1",
			"mqtt://broker.example.com:65535/, broker.example.com, 65535", "MQTT://Broker:7, Broker, 7",
			"mqtt://192.168.1.7:1884, 192.168.1.7, 1884", "mqtt://[::1]:1885, ::1, 1885",
			"mqtt://[fe80::1%eth0]:1885, fe80::1%eth0, 1885" })
	void hostAndPortAreTakenFromTheUrl(String url, String host, int port) {
		assertThat(ServerAddress.parse(url)).isEqualTo(new ServerAddress(host, port));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mqtt://broker", "mqtt://broker/", "mqtt://broker:", "mqtt://broker:/" })
	void portIs1883ByDefault(String url) {
		assertThat(ServerAddress.parse(url)).isEqualTo(new ServerAddress("broker", 1883));
	}

	@Test
	void toStringIsHostAndPort() {
		assertThat(new ServerAddress("broker", 1883)).hasToString("broker:1883");
		assertThat(new ServerAddress("::1", 1883)).hasToString("[::1]:1883");
		assertThat(ServerAddress.parse("mqtt://[2001:db8::1]")).hasToString("[2001:db8::1]:1883");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "localhost:1883", "//localhost:1883", "ftp://localhost:1883",
			"mqttx://localhost", "mqtt5://localhost" })
	void otherSchemeIsRefused(String url) {
		assertRefused(url, "MQTT URL '" + url + "' must begin with mqtt://, mqtts://, ws://, wss:// or unix:; "
				+ "a valid one is mqtt://localhost:1883");
	}

	@ParameterizedTest
	@CsvSource({ "tcp, mqtt", "TCP, mqtt", "ssl, mqtts", "tls, mqtts", "http, ws", "https, wss" })
	void schemeOfOtherClientsIsExplained(String scheme, String better) {
		String url = scheme + "://localhost:1883";
		assertRefused(url, "MQTT URL '" + url + "' must begin with mqtt://, mqtts://, ws://, wss:// or unix:; write "
				+ better + ":// instead of " + scheme.toLowerCase(Locale.ROOT) + "://");
	}

	@ParameterizedTest
	@CsvSource({ "mqtts://broker, TLS, broker, 8883, ''", "MQTTS://my_broker:7/, TLS, my_broker, 7, ''",
			"ws://broker, WEB_SOCKET, broker, 80, /mqtt", "ws://broker:8080/, WEB_SOCKET, broker, 8080, /",
			"wss://broker/a%20b?c=%40, SECURE_WEB_SOCKET, broker, 443, /a%20b?c=%40",
			"wss://[::1]?token, SECURE_WEB_SOCKET, ::1, 443, /mqtt?token",
			"unix:/run/my%20socket, UNIX_SOCKET, '', 0, /run/my socket",
			"unix:///run/socket, UNIX_SOCKET, '', 0, /run/socket" })
	void schemeChoosesTransportAndDefaults(String url, Transport transport, String host, int port, String path) {
		assertThat(ServerAddress.parse(url)).isEqualTo(new ServerAddress(transport, host, port, path));
	}

	@ParameterizedTest
	@CsvSource({ "mqtts://broker, mqtts://broker:8883", "mqtts://[::1], mqtts://[::1]:8883",
			"ws://broker, ws://broker:80/mqtt", "wss://broker/a?token=secret, wss://broker:443/a",
			"unix:/run/socket, unix:/run/socket" })
	void toStringIsTheUrlWithoutItsQuery(String url, String expected) {
		assertThat(ServerAddress.parse(url)).hasToString(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unix:socket", "unix://host/socket", "unix:/", "unix:/a?b", "unix:/a#b" })
	void urlOfAUnixSocketIsAnAbsolutePath(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(url))
			.withMessageEndingWith(
					"must be unix: and an absolute path; a valid one is unix:/run/mosquitto/mosquitto.sock");
	}

	@Test
	void urlOfAWebSocketHasNoFragmentAndNoUnderscoreInItsHost() {
		assertRefused("ws://broker/mqtt#a",
				"MQTT URL 'ws://broker/mqtt' must end after the path or query; a valid one is ws://localhost:80/mqtt");
		assertRefused("ws://my_broker", "MQTT URL 'ws://my_broker' has a host that a WebSocket cannot be opened to; "
				+ "use a name without an underscore");
	}

	@Test
	void partsMustFitTheTransport() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ServerAddress("", 1883));
		assertThatIllegalArgumentException().isThrownBy(() -> new ServerAddress("a b", 1883));
		assertThatIllegalArgumentException().isThrownBy(() -> new ServerAddress("a\r\nb", 1883));
		assertThatIllegalArgumentException().isThrownBy(() -> new ServerAddress(Transport.TLS, "a", 1883, "/path"));
		assertThatIllegalArgumentException().isThrownBy(() -> new ServerAddress(Transport.WEB_SOCKET, "a", 80, ""));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ServerAddress(Transport.UNIX_SOCKET, "", 1, "/socket"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ServerAddress(Transport.UNIX_SOCKET, "a", 0, "/socket"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mqtt:localhost", "mqtt:/localhost", "mqtt:///", "mqtt://:1883", "mqtt://host:port",
			"mqtt://host:-1", "mqtt://host:99999999999", "mqtt://-host" })
	void urlWithoutValidHostIsRefused(String url) {
		assertRefused(url, "MQTT URL '" + url + "' has no valid host; a valid one is mqtt://localhost:1883");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 65_536, 100_000 })
	void portOutOfRangeIsRefused(int port) {
		assertRefused("mqtt://localhost:" + port, "Port must be from 1 to 65535 but was " + port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "mqtt://local host", "mqtt://", "mqtt://[::1", "192.168.1.7:1883", "mqtt://host/%" })
	void malformedUrlIsRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(url))
			.withMessageMatching("MQTT URL is malformed at index \\d+; a valid one is mqtt://localhost:1883")
			.withNoCause();
	}

	@ParameterizedTest
	@CsvSource({ "mqtt://localhost:1883/path, mqtt://localhost:1883/path", "mqtt://localhost?query, mqtt://localhost",
			"mqtt://localhost#fragment, mqtt://localhost", "mqtt://localhost/?a=b, mqtt://localhost/" })
	void urlMustEndAfterThePort(String url, String shown) {
		assertRefused(url,
				"MQTT URL '" + shown + "' must end after the host and port; a valid one is mqtt://localhost:1883");
	}

	@ParameterizedTest
	@ValueSource(strings = { "mqtt://user:secret@localhost:1883", "mqtt://user:secret@localhost", "mqtt://secret@host",
			"tcp://user:secret@localhost", "mqtt://:secret@localhost/path", "mqtt://user:secret@my_host:1883",
			"mqtt://user:sec@ret@localhost", "mqtt:user:secret@localhost", "user:secret@localhost:1883",
			"secret@localhost", "mqtt://user:sec ret@localhost", "mqtt://user:secret@localhost:port" })
	void userInfoIsRefusedAndNotRepeated(String url) {
		assertRefused(url, "MQTT URL must not hold user name and password; give them as credentials instead, "
				+ "and write %40 for an @ that belongs to a path or query");
	}

	@Test
	void queryIsNotRepeated() {
		assertRefused("mqtt://localhost:1883?password=secret",
				"MQTT URL 'mqtt://localhost:1883' must end after the host and port; a valid one is mqtt://localhost:1883");
		assertRefused("wss://my_host/mqtt?token=secret", "MQTT URL 'wss://my_host/mqtt' has a host that a WebSocket "
				+ "cannot be opened to; use a name without an underscore");
		assertRefused("mqtt://my_host#secret",
				"MQTT URL 'mqtt://my_host' must end after the host and port; a valid one is mqtt://localhost:1883");
	}

	@Test
	void hostMayHaveAnUnderscore() {
		assertThat(ServerAddress.parse("mqtt://my_broker:1884")).isEqualTo(new ServerAddress("my_broker", 1884));
		assertThat(ServerAddress.parse("mqtt://plant_7.my_broker"))
			.isEqualTo(new ServerAddress("plant_7.my_broker", 1883));
		assertRefused("mqtt://my_broker:99999", "Port must be from 1 to 65535 but was 99999");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 65_536 })
	void addressWithPortOutOfRangeIsRefused(int port) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ServerAddress("localhost", port))
			.withMessage("Port must be from 1 to 65535 but was " + port);
	}

	private void assertRefused(String url, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(url))
			.withMessage(message)
			.withNoCause();
	}

}
