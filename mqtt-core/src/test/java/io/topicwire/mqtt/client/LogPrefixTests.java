package io.topicwire.mqtt.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.logging.Level;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.fake.LogRecorder;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the lines of a client in the log begin with.
 */
class LogPrefixTests {

	private final LogRecorder log = new LogRecorder();

	@AfterEach
	void close() {
		this.log.close();
	}

	@Test
	void linesBeginWithNameAndClientIdentifier() {
		try (ClientFixture fixture = fixture((builder) -> builder.logName("plant").clientId("meter-7"))) {
			assertThat(fixture.client.logPrefix()).isEqualTo("[plant/meter-7]");
			fixture.connect();
			assertThat(this.log.await(Level.INFO, "Connected to")).startsWith("[plant/meter-7] Connected to");
		}
		assertThat(this.log.messages()).isNotEmpty().allMatch((line) -> line.startsWith("[plant/meter-7] "));
	}

	@Test
	void linesOfAClientWithoutANameBeginWithItsClientIdentifier() {
		try (ClientFixture fixture = fixture((builder) -> builder.clientId("meter-7"))) {
			assertThat(fixture.client.logPrefix()).isEqualTo("[meter-7]");
			fixture.connect();
			assertThat(this.log.await(Level.INFO, "Connected to")).startsWith("[meter-7] Connected to");
		}
	}

	@Test
	void assignedClientIdentifierIsShownOnceItIsKnown() {
		try (ClientFixture fixture = fixture((builder) -> builder.logName("plant").clientId(""))) {
			assertThat(fixture.client.logPrefix()).isEqualTo("[plant]");
			connect(fixture, Properties.builder().add(Property.ASSIGNED_CLIENT_IDENTIFIER, "auto-1").build());
			assertThat(fixture.client.logPrefix()).isEqualTo("[plant/auto-1]");
			assertThat(this.log.await(Level.INFO, "Connected to")).startsWith("[plant/auto-1] Connected to");
		}
	}

	@Test
	void clientThatNeverHasAnIdentifierIsCalledAfterItsBroker() {
		try (ClientFixture fixture = new ClientFixture(ProtocolVersion.MQTT_3_1_1, (builder) -> builder.clientId(""))) {
			connect(fixture, Properties.NONE);
			assertThat(this.log.await(Level.INFO, "Connected to")).startsWith(
					fixture.client.logPrefix() + " Connected to " + fixture.client.status().connection().server());
			assertThat(fixture.client.logPrefix()).isEqualTo("[" + fixture.client.status().connection().server() + "]");
		}
	}

	@Test
	void assignedClientIdentifierCannotBreakALine() {
		try (ClientFixture fixture = fixture((builder) -> builder.logName("plant").clientId(""))) {
			connect(fixture, Properties.builder().add(Property.ASSIGNED_CLIENT_IDENTIFIER, "a\u202Eb").build());
			assertThat(fixture.client.logPrefix()).startsWith("[plant/a").doesNotContain("\u202E");
		}
	}

	private static ClientFixture fixture(UnaryOperator<MqttClientBuilder> settings) {
		return new ClientFixture(ProtocolVersion.MQTT_5, settings);
	}

	private static void connect(ClientFixture fixture, Properties properties) {
		CompletableFuture<ConnectResult> connected = fixture.client.connectAsync();
		fixture.broker.awaitConnection().accept(false, properties);
		ClientFixture.await(connected);
	}

}
