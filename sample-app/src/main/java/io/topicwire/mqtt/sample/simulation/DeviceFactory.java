package io.topicwire.mqtt.sample.simulation;

import java.time.Clock;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.VersionNegotiation;
import io.topicwire.mqtt.boot.autoconfigure.MqttConnectionDetails;
import io.topicwire.mqtt.boot.autoconfigure.MqttProperties;
import io.topicwire.mqtt.boot.autoconfigure.MqttRecoveryProperties;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.client.MqttClientBuilder;
import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.stream.ProxyOptions;
import io.topicwire.mqtt.stream.TlsOptions;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Builds devices that go to the same broker as the monitor.
 */
@Component
class DeviceFactory {

	private final MqttConnectionDetails connectionDetails;

	private final MqttProperties properties;

	private final JsonMapper jsonMapper;

	private final Clock clock;

	DeviceFactory(MqttConnectionDetails connectionDetails, MqttProperties properties, JsonMapper jsonMapper,
			Clock clock) {
		this.connectionDetails = connectionDetails;
		this.properties = properties;
		this.jsonMapper = jsonMapper;
		this.clock = clock;
	}

	Device create(MachineId id) {
		Cable cable = new Cable(id.machine());
		return new Device(id, new SimulatedMachine(new SplittableRandom()), cable, clientBuilder(id, cable),
				this.jsonMapper, this.clock);
	}

	private MqttClientBuilder clientBuilder(MachineId id, Cable cable) {
		MqttClientBuilder builder = MqttClient.builder(this.connectionDetails.getUrl())
			.proxy(ProxyOptions.http("127.0.0.1", cable.port()))
			.clientId(clientId(id))
			.keepAlive(this.properties.getKeepAlive())
			.reconnect(reconnectPolicy());
		protocolVersion(builder);
		tls(builder);
		if (this.connectionDetails.getUsername() != null) {
			builder.credentials(this.connectionDetails.getUsername(), this.connectionDetails.getPassword());
		}
		return builder;
	}

	// A random ending keeps two samples on one broker from throwing each other out
	private static String clientId(MachineId id) {
		return id.machine() + "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
	}

	// Devices trust whom the monitor trusts. The bundle is asked for again at each
	// connect, as it may change
	private void tls(MqttClientBuilder builder) {
		if (this.connectionDetails.getSslBundle() != null) {
			builder.tls(TlsOptions.DEFAULT
				.sslContext(() -> Objects.requireNonNull(this.connectionDetails.getSslBundle()).createSslContext()));
		}
	}

	private void protocolVersion(MqttClientBuilder builder) {
		switch (this.properties.getProtocolVersion()) {
			case "3.1.1" -> builder.protocolVersion(ProtocolVersion.MQTT_3_1_1);
			case "auto" -> builder.protocolVersion(VersionNegotiation.AUTO);
			default -> builder.protocolVersion(ProtocolVersion.MQTT_5);
		}
	}

	private ReconnectPolicy reconnectPolicy() {
		MqttRecoveryProperties recovery = this.properties.getRecovery();
		return new ReconnectPolicy(true, true, Long.MAX_VALUE, recovery.getDelay(), recovery.getMultiplier(),
				recovery.getMaxDelay(), recovery.getStableAfter());
	}

}
