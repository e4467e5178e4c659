package io.topicwire.mqtt.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.CutScenario.Keeping;
import io.topicwire.mqtt.fake.LogRecorder;
import io.topicwire.mqtt.fault.Cut;
import io.topicwire.mqtt.fault.Effect;
import io.topicwire.mqtt.fault.Ending;
import io.topicwire.mqtt.fault.Fault;
import io.topicwire.mqtt.fault.PassingPacket;
import io.topicwire.mqtt.packet.PacketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no message is lost, and none of QoS 2 comes twice, wherever the wire between
 * client and broker is cut.
 */
class CutEverywhereTests {

	private static final Set<PacketType> ANSWERS = EnumSet.of(PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBCOMP);

	private static final Set<PacketType> OWN = EnumSet.of(PacketType.PINGREQ, PacketType.PINGRESP,
			PacketType.DISCONNECT);

	// Thousands of connections are lost
	private final LogRecorder log = new LogRecorder();

	@TempDir
	private Path directory;

	private int runs;

	private CutOutcome total = CutOutcome.NOTHING;

	@AfterEach
	void close() {
		this.log.close();
	}

	@ParameterizedTest
	@MethodSource("io.topicwire.mqtt.client.CutScenario#oneWay")
	void nothingIsLostWhereverAConnectionIsCut(CutScenario scenario) {
		List<PassingPacket> packets = packets(scenario, Fault.NONE, "", 1);
		assertThat(packets).extracting(PassingPacket::type).hasSameElementsAs(scenario.packetTypes());
		for (PassingPacket packet : packets) {
			for (int bytes : positions(scenario, packet)) {
				assertThat(run(scenario, cut(packet, bytes))).isOne();
			}
			if (scenario.keeping() == Keeping.MEMORY) {
				// A client that is closed or killed does not see how the connection ends
				assertThat(run(scenario, cut(packet, packet.length()).with(Ending.RESET))).isOne();
				assertThat(run(scenario, cut(packet, 0).with(Ending.VANISH))).isOne();
				assertThat(run(scenario, cut(packet, packet.length()).with(Ending.VANISH))).isOne();
			}
		}
		report(scenario, "cut everywhere");
	}

	@ParameterizedTest
	@MethodSource("io.topicwire.mqtt.client.CutScenario#single")
	void nothingIsLostIfTheNextConnectionIsCutAsWell(CutScenario scenario) {
		for (PassingPacket first : packets(scenario, Fault.NONE, "", 1)) {
			Cut cut = cut(first, 0);
			for (PassingPacket second : packets(scenario, cut, cut.toString(), 2)) {
				Cut before = cut(second, 0);
				run(scenario, cut.or(before), cut + ", " + before, Ending.FIN);
				Cut after = cut(second, second.length());
				run(scenario, cut.or(after), cut + ", " + after, Ending.FIN);
			}
		}
		report(scenario, "two connections cut everywhere");
	}

	@ParameterizedTest
	@MethodSource("io.topicwire.mqtt.client.CutScenario#mixed")
	void nothingIsLostIfAnswersOvertakeEachOtherBeforeTheConnectionIsCut(CutScenario scenario) {
		for (PacketType type : ANSWERS) {
			Fault overtaken = (packet) -> (packet.type() == type) ? new Effect.HoldBack(Duration.ofSeconds(1))
					: Effect.PASS;
			String description = type + " overtaken";
			for (PassingPacket packet : packets(scenario, overtaken, description, 1)) {
				Cut after = cut(packet, packet.length());
				run(scenario, after.or(overtaken), description + ", " + after, Ending.FIN);
			}
		}
		report(scenario, "answers overtaken and cut everywhere");
	}

	private static int[] positions(CutScenario scenario, PassingPacket packet) {
		int length = packet.length();
		return (scenario.keeping() == Keeping.DISK) ? new int[] { 0, length / 2, length }
				: IntStream.of(0, 1, length / 2, length - 1, length).distinct().toArray();
	}

	private static Cut cut(PassingPacket packet, long bytes) {
		return new Cut(packet.connection(), packet.direction(), packet.type(), packet.ordinal(), bytes, Ending.FIN);
	}

	/**
	 * Return the packets of one connection, without those of the test itself.
	 */
	private List<PassingPacket> packets(CutScenario scenario, Fault fault, String description, int connection) {
		List<PassingPacket> packets = new CopyOnWriteArrayList<>();
		run(scenario, fault.or((packet) -> {
			if (packet.connection() == connection && !OWN.contains(packet.type())) {
				packets.add(packet);
			}
			return Effect.PASS;
		}), description, Ending.FIN);
		return packets;
	}

	private int run(CutScenario scenario, Cut cut) {
		return run(scenario, cut, cut.toString(), cut.ending());
	}

	private int run(CutScenario scenario, Fault fault, String description, Ending ending) {
		try {
			CutRun run = new CutRun(scenario, fault, ending, this.directory.resolve("run-" + this.runs++));
			int cuts = run.run();
			CutOutcome outcome = run.outcome();
			this.total = this.total.plus(outcome);
			assertThat(outcome.lost()).as("messages lost").isZero();
			assertThat(run.repeated()).as("messages that came twice").allMatch((qos) -> qos == QoS.AT_LEAST_ONCE);
			assertThat(run.violations()).isEmpty();
			return cuts;
		}
		catch (AssertionError ex) {
			throw new AssertionError(scenario + ", " + description, ex);
		}
	}

	private void report(CutScenario scenario, String what) {
		System.out.printf("%s, %s: %d runs, %s%n", scenario, what, this.runs, this.total);
	}

}
