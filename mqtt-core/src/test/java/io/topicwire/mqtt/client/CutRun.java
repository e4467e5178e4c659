package io.topicwire.mqtt.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.CutScenario.Keeping;
import io.topicwire.mqtt.engine.Environment;
import io.topicwire.mqtt.fake.FakeSessionStore;
import io.topicwire.mqtt.fake.SessionBroker;
import io.topicwire.mqtt.fake.VirtualTimer;
import io.topicwire.mqtt.fault.Direction;
import io.topicwire.mqtt.fault.Ending;
import io.topicwire.mqtt.fault.Fault;
import io.topicwire.mqtt.leftover.TrackedClient;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.session.SessionState;
import io.topicwire.mqtt.session.SessionStore;
import io.topicwire.mqtt.session.StoredSession;
import io.topicwire.mqtt.store.DiskSessionStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One scenario on a wire with faults, from the first connection until all messages have
 * arrived.
 */
final class CutRun {

	private static final String CLIENT = "meter-7";

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

	private static final long PAUSE = 5;

	// Not a time to wait before connecting again
	private static final Duration LIMIT = Duration.ofSeconds(3);

	private static final Duration FIRST_DELAY = Duration.ofMillis(500);

	private final CutScenario scenario;

	private final Ending ending;

	private final Path directory;

	private final SessionBroker broker;

	private final List<Call> calls = new ArrayList<>();

	private final List<CompletableFuture<?>> published = new ArrayList<>();

	private FakeSessionStore store = new FakeSessionStore();

	private FakeSessionStore storeAfterCut = this.store;

	// Of what the client does
	private VirtualTimer timer = new VirtualTimer();

	private int lives = 1;

	/**
	 * Create a run.
	 * @param fault the fault
	 * @param ending how connections end that are cut
	 * @param directory where a session on disk is kept
	 */
	CutRun(CutScenario scenario, Fault fault, Ending ending, Path directory) {
		this.scenario = scenario;
		this.ending = ending;
		this.directory = directory;
		this.broker = new SessionBroker(scenario.version(), scenario.received(), fault, this::cut);
	}

	private void cut() {
		if (this.scenario.keeping() == Keeping.STORED) {
			this.lives++;
			this.storeAfterCut = this.store.copy();
		}
	}

	/**
	 * Run until all exchanges are over.
	 * @return how many connections the fault has ended
	 */
	int run() {
		MqttClient client = client();
		publish(client);
		client.connectAsync();
		try {
			long deadline = System.nanoTime() + PATIENCE;
			for (int cuts = 0; cuts < this.broker.cuts() || !isOver(client, cuts);) {
				assertThat(System.nanoTime()).as("time until all exchanges are over").isLessThan(deadline);
				if (cuts < this.broker.cuts()) {
					client = comeBack(client, ++cuts);
				}
			}
			finish(client);
			return this.broker.cuts();
		}
		finally {
			client.close();
		}
	}

	/**
	 * Return whether everything has come to its end, unless another connection was cut.
	 */
	private boolean isOver(MqttClient client, int cuts) {
		boolean finished = this.broker.await(() -> this.broker.cuts() > cuts || isFinished(), PAUSE);
		// Overtakes what waits for being overtaken, and comes back after all before it
		CompletableFuture<Duration> ping = client.pingAsync();
		ping.whenComplete((latency, failure) -> this.broker.locked(() -> {
		}));
		this.broker.await(() -> this.broker.cuts() > cuts || ping.isDone(), 1_000);
		if (!ping.isDone() || ping.isCompletedExceptionally()) {
			// Not connected yet, or not any more
			this.broker.await(() -> this.broker.cuts() > cuts, 1);
			return false;
		}
		return finished && this.broker.cuts() == cuts && this.published.stream().allMatch(CompletableFuture::isDone);
	}

	private boolean isFinished() {
		return this.broker.isFinished(this.scenario.published().size());
	}

