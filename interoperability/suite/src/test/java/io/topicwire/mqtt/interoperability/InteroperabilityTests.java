package io.topicwire.mqtt.interoperability;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.topicwire.mqtt.ProtocolVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the client against every broker in every version of MQTT that it speaks. The tests
 * are in the interfaces, by subject. What a broker does not support is said in
 * {@link Brokers}. The system property {@code interoperability.brokers} names the brokers
 * to run, separated by commas; the beginning of a name is enough.
 */
@ParameterizedClass(name = "{0} with MQTT {1}")
@MethodSource("brokersAndVersions")
@ExtendWith(MatrixExtension.class)
class InteroperabilityTests implements ConnectTests, AuthenticationTests, PublishTests, RetainTests, SubscribeTests,
		AcknowledgementTests, SessionTests, WillTests, PropertyTests, LimitTests, StreamTests, RecoveryTests {

	private static @Nullable RunningBroker running;

	private final ProtocolVersion version;

	private Peer peer;

	InteroperabilityTests(Broker broker, ProtocolVersion version) {
		this.version = version;
	}

	static List<Object[]> brokersAndVersions() {
		String wanted = System.getProperty("interoperability.brokers", "");
		return Brokers.ALL.stream()
			.filter((broker) -> Arrays.stream(wanted.toLowerCase().split(","))
				.anyMatch((name) -> broker.name().toLowerCase().startsWith(name)))
			.flatMap((broker) -> Arrays.stream(ProtocolVersion.values())
				.map((version) -> new Object[] { broker, version }))
			.toList();
	}

	@BeforeParameterizedClassInvocation
	static void start(Broker broker, ProtocolVersion version) {
		whyNot(broker, version).ifPresent((reason) -> {
			System.out.println(reason);
			MatrixExtension.MATRIX.notRun(reason);
			Assumptions.abort(reason);
		});
		MatrixExtension.MATRIX.begin(broker + ", MQTT " + version);
		running = RunningBroker.start(broker);
	}

	private static Optional<String> whyNot(Broker broker, ProtocolVersion version) {
		return broker.launch()
			.missing()
			.map((missing) -> broker + " is not tested with MQTT " + version + ": " + missing)
			.or(() -> (version == ProtocolVersion.MQTT_5) ? broker.whyNot(Feature.MQTT_5, version) : Optional.empty());
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		MatrixExtension.write();
		if (running != null) {
			running.close();
			running = null;
		}
	}

	@BeforeEach
	void open() {
		this.peer = new Peer(running, this.version);
	}

	@AfterEach
	void close() {
		this.peer.close();
	}

	@Override
	public Peer peer() {
		return this.peer;
	}

}
