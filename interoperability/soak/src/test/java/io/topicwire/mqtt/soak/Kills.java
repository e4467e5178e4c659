package io.topicwire.mqtt.soak;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.fault.Direction;
import io.topicwire.mqtt.fault.Fault;
import io.topicwire.mqtt.packet.PacketType;
import io.topicwire.mqtt.soak.CutPlace.Part;
import org.awaitility.Awaitility;

/**
 * Cuts the wire of each client at one packet after the other, kills the client with
 * signal 9 then, and starts it again.
 */
final class Kills implements Faults {

	// How long a client goes on at most between the cut and its end
	private static final long LAST_MILLIS = 20;

	private static final Map<Direction, List<PacketType>> PUBLISHER = Map.of(Direction.TO_BROKER,
			List.of(PacketType.CONNECT, PacketType.PUBLISH, PacketType.PUBREL), Direction.TO_CLIENT,
			List.of(PacketType.CONNACK, PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBCOMP));

	private static final Map<Direction, List<PacketType>> SUBSCRIBER = Map.of(Direction.TO_BROKER,
			List.of(PacketType.CONNECT, PacketType.SUBSCRIBE, PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBCOMP),
			Direction.TO_CLIENT, List.of(PacketType.CONNACK, PacketType.SUBACK, PacketType.PUBLISH, PacketType.PUBREL));

	private final List<ChildProcess> children;

	private final boolean all;

	private final Journal journal;

	private final Map<String, Object> counts = new TreeMap<>();

	/**
	 * Create faults.
	 * @param all whether every wire is cut before, inside and after each packet; only
	 * after it with MQTT 5.0, and before it with MQTT 3.1.1, otherwise
	 */
	Kills(List<ChildProcess> children, boolean all, Journal journal) {
		this.children = children;
		this.all = all;
		this.journal = journal;
	}

	@Override
	public void run() {
		ExecutorService threads = Executors.newFixedThreadPool(this.children.size());
		try {
			List<Future<?>> runs = new ArrayList<>();
			this.children.forEach((child) -> runs.add(threads.submit(() -> killEverywhere(child))));
			for (Future<?> run : runs) {
				run.get();
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void killEverywhere(ChildProcess child) {
		for (CutPlace place : places(child)) {
			child.kill();
			child.wire().fault(place);
			child.start();
			Awaitility.await(child.name() + ", " + place)
				.pollInterval(Duration.ofMillis(1))
				.atMost(Duration.ofMinutes(1))
				.until(place::isReached);
			long millis = ThreadLocalRandom.current().nextLong(LAST_MILLIS);
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
			child.kill();
			this.journal.append(LocalTime.now() + " " + child.name() + " is killed, its wire was cut " + place);
			count(place);
		}
		child.wire().fault(Fault.NONE);
		child.start();
	}

	private List<CutPlace> places(ChildProcess child) {
		List<Part> parts = this.all ? List.of(Part.values())
				: List.of((child.version() == ProtocolVersion.MQTT_5) ? Part.AFTER : Part.BEFORE);
		List<CutPlace> places = new ArrayList<>();
		(child.isPublisher() ? PUBLISHER : SUBSCRIBER).forEach((direction, types) -> types
			.forEach((type) -> parts.forEach((part) -> places.add(new CutPlace(direction, type, part)))));
		return places;
	}

	private synchronized void count(CutPlace place) {
		this.counts.merge("client killed with -9, its wire cut " + place, 1, (a, b) -> (int) a + (int) b);
	}

	@Override
	public Map<String, Object> counts() {
		return this.counts;
	}

}