	private MqttClient client() {
		this.timer = new VirtualTimer();
		int life = this.lives;
		MqttClientBuilder builder = MqttClient.builder("mqtt://broker.example.com")
			.protocolVersion(this.scenario.version())
			.clientId(CLIENT)
			.cleanStart(false)
			.keepAlive(LIMIT)
			.pingTimeout(LIMIT)
			.connectTimeout(LIMIT)
			.operationTimeout(Duration.ofDays(365))
			.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true))
			.environment(new Environment(this.broker, this.timer, () -> 0.5));
		if (this.scenario.version() == ProtocolVersion.MQTT_5) {
			builder.sessionExpiry(Duration.ofDays(1));
		}
		if (this.scenario.keeping() != Keeping.MEMORY) {
			builder.sessionStore(store());
		}
		MqttClient client = TrackedClient.of(builder.build());
		client.register("a", SubscribeOptions.of(QoS.EXACTLY_ONCE),
				(message, acknowledgement) -> handle(message, acknowledgement, life));
		return client;
	}

	private SessionStore store() {
		return (this.scenario.keeping() == Keeping.DISK) ? DiskSessionStore.at(this.directory).sync(false) : this.store;
	}

	private void handle(MqttMessage message, Acknowledgement acknowledgement, int life) {
		int number = number(message);
		this.broker.locked(() -> {
			if (life == this.lives) {
				this.calls.add(new Call(number, acknowledgement.messageNumber()));
			}
		});
		acknowledgement.acknowledge();
	}

	private void publish(MqttClient client) {
		int number = 0;
		for (QoS qos : this.scenario.published()) {
			MqttMessage message = MqttMessage.of("b", String.valueOf(++number)).qos(qos);
			if (this.scenario.keeping() == Keeping.MEMORY) {
				this.published.add(client.publishAsync(message));
			}
			else {
				ClientFixture.await(client.enqueueAsync(message));
			}
		}
	}

	private MqttClient comeBack(MqttClient client, int cuts) {
		if (this.scenario.keeping() == Keeping.MEMORY) {
			reconnect(cuts);
			return client;
		}
		client.close();
		this.store = this.storeAfterCut;
		MqttClient next = client();
		next.connectAsync();
		return next;
	}

	private void reconnect(int cuts) {
		if (this.ending != Ending.VANISH) {
			this.timer.advanceTo(FIRST_DELAY.multipliedBy(1L << (cuts - 1)));
			return;
		}
		// Time passes until the client notices
		long deadline = System.nanoTime() + PATIENCE;
		while (!this.broker.await(() -> this.broker.connections() > cuts, 1)) {
			assertThat(System.nanoTime()).as("time to reconnect").isLessThan(deadline);
			this.timer.advance(FIRST_DELAY);
		}
	}

	private void finish(MqttClient client) {
		this.published.forEach(ClientFixture::await);
		ClientFixture.await(client.disconnectAsync());
		client.close();
		if (this.scenario.keeping() != Keeping.MEMORY) {
			try (StoredSession session = store().open(CLIENT)) {
				SessionState state = session.load();
				assertThat(state.publishes()).as("messages that are still stored").isEmpty();
				assertThat(state.received()).as("packet identifiers that are still stored").isEmpty();
			}
		}
	}

	/**
	 * Return what became of the messages.
	 */
	CutOutcome outcome() {
		return CutOutcome.of(this.scenario.published().size(), this.broker.handedOn())
			.plus(CutOutcome.of(this.scenario.received().size(), handled()))
			.recognised(this.calls.size() - handled().size());
	}

	/**
	 * Return the quality of service of the messages that came more than once.
	 */
	List<QoS> repeated() {
		List<QoS> repeated = new ArrayList<>();
		repeated(this.broker.handedOn()).forEach((number) -> repeated.add(this.scenario.published().get(number - 1)));
		repeated(handled()).forEach((number) -> repeated.add(this.scenario.received().get(number - 1)));
		return repeated;
	}

	private static List<Integer> repeated(List<Integer> numbers) {
		Set<Integer> distinct = new HashSet<>();
		return numbers.stream().filter((number) -> !distinct.add(number)).toList();
	}

	/**
	 * Return the numbers of the messages that were handled. Like an application, leave
	 * out a message of QoS 2 whose handler was interrupted with its client, and which was
	 * handed over again under its number.
	 */
	private List<Integer> handled() {
		boolean interrupted = this.scenario.keeping() != Keeping.MEMORY;
		List<Integer> numbers = new ArrayList<>();
		Set<Long> messageNumbers = new HashSet<>();
		for (Call call : this.calls) {
			if (!interrupted || call.messageNumber() == 0 || messageNumbers.add(call.messageNumber())) {
				numbers.add(call.number());
			}
		}
		return numbers;
	}

	/**
	 * Return what came again although the protocol does not allow it.
	 */
	List<String> violations() {
		List<String> violations = new ArrayList<>();
		Set<Integer> arrived = new HashSet<>();
		Set<Integer> acknowledged = new HashSet<>();
		Map<Integer, Integer> identifiers = new HashMap<>();
		// Without a reset, what came out of the wire was read by the client that lives on
		boolean read = this.scenario.keeping() == Keeping.MEMORY && this.ending == Ending.FIN;
		Map<Integer, Integer> received = new HashMap<>();
		for (SessionBroker.Passed passed : this.broker.passed()) {
			boolean toBroker = passed.direction() == Direction.TO_BROKER;
			if (toBroker && passed.packet() instanceof Publish publish) {
				int number = number(publish.message());
				identifiers.put(publish.packetIdentifier(), number);
				if (!arrived.add(number) && !publish.duplicate() && isKnownAsSent(publish)) {
					violations.add("Message " + number + " came again without DUP");
				}
				if (read && acknowledged.contains(number)) {
					violations.add("Message " + number + " came again although it was acknowledged");
				}
			}
			else if (!toBroker && passed.packet() instanceof Publish publish) {
				received.merge(number(publish.message()), 1, Integer::sum);
			}
			else if (!toBroker && passed.packet() instanceof Puback puback) {
				acknowledged.add(identifiers.get(puback.packetIdentifier()));
			}
			else if (!toBroker && passed.packet() instanceof Pubrec pubrec) {
				acknowledged.add(identifiers.get(pubrec.packetIdentifier()));
			}
		}
		for (Call call : this.calls) {
			if (received.merge(call.number(), -1, Integer::sum) < 0) {
				violations.add("Message " + call.number() + " was handled more often than it came");
			}
		}
		return violations;
	}

	// That a message of QoS 1 was sent is stored later than it is sent
	private boolean isKnownAsSent(Publish publish) {
		return this.scenario.keeping() != Keeping.STORED || publish.message().qos() == QoS.EXACTLY_ONCE;
	}

	private static int number(MqttMessage message) {
		return Integer.parseInt(message.payloadAsString());
	}

	/**
	 * A message that was handled.
	 *
	 * @param number its number in the scenario
	 * @param messageNumber its number within the session
	 */
	private record Call(int number, long messageNumber) {

	}

}
