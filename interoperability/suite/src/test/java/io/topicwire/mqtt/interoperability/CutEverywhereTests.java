package io.topicwire.mqtt.interoperability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.fault.Cut;
import io.topicwire.mqtt.fault.Ending;
import io.topicwire.mqtt.fault.Fault;
import io.topicwire.mqtt.fault.PassingPacket;
import io.topicwire.mqtt.packet.PacketType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with real brokers that no message is lost, and none of QoS 2 comes twice,
 * wherever the wire is cut. The system property {@code cuts} says whether at {@code some}
 * places, at {@code all}, or at {@code none}.
 */
@ParameterizedClass(name = "{0} with MQTT {1}")
@MethodSource("brokersAndVersions")
class CutEverywhereTests {

	private static final String CUTS = System.getProperty("cuts", "some");

	// A connection that vanishes is found after seconds in which nothing happens
	private static final int PARALLEL = CUTS.equals("all") ? 16 : 4;

	private static final Set<PacketType> PINGS = EnumSet.of(PacketType.PINGREQ, PacketType.PINGRESP);

	private static @Nullable RunningBroker running;

	private final Broker broker;

	private final ProtocolVersion version;

	private Peer peer;

	CutEverywhereTests(Broker broker, ProtocolVersion version) {
		this.broker = broker;
		this.version = version;
	}

	static List<Object[]> brokersAndVersions() {
		String wanted = System.getProperty("interoperability.brokers", "mosquitto,hivemq");
		return Brokers.ALL.stream()
			.filter((broker) -> Arrays.stream(wanted.toLowerCase().split(","))
				.anyMatch((name) -> broker.name().toLowerCase().startsWith(name)))
			.flatMap((broker) -> Arrays.stream(ProtocolVersion.values())
				.map((version) -> new Object[] { broker, version }))
			.toList();
	}

	@BeforeParameterizedClassInvocation
	static void start(Broker broker, ProtocolVersion version) {
		Assumptions.assumeFalse(CUTS.equals("none"), "left out because of -Dcuts=none");
		Optional<String> missing = broker.launch().missing();
		missing.ifPresent((what) -> Assumptions.abort(broker + " is not tested with MQTT " + version + ": " + what));
		broker.whyNot((version == ProtocolVersion.MQTT_5) ? Feature.MQTT_5 : Feature.BROKEN_CONNECTIONS, version)
			.ifPresent(Assumptions::abort);
		running = RunningBroker.start(broker);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
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

	@ParameterizedTest(name = "{0}")
	@EnumSource(names = "AT_MOST_ONCE", mode = EnumSource.Mode.EXCLUDE)
	void nothingThatIsPublishedIsLostWhereverTheConnectionIsCut(QoS qos) throws Exception {
		cutEverywhere(qos, true);
	}

	@ParameterizedTest(name = "{0}")
	@EnumSource(names = "AT_MOST_ONCE", mode = EnumSource.Mode.EXCLUDE)
	void nothingThatIsReceivedIsLostWhereverTheConnectionIsCut(QoS qos) throws Exception {
		cutEverywhere(qos, false);
	}

	private void cutEverywhere(QoS qos, boolean published) throws Exception {
		this.peer.assume(Feature.BROKEN_CONNECTIONS);
		this.peer.assume(qos);
		this.peer.assume((qos == QoS.EXACTLY_ONCE) ? Feature.EXACTLY_ONCE : Feature.KEPT_SESSION);
		long time = System.nanoTime();
		MqttClient witness = this.peer.connect();
		CutExchange sound = new CutExchange(this.peer, "sound", qos, published);
		assertThat(sound.run(witness, Fault.NONE, 0)).isEqualTo(CutExchange.MESSAGES);
		List<Cut> cuts = cuts(sound.packets());
		ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
		try {
			List<Future<Integer>> duplicates = new ArrayList<>();
			for (Cut cut : cuts) {
				String name = "cut-" + duplicates.size();
				duplicates.add(threads.submit(() -> run(witness, name, qos, published, cut)));
			}
			int duplicated = 0;
			for (Future<Integer> future : duplicates) {
				duplicated += future.get();
			}
			System.out.printf(
					"%s, MQTT %s, %s with QoS %d: %d cuts, %d messages delivered, 0 lost, %d duplicated, %d ms%n",
					this.broker, this.version, published ? "published" : "received", qos.level(), cuts.size(),
					cuts.size() * CutExchange.MESSAGES.size(), duplicated,
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - time));
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * Return how many messages came once more.
	 */
	private int run(MqttClient witness, String name, QoS qos, boolean published, Cut cut) {
		try {
			List<String> payloads = new CutExchange(this.peer, name, qos, published).run(witness, cut, 1);
			assertThat(payloads).containsAll(CutExchange.MESSAGES);
			if (qos == QoS.EXACTLY_ONCE) {
				assertThat(payloads).doesNotHaveDuplicates();
			}
			return payloads.size() - CutExchange.MESSAGES.size();
		}
		catch (Exception | AssertionError ex) {
			throw new AssertionError(name + ": " + cut, ex);
		}
	}

	private static List<Cut> cuts(List<PassingPacket> packets) {
		boolean all = CUTS.equals("all");
		List<Cut> cuts = new ArrayList<>();
		for (PassingPacket packet : packets) {
			int length = packet.length();
			if (PINGS.contains(packet.type()) || (!all && packet.ordinal() > 1)) {
				continue;
			}
			for (int bytes : all ? IntStream.of(0, 1, length / 2, length - 1, length).distinct().toArray()
					: new int[] { 0, length / 2, length }) {
				cuts.add(cut(packet, bytes, (bytes == 0 || bytes == length) ? Ending.FIN : Ending.RESET));
			}
			if (all) {
				cuts.add(cut(packet, length, Ending.RESET));
				cuts.add(cut(packet, 0, Ending.VANISH));
				cuts.add(cut(packet, length, Ending.VANISH));
			}
		}
		return cuts;
	}

	private static Cut cut(PassingPacket packet, int bytes, Ending ending) {
		return new Cut(1, packet.direction(), packet.type(), packet.ordinal(), bytes, ending);
	}

}
